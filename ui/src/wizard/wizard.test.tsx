// The wizard as a whole: where it resumes, which steps can be reached, progress, completing, leaving.
import { act, screen, waitFor } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it, vi } from "vitest";

import { progressStore, TELL_EVERY_MS } from "../frame/live";
import { anIntegration, fernwood, ID, refusal } from "./mock/fixtures";
import { drawWizard } from "./mock/draw-wizard";
import { wizardAnswers } from "./mock/program";
import { reachedOf, stepsOf, stepToConfigure, stepToShow } from "./steps";

const at = (step: string) => `/integrations/${ID}/setup/${step}`;

describe("where it stands", () => {
  it("resumes where the set-up stood, whatever the address asks for beyond that", async () => {
    const { address } = drawWizard(at("import"), wizardAnswers([anIntegration({ setup: "sync" })]));
    expect(await screen.findByRole("heading", { name: "Sync", level: 2 })).toBeTruthy();
    await waitFor(() => expect(address()).toBe(at("sync")));
  });

  it("leads to steps behind by a click, to none ahead, and moves the focus to the heading", async () => {
    const { user } = drawWizard(at("sync"), wizardAnswers([anIntegration({ setup: "sync" })]));
    await screen.findByRole("heading", { name: "Sync", level: 2 });
    expect(screen.queryByRole("button", { name: /Configure/ })).toBeNull();
    expect(screen.getByText("Sync", { selector: "[aria-current=step] span" })).toBeTruthy();
    await user.click(screen.getByRole("button", { name: /^Connect\b.*done/ }));
    const heading = await screen.findByRole("heading", { name: "Connect", level: 2 });
    expect(document.activeElement).toBe(heading);
    // The furthest step stays reached.
    await user.click(screen.getByRole("button", { name: "Sync" }));
    expect(await screen.findByRole("heading", { name: "Sync", level: 2 })).toBeTruthy();
  });

  it("opens a complete one at Connect, with every step at hand", () => {
    const steps = stepsOf(fernwood);
    expect(stepToShow(steps, null, undefined)).toBe("connect");
    expect(stepToShow(steps, null, "import")).toBe("import");
    expect(reachedOf(steps, null)).toBe(4);
  });

  it("has no Configure step where there is nothing to configure", () => {
    const steps = stepsOf({ ...fernwood, choices: [], stages: null });
    expect(steps).toEqual(["connect", "permissions", "sync", "import"]);
    expect(stepToShow(steps, "configure", undefined)).toBe("import");
    expect(stepToShow(steps, null, "configure")).toBe("sync");
  });

  it("is configured where Configure is, where the keys are missing, or where it stands", () => {
    expect(stepToConfigure({ setup: null, state: "connected" })).toBe("configure");
    expect(stepToConfigure({ setup: null, state: "error" })).toBe("configure");
    expect(stepToConfigure({ setup: null, state: "disconnected" })).toBe("connect");
    expect(stepToConfigure({ setup: null, state: "stopped" })).toBe("connect");
    expect(stepToConfigure({ setup: "sync", state: "not_set_up" })).toBe("sync");
  });

  it("says when the integration is gone", async () => {
    drawWizard(at("sync"), wizardAnswers());
    expect(await screen.findByText("This integration is not here any more")).toBeTruthy();
  });

  it("stays and tells when the step cannot be remembered", async () => {
    const { user, address } = drawWizard(at("permissions"), {
      ...wizardAnswers([anIntegration()]),
      set_setup_step: () => {
        throw refusal({ say: "The disk is full." });
      },
    });
    const next = await screen.findByRole<HTMLButtonElement>("button", { name: "Next" });
    await waitFor(() => expect(next.disabled).toBe(false));
    await user.click(next);
    expect(await screen.findByText("The disk is full.")).toBeTruthy();
    expect(address()).toBe(at("permissions"));
  });
});

describe("for everybody", () => {
  it.each(["connect", "permissions", "sync"])("breaks no rule of access in the %s step", async (step) => {
    drawWizard(at(step), wizardAnswers([anIntegration({ setup: null })]));
    await screen.findByRole("heading", { name: new RegExp(step, "i"), level: 2 });
    const found = await axe.run(document.body, {
      // Colours are looked at in theme.test.ts; without a layout there are none here.
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
  });
});

describe("from start to end", () => {
  it("shows how far the sync is, cancels it, and completes", async () => {
    const { user, calls } = drawWizard(at("import"), wizardAnswers([anIntegration({ setup: "import" })]));
    await screen.findByRole("heading", { name: "Import", level: 2 });
    vi.useFakeTimers();
    progressStore.put({
      run: "r1",
      integration: ID,
      stream: "companies",
      mode: "full",
      read: 1200,
      about: 1877,
      per_second: 310,
      waiting_ms: null,
    });
    act(() => void vi.advanceTimersByTime(TELL_EVERY_MS));
    vi.useRealTimers();
    expect(await screen.findByText("Companies 1,200 of about 1,877 · 310/s")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Cancel sync" }));
    expect(calls("cancel_sync")).toEqual([{ integration: ID }]);
    progressStore.clear(ID);
    const complete = screen.getByRole<HTMLButtonElement>("button", { name: "Complete Setup" });
    await waitFor(() => expect(complete.disabled).toBe(false));
    await user.click(complete);
    expect(await screen.findByText("All integrations")).toBeTruthy();
    expect(calls("set_setup_step")).toEqual([{ integration: ID, step: null }]);
    expect(await screen.findByText(/^Fernwood PSA is set up\./)).toBeTruthy();
  });

  it("can be walked through with the keyboard alone", async () => {
    const { user, address } = drawWizard("/connect/fernwood", wizardAnswers());
    await screen.findByRole("heading", { name: "Connect", level: 2 });
    const press = async (name: string) => {
      for (let presses = 0; presses < 80; presses += 1) {
        if (document.activeElement?.textContent === name) {
          // oxlint-disable-next-line no-await-in-loop
          await user.keyboard("{Enter}");
          return;
        }
        // oxlint-disable-next-line no-await-in-loop
        await user.tab();
      }
      throw new Error(`the Tab key never came to ${name}`);
    };
    const type = async (label: RegExp, text: string) => {
      for (let presses = 0; document.activeElement !== screen.getByLabelText(label); presses += 1) {
        expect(presses).toBeLessThan(80);
        // oxlint-disable-next-line no-await-in-loop
        await user.tab();
      }
      await user.keyboard(text);
    };
    await type(/^Host/, "desk.example.com");
    await type(/^Account/, "northwind");
    await type(/^API Key/, "k");
    await press("Next");
    const permissions = await screen.findByRole("heading", { name: "Permissions", level: 2 });
    await waitFor(() => expect(document.activeElement).toBe(permissions));
    await screen.findByText(/^3 of 3 areas granted/);
    await press("Next");
    await screen.findByRole("heading", { name: "Sync", level: 2 });
    await press("Next");
    await screen.findByRole("heading", { name: "Configure", level: 2 });
    await waitFor(() => {
      expect(screen.getByRole<HTMLButtonElement>("button", { name: "Next" }).disabled).toBe(false);
    });
    await press("Next");
    await screen.findByRole("heading", { name: "Import", level: 2 });
    await waitFor(() => {
      expect(screen.getByRole<HTMLButtonElement>("button", { name: "Complete Setup" }).disabled).toBe(false);
    });
    await press("Complete Setup");
    await waitFor(() => expect(address()).toBe("/integrations"));
  });
});
