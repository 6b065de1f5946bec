// The Permissions step: the check on arrival, the gate of required areas, and what nobody could verify.
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { anIntegration, areas, ID, refusal } from "../mock/fixtures";
import { drawWizard } from "../mock/draw-wizard";
import { wizardAnswers } from "../mock/program";
import { missingLines } from "./results";

const PATH = `/integrations/${ID}/setup/permissions`;
const next = () => screen.getByRole<HTMLButtonElement>("button", { name: "Next" });

describe("the check", () => {
  it("runs on arrival, once, and shows the last result with its age meanwhile", async () => {
    const waiting: ((value: unknown) => void)[] = [];
    const { calls } = drawWizard(PATH, {
      ...wizardAnswers([anIntegration()]),
      last_permissions: () => ({ checked_at: "2020-01-01T00:00:00Z", areas: areas("Granted", "Not permitted") }),
      permissions: () => new Promise((resolve) => void waiting.push(resolve)),
    });
    expect(await screen.findByText(/Checking again/)).toBeTruthy();
    expect(screen.getByText("Not permitted")).toBeTruthy();
    expect(next().disabled).toBe(true);
    expect(screen.getByText("The check is running.")).toBeTruthy();
    waiting[0]?.(areas("Granted", "Granted but no data", "Granted"));
    expect(await screen.findByText(/^3 of 3 areas granted/)).toBeTruthy();
    expect(screen.getByText("Granted but no data")).toBeTruthy();
    expect(next().disabled).toBe(false);
    expect(calls("permissions")).toHaveLength(1);
  });

  it("holds the set-up back for a required area, in words, until a re-check", async () => {
    let fixed = false;
    const { user, calls, address } = drawWizard(PATH, {
      ...wizardAnswers([anIntegration()]),
      permissions: () => areas("Granted", fixed ? "Granted" : "Not permitted", "Not permitted"),
    });
    expect(await screen.findByText(/^Required and not granted: Tickets\./)).toBeTruthy();
    expect(next().disabled).toBe(true);
    const row = screen.getByText("Tickets", { selector: "li p" }).closest("li") as HTMLElement;
    expect(within(row).getByText("Required")).toBeTruthy();
    expect(within(row).getByText("Grant: Setup > Roles > your role > Desk: Read")).toBeTruthy();
    expect(within(row).getByText("GET /tickets: 403 not allowed")).toBeTruthy();
    fixed = true;
    await user.click(screen.getByRole("button", { name: "Re-check" }));
    await waitFor(() => expect(next().disabled).toBe(false));
    await user.click(next());
    expect(await screen.findByRole("heading", { name: "Sync", level: 2 })).toBeTruthy();
    expect(calls("set_setup_step")).toEqual([{ integration: ID, step: "sync" }]);
    expect(address()).toBe(`/integrations/${ID}/setup/sync`);
  });

  it("lets a person go on where nobody could verify", async () => {
    const { user } = drawWizard(PATH, {
      ...wizardAnswers([anIntegration()]),
      permissions: () => areas("Could not verify", "Granted", "Granted"),
    });
    expect(await screen.findByText(/^Required and not verified: Companies\./)).toBeTruthy();
    expect(next().disabled).toBe(true);
    await user.click(screen.getByLabelText("Go on anyway; nothing is switched off"));
    expect(next().disabled).toBe(false);
  });

  it("tells a check that could not be made", async () => {
    drawWizard(PATH, {
      ...wizardAnswers([anIntegration()]),
      permissions: () => {
        throw refusal({ say: "The key was refused." });
      },
    });
    expect(await screen.findByText("The key was refused.")).toBeTruthy();
    expect(screen.getByText("The check could not be made. Press Re-check.")).toBeTruthy();
    expect(next().disabled).toBe(true);
  });

  it("says which switch the program set off because its right was taken away", async () => {
    let integration = anIntegration({ setup: null, settings: { sync_tickets: false } });
    drawWizard(PATH, {
      ...wizardAnswers([integration]),
      integrations: () => [integration],
      last_permissions: () => ({ checked_at: "2020-01-01T00:00:00Z", areas: areas("Granted", "Not permitted", "Granted") }),
      permissions: () => {
        integration = anIntegration({ setup: null, settings: { sync_tickets: false, sync_sales: false } });
        return areas("Granted", "Not permitted", "Not permitted");
      },
    });
    const told = await screen.findByText(/was switched off/);
    expect(told.textContent).toBe(
      "“Enable Opportunity Sync” was switched off: what it needs may not be read any more. Switch it on again in the Sync step once that is granted.",
    );
  });

  it("says nothing of switches where none was set off", async () => {
    drawWizard(PATH, {
      ...wizardAnswers([anIntegration({ setup: null })]),
      permissions: () => areas("Granted", "Granted", "Not permitted"),
    });
    expect(await screen.findByText("Not permitted")).toBeTruthy();
    expect(screen.queryByText(/(was|were) switched off/)).toBeNull();
  });

  it("holds nothing back once the set-up was completed", async () => {
    drawWizard(PATH, {
      ...wizardAnswers([anIntegration({ setup: null })]),
      permissions: () => areas("Not permitted"),
    });
    expect(await screen.findByText("Not permitted")).toBeTruthy();
    expect(next().disabled).toBe(false);
  });
});

it("copies what is missing, a line each", () => {
  expect(missingLines(areas("Not permitted", "Could not verify", "Not available"))).toBe(
    "Companies: Setup > Roles > your role > Companies: Read\nSales: Setup > Roles > your role > Sales: Read",
  );
});
