// Leaving the wizard: Save & Exit saves, or says why it cannot; the toast names the button that leads back.
import { screen, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { anIntegration, ID } from "./mock/fixtures";
import { drawWizard } from "./mock/draw-wizard";
import { wizardAnswers } from "./mock/program";

const at = (step: string) => `/integrations/${ID}/setup/${step}`;
const exit = () => screen.getByRole<HTMLButtonElement>("button", { name: "Save & Exit" });

/** What is said of a button to those who do not see the line beside it. */
const saidOf = (button: HTMLElement) =>
  document.getElementById(button.getAttribute("aria-describedby") ?? "")?.textContent ?? "";

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(480);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(640);
});

describe("Save & Exit", () => {
  it("says that ticked rows have to be imported or unticked first", async () => {
    const row = { vendor_id: "a1", name: "Ada", detail: "", email: null, active: true, linked: null, suggestion: null, obstacle: "" };
    const { user } = drawWizard(at("import"), {
      ...wizardAnswers([anIntegration({ setup: "import" })]),
      import_candidates: () => ({ total: 1, linked: 0, rows: [row] }),
    });
    await user.click(await screen.findByLabelText("Import Users Now"));
    await user.click(await screen.findByLabelText("Import Ada"));
    await waitFor(() => expect(exit().disabled).toBe(true));
    const why = "1 ticked row is not imported yet. Import it or untick it before Save & Exit.";
    expect(screen.getByText(why)).toBeTruthy();
    expect(saidOf(exit())).toBe(why);
    await user.click(screen.getByRole("button", { name: "Untick all" }));
    await waitFor(() => expect(exit().disabled).toBe(false));
    expect(screen.queryByText(why)).toBeNull();
  });

  it("says that new credentials are typed and not in force", async () => {
    const { user } = drawWizard(at("connect"), wizardAnswers([anIntegration({ setup: null })]));
    await user.click(await screen.findByRole("button", { name: "Replace credentials" }));
    await user.type(screen.getByLabelText(/^API Key/), "k");
    await waitFor(() => expect(exit().disabled).toBe(true));
    expect(saidOf(exit())).toBe("Press Test and replace, or Cancel beside it, first.");
  });

  it("tests a new connection first, and tells what is missing", async () => {
    const { user, calls, address } = drawWizard("/connect/fernwood", wizardAnswers());
    await screen.findByLabelText(/^Host/);
    expect(exit().disabled).toBe(false);
    await user.click(exit());
    expect(screen.getByText("Host is missing.")).toBeTruthy();
    await user.type(screen.getByLabelText(/^Host/), "desk.example.com");
    await user.type(screen.getByLabelText(/^Account/), "northwind");
    await user.type(screen.getByLabelText(/^API Key/), "k");
    await user.click(exit());
    await waitFor(() => expect(address()).toBe("/integrations"));
    expect(calls("test_credentials")).toHaveLength(1);
    expect(calls("add_integration")).toHaveLength(1);
    expect(await screen.findByText(/“Go on with the set-up” on its card leads back/)).toBeTruthy();
  });

  it("does not take a name away", async () => {
    const { user, calls } = drawWizard(at("connect"), wizardAnswers([anIntegration({ setup: null })]));
    await user.clear(await screen.findByLabelText(/^Name/));
    await user.click(exit());
    expect(screen.getByText("The name is missing.")).toBeTruthy();
    expect(calls("set_settings")).toHaveLength(0);
  });
});

describe("the toast", () => {
  it.each([
    ["sync" as const, /“Go on with the set-up” on its card leads back/],
    [null, /^The settings of Fernwood PSA are saved\.$/],
  ])("with the set-up at %s names what is there", async (setup, words) => {
    const { user } = drawWizard(at("sync"), wizardAnswers([anIntegration({ setup })]));
    await screen.findByRole("switch", { name: "Sync Companies" });
    await user.click(exit());
    expect(await screen.findByText(words)).toBeTruthy();
  });
});

describe("importing later", () => {
  it("is said where it can be done", async () => {
    drawWizard(at("import"), wizardAnswers([anIntegration({ setup: "import" })]));
    expect(await screen.findByText(/Configure on the card of Fernwood PSA leads back, and Import is the step after it/)).toBeTruthy();
  });
});
