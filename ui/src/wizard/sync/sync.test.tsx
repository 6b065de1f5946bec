// The Sync step: switches, filters, counts, and one save on Next.
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Change } from "../../api";
import { anIntegration, areas, counts, fernwood, ID, refusal } from "../mock/fixtures";
import { drawWizard } from "../mock/draw-wizard";
import { wizardAnswers } from "../mock/program";
import { streamWords } from "./Counts";
import { optionsOf } from "./ItemsFilter";
import { allChanges, countedChanges, isEdited, type SyncStand } from "./sync-settings";
import { PREVIEW_DELAY_MS } from "./use-preview";

const PATH = `/integrations/${ID}/setup/sync`;
const fresh = anIntegration({ setup: "sync" });

const toggle = (name: string | RegExp) => screen.findByRole<HTMLInputElement>("switch", { name });

describe("what Next does", () => {
  it("saves everything in one call, starts the sync, and goes on", async () => {
    const { user, calls, address } = drawWizard(PATH, wizardAnswers([fresh]));
    await user.click(await toggle("Enable Ticket Sync"));
    await user.click(await toggle("Auto-Import"));
    await user.click(screen.getByRole("button", { name: "Next" }));
    expect(await screen.findByRole("heading", { name: "Configure", level: 2 })).toBeTruthy();
    expect(calls("set_settings")).toEqual([
      {
        integration: ID,
        changes: [
          { key: "sync_tickets", value: "off" },
          { key: "skip_inactive", value: "on" },
          { key: "auto_import_contacts", value: "on" },
          { key: "default_contact_role", value: "viewer" },
        ],
      },
    ]);
    expect(calls("start_sync")).toEqual([{ integration: ID, what: "everything", fromWizard: true }]);
    expect(calls("set_setup_step")).toEqual([{ integration: ID, step: "configure" }]);
    expect(address()).toBe(`/integrations/${ID}/setup/configure`);
  });

  it("shows a role for contacts that was set elsewhere, and keeps it", async () => {
    const { user, calls } = drawWizard(
      PATH,
      wizardAnswers([
        anIntegration({ setup: "sync", settings: { auto_import_contacts: true, default_contact_role: "technician" } }),
      ]),
    );
    const field = await screen.findByRole<HTMLInputElement>("combobox", { name: "Default Role for Imported Contacts" });
    expect(field.value).toBe("Technician");
    await user.click(screen.getByRole("button", { name: "Next" }));
    await screen.findByRole("heading", { name: "Configure", level: 2 });
    const saved = calls("set_settings").flatMap(({ changes }) => changes as Change[]);
    expect(saved.some(({ key }) => key === "default_contact_role")).toBe(false);
  });

  it("says quietly that the same sync was not started again", async () => {
    const { user } = drawWizard(PATH, {
      ...wizardAnswers([fresh]),
      start_sync: () => ({ started: false }),
    });
    await toggle("Sync Companies");
    await user.click(screen.getByRole("button", { name: "Next" }));
    expect(await screen.findByText("Synced less than two minutes ago; not started again.")).toBeTruthy();
    expect(screen.getByRole("heading", { name: "Configure", level: 2 })).toBeTruthy();
  });

  it("stays and tells when the settings could not be saved", async () => {
    const { user, calls, address } = drawWizard(PATH, {
      ...wizardAnswers([fresh]),
      set_settings: () => {
        throw refusal({ say: "There is no such type.", field: "exclude_types" });
      },
    });
    await toggle("Sync Companies");
    await user.click(screen.getByRole("button", { name: "Next" }));
    const told = (await screen.findByText("There is no such type.")).closest("[role=alert]");
    expect(told?.textContent).toContain("Exclude Company Types");
    expect(calls("start_sync")).toHaveLength(0);
    expect(address()).toBe(PATH);
  });

  it("goes on with a word about a sync that could not start: the choices are saved", async () => {
    const { user } = drawWizard(PATH, {
      ...wizardAnswers([fresh]),
      start_sync: () => {
        throw refusal({ say: "The keys are missing.", hint: "Replace them." });
      },
    });
    await toggle("Sync Companies");
    await user.click(screen.getByRole("button", { name: "Next" }));
    expect((await screen.findByText(/the sync could not be started/)).textContent).toContain("The keys are missing.");
  });

  it("Save & Exit saves and starts nothing", async () => {
    const { user, calls } = drawWizard(PATH, wizardAnswers([fresh]));
    await user.click(await toggle("Sync Companies"));
    await user.click(screen.getByRole("button", { name: "Save & Exit" }));
    expect(await screen.findByText("All integrations")).toBeTruthy();
    expect(calls("set_settings")).toHaveLength(1);
    expect(calls("start_sync")).toHaveLength(0);
  });

  it("keeps unsaved choices while other steps are looked at, and asks when the rail leads away", async () => {
    const { user } = drawWizard(PATH, wizardAnswers([fresh]));
    await user.click(await toggle("Sync Companies"));
    await user.click(screen.getByRole("button", { name: "Back" }));
    await screen.findByRole("heading", { name: "Permissions", level: 2 });
    await user.click(screen.getByText("Rail"));
    expect(await screen.findByText("Leave without saving?")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Cancel" }));
    await user.click(screen.getByRole("button", { name: "Sync" }));
    expect((await toggle("Sync Companies")).checked).toBe(false);
  });
});

describe("what is drawn", () => {
  it("locks the switch of an area that is refused, with the reason and where to grant it", async () => {
    drawWizard(PATH, {
      ...wizardAnswers([fresh]),
      last_permissions: () => ({
        checked_at: "2026-11-20T08:00:00Z",
        areas: areas("Granted", "Could not verify", "Not permitted"),
      }),
    });
    const locked = await screen.findByText(/^Locked: Sales is not permitted\./);
    expect(locked.textContent).toContain("Setup > Roles > your role > Sales: Read");
    const sales = await toggle("Enable Opportunity Sync");
    expect([sales.disabled, sales.checked]).toEqual([true, false]);
    // Nobody knows is no reason to lock.
    expect((await toggle("Enable Ticket Sync")).disabled).toBe(false);
  });

  it("proposes what is recommended in a new set-up only", async () => {
    const first = drawWizard(PATH, wizardAnswers([fresh]));
    expect((await toggle(/Skip Inactive Companies/)).checked).toBe(true);
    expect(screen.getByText("Recommended: on")).toBeTruthy();
    first.unmount();
    drawWizard(PATH, wizardAnswers([anIntegration({ setup: null })]));
    expect((await toggle(/Skip Inactive Companies/)).checked).toBe(false);
  });

  it("says what it keeps, by stream and by filter, and what could not be counted", async () => {
    drawWizard(PATH, wizardAnswers([fresh]));
    expect(await screen.findAllByText("1,204 of 1,877 companies")).toHaveLength(2);
    expect(screen.getByText("keeps 1,340, drops 537")).toBeTruthy();
    expect(screen.getByText("Opportunities could not be counted")).toBeTruthy();
    expect(screen.getByText("Fernwood has no list of projects.")).toBeTruthy();
  });

  it("chooses items by keyboard, and offers to read a list again that could not be read", async () => {
    let broken = true;
    const answers = wizardAnswers([fresh]);
    const { user, calls } = drawWizard(PATH, {
      ...answers,
      reference_choices: (args) => {
        if (broken && args["stream"] === "company_types") {
          throw refusal({ say: "The vendor is down." });
        }
        return answers["reference_choices"]?.(args);
      },
    });
    const told = (await screen.findByText(/^The list could not be read: The vendor is down\./)).closest(
      "[role=alert]",
    ) as HTMLElement;
    broken = false;
    await user.click(within(told).getByRole("button", { name: "Try again" }));
    const field = screen.getByRole<HTMLInputElement>("combobox", { name: /^Exclude Company Types/ });
    await waitFor(() => expect(field.disabled).toBe(false));
    await user.type(field, "vend");
    await user.keyboard("{ArrowDown}{Enter}");
    await user.click(screen.getByRole("button", { name: "Next" }));
    await waitFor(() => expect(calls("set_settings")).toHaveLength(1));
    expect(calls("set_settings")[0]?.["changes"]).toContainEqual({ key: "exclude_types", value: '["4107"]' });
  });

  it("sets how often a stream is read", async () => {
    const { user, calls } = drawWizard(PATH, wizardAnswers([fresh]));
    await toggle("Sync Companies");
    const fold = screen.getByText("How often").closest("details") as HTMLDetailsElement;
    fold.open = true;
    const field = within(fold).getByRole<HTMLInputElement>("combobox", { name: "Tickets" });
    expect(field.value).toBe("Every 5 min (default)");
    await user.click(field);
    await user.click(await screen.findByRole("option", { name: "Every 30 min" }));
    await user.click(screen.getByRole("button", { name: "Save & Exit" }));
    await waitFor(() => expect(calls("set_settings")).toHaveLength(1));
    expect(calls("set_settings")[0]?.["changes"]).toContainEqual({ key: "every.tickets", value: "30" });
  });
});

describe("the counts", () => {
  beforeEach(() => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("are asked for once after a pause, and only the newest answer counts", async () => {
    const waiting: { changes: Change[]; answer: (kept: number) => void }[] = [];
    drawWizard(PATH, {
      ...wizardAnswers([fresh]),
      preview: (args) =>
        new Promise((resolve) => {
          waiting.push({ changes: args["changes"] as Change[], answer: (kept) => resolve(counts(kept)) });
        }),
    });
    const companies = await toggle("Sync Companies");
    const tickets = await toggle("Enable Ticket Sync");
    await waitFor(() => expect(waiting).toHaveLength(1));
    fireEvent.click(tickets);
    fireEvent.click(companies);
    fireEvent.click(companies);
    await vi.advanceTimersByTimeAsync(PREVIEW_DELAY_MS - 50);
    expect(waiting).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(100);
    await waitFor(() => expect(waiting).toHaveLength(2));
    expect(waiting[1]?.changes).toContainEqual({ key: "sync_tickets", value: "off" });
    waiting[1]?.answer(900);
    await waitFor(() => expect(screen.getAllByText("900 of 1,877 companies")).toHaveLength(2));
    waiting[0]?.answer(1);
    await vi.advanceTimersByTimeAsync(50);
    expect(screen.getAllByText("900 of 1,877 companies")).toHaveLength(2);
  });

  it("are not needed to go on", async () => {
    drawWizard(PATH, {
      ...wizardAnswers([fresh]),
      preview: () => {
        throw refusal({ say: "The vendor is down." });
      },
    });
    expect(await screen.findByText(/^The counts could not be asked for: The vendor is down\./)).toBeTruthy();
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Next" }).disabled).toBe(false);
  });
});

const stand = (over: Partial<SyncStand> = {}): SyncStand => ({
  connector: fernwood,
  settings: {},
  setup: null,
  report: null,
  draft: {},
  ...over,
});

describe("the settings", () => {
  it("sends nothing where nothing changed", () => {
    expect(allChanges(stand())).toEqual([]);
    expect(allChanges(stand({ settings: { queues: ["944", "910"] }, draft: { queues: ["910", "944"] } }))).toEqual([]);
  });

  it("stores a proposal that was turned down, so that it is not made again", () => {
    expect(countedChanges(stand({ setup: "sync", draft: { skip_inactive: false } }))).toEqual([
      { key: "skip_inactive", value: "off" },
    ]);
    expect(isEdited(stand({ setup: "sync" }))).toBe(false);
    expect(isEdited(stand({ setup: "sync", draft: { skip_inactive: false } }))).toBe(true);
  });

  it("takes a list and an interval back to their defaults with an empty value", () => {
    const settings = { queues: ["910"], "every.tickets": "30" };
    expect(allChanges(stand({ settings, draft: { queues: [], "every.tickets": "" } }))).toEqual([
      { key: "queues", value: "" },
      { key: "every.tickets", value: "" },
    ]);
  });

  it("switches a locked part off when it is saved", () => {
    const report = { checked_at: "2026-11-20T08:00:00Z", areas: areas("Granted", "Granted", "Not available") };
    expect(allChanges(stand({ report }))).toEqual([{ key: "sync_sales", value: "off" }]);
  });

  it("groups options by parent, each id once, and keeps a chosen one that is gone", () => {
    const choice = { parent_name: "Desk", parent: "1", active: true, closed: null, is_default: false };
    const options = optionsOf(
      [
        { ...choice, id: "5", name: "New" },
        { ...choice, id: "5", name: "New", parent: "2", parent_name: "Projects" },
        { ...choice, id: "6", name: "Old", active: false },
      ],
      ["9"],
    );
    expect(options).toEqual([
      { group: "Desk", items: [{ value: "5", label: "New" }, { value: "6", label: "Old (inactive)" }] },
      { group: "No longer there", items: [{ value: "9", label: "9 (no longer there)" }] },
    ]);
  });

  it("says nothing of a total that is kept whole", () => {
    const view = { stream: "tickets", label: "Tickets", total: 48210, kept: 48210, filters: [], problem: null };
    expect(streamWords(view)).toBe("48,210 tickets");
    expect(streamWords({ ...view, kept: null, total: null })).toBeUndefined();
  });
});
