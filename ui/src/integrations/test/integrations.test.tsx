// The Integrations page: every state in words, what its buttons ask, and that what can be undone is undone.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";

import type { AppError } from "../../api";
import type { MockAnswer } from "../../api/transport/mock";
import { progressStore } from "../../frame/live";
import { draw, type Drawn, drawAt } from "../../test/draw";
import { anIntegration } from "../../test/integrations";
import { IntegrationsPage } from "../IntegrationsPage";

// Whole screens are drawn, on machines that do other things as well.
vi.setConfig({ testTimeout: 30_000 });

const id = anIntegration().id;
const refusal: AppError = { code: "vault", who: "you", say: "The keyring is locked.", hint: "Unlock it.", field: null, reference: null };

const called = (drawn: Drawn, command: string) =>
  drawn.program.calls.filter((call) => call.command === command).map(({ args }) => args);

async function card(name: string) {
  return within(await screen.findByRole("article", { name }));
}

const one = (differently: Parameters<typeof anIntegration>[0] = {}, more: Record<string, MockAnswer> = {}) =>
  draw(<IntegrationsPage />, { integrations: () => [anIntegration(differently)], ...more });

test.each([
  ["connected", "Connected", /syncs on its schedule/],
  ["error", "Error", /last sync failed/],
  ["stopped", "Stopped", /Nothing is synced any more/],
  ["disconnected", "Disconnected", /credentials are missing or were refused/],
  ["paused", "Paused", /Nothing is synced by itself/],
  ["not_set_up", "Not set up", /set-up is not finished/],
] as const)("a card says %s in words", async (state, word, reason) => {
  one({ state });
  const shown = await card("Northwind PSA");
  expect(shown.getByText(word)).toBeDefined();
  expect(shown.getByText(reason)).toBeDefined();
});

test("the program's own reason is shown as it is", async () => {
  one({ state: "error", reason: "The vendor answered 503." });
  expect((await card("Northwind PSA")).getByText("The vendor answered 503.")).toBeDefined();
});

test("a connected integration with a failing stream names it", async () => {
  const stream = { stream: "contacts", label: "Contacts", kind: "person" as const, on: true, live: 3, gone: 0, last_success_at: null, next_due_at: null, failures: 2, shrink_hold: null };
  one({ streams: [stream] });
  expect((await card("Northwind PSA")).getByText("Not read last time: Contacts.")).toBeDefined();
});

test("without any integration the page leads to the start", async () => {
  draw(<IntegrationsPage />, { integrations: () => [] });
  expect((await screen.findByRole("link", { name: "Start here" })).getAttribute("href")).toContain("/welcome");
  expect(screen.queryByRole("button", { name: "Sync everything" })).toBeNull();
});

test("an error says what to do and asks again", async () => {
  let broken = true;
  draw(<IntegrationsPage />, {
    integrations: () => {
      if (broken) {
        throw refusal;
      }
      return [anIntegration()];
    },
  });
  expect(await screen.findByText("The keyring is locked.")).toBeDefined();
  broken = false;
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("article", { name: "Northwind PSA" })).toBeDefined();
});

test("Resync reads everything, Sync PSA Data the settings only", async () => {
  const drawn = one({}, { start_sync: () => ({ started: true }) });
  const shown = await card("Northwind PSA");
  await userEvent.click(shown.getByRole("button", { name: "Resync" }));
  await userEvent.click(shown.getByRole("button", { name: "Sync PSA Data" }));
  expect(called(drawn, "start_sync")).toEqual([
    { integration: id, what: "everything", fromWizard: false },
    { integration: id, what: "reference", fromWizard: false },
  ]);
  expect(await screen.findByText("PSA data sync started")).toBeDefined();
});

test("only a PSA has Sync PSA Data, and nothing syncs before the set-up is complete", async () => {
  const drawn = draw(<IntegrationsPage />, {
    integrations: () => [
      anIntegration({ category: "RMM" }),
      anIntegration({ id: "two", name: "New", setup: "sync", state: "not_set_up" }),
    ],
  });
  const rmm = await card("Northwind PSA");
  expect(rmm.getByRole("button", { name: "Resync" })).toBeDefined();
  expect(rmm.queryByRole("button", { name: "Sync PSA Data" })).toBeNull();
  const fresh = await card("New");
  expect(fresh.queryByRole("button", { name: "Resync" })).toBeNull();
  expect(fresh.getByRole("link", { name: "Go on with the set-up" }).getAttribute("href")).toContain("/two/setup/sync");
  expect(drawn.program.calls.some(({ command }) => command === "start_sync")).toBe(false);
});

test("the first sync says that it runs and can be cancelled, though the set-up is not complete", async () => {
  const drawn = one({ syncing: true, setup: "configure", state: "not_set_up" }, { cancel_sync: () => true });
  const shown = await card("Northwind PSA");
  expect(shown.getByText("A sync is running.")).toBeDefined();
  expect(shown.queryByText(/so nothing is synced/)).toBeNull();
  expect(shown.getByRole("link", { name: "Go on with the set-up" })).toBeDefined();
  await userEvent.click(shown.getByRole("button", { name: "Cancel the sync" }));
  expect(called(drawn, "cancel_sync")).toEqual([{ integration: id }]);
});

test("a syncing card still says how fresh it is and what it holds", async () => {
  const stream = { stream: "contacts", label: "Contacts", kind: "person" as const, on: true, live: 8410, gone: 0, last_success_at: null, next_due_at: null, failures: 0, shrink_hold: null };
  one({ syncing: true, streams: [stream] });
  const shown = await card("Northwind PSA");
  expect(shown.getByText("Last sync")).toBeDefined();
  expect(shown.getByText("8,410 people")).toBeDefined();
  // When the next one comes is known when this one is over.
  expect(shown.queryByText("Next sync")).toBeNull();
});

test("a running sync can be cancelled", async () => {
  const drawn = one({ syncing: true }, { cancel_sync: () => true });
  const shown = await card("Northwind PSA");
  expect(shown.queryByRole("button", { name: "Resync" })).toBeNull();
  await userEvent.click(shown.getByRole("button", { name: "Cancel the sync" }));
  expect(called(drawn, "cancel_sync")).toEqual([{ integration: id }]);
  expect(await screen.findByText(/was cancelled/)).toBeDefined();
});

test("Rename asks for a nickname, and Undo gives the old one back", async () => {
  const drawn = one({}, { set_settings: () => anIntegration() });
  await userEvent.click((await card("Northwind PSA")).getByRole("button", { name: "More for Northwind PSA" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Rename" }));
  const field = await screen.findByRole("textbox", { name: "Nickname" });
  await userEvent.clear(field);
  await userEvent.type(field, "Head office{Enter}");
  await userEvent.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(() =>
    expect(called(drawn, "set_settings")).toEqual([
      { integration: id, changes: [{ key: "name", value: "Head office" }] },
      { integration: id, changes: [{ key: "name", value: "Northwind PSA" }] },
    ]),
  );
});

test("an empty nickname is the vendor's own name", async () => {
  const drawn = one({}, { set_settings: () => anIntegration() });
  await userEvent.click((await card("Northwind PSA")).getByRole("button", { name: "More for Northwind PSA" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Rename" }));
  const field = await screen.findByRole("textbox", { name: "Nickname" });
  await userEvent.clear(field);
  await userEvent.type(field, "{Enter}");
  await waitFor(() =>
    expect(called(drawn, "set_settings")).toEqual([
      { integration: id, changes: [{ key: "name", value: anIntegration().connector_name }] },
    ]),
  );
});

test("Pause can be undone", async () => {
  const drawn = one({}, { set_paused: () => anIntegration({ state: "paused" }) });
  await userEvent.click((await card("Northwind PSA")).getByRole("button", { name: "More for Northwind PSA" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Pause" }));
  await userEvent.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(() =>
    expect(called(drawn, "set_paused")).toEqual([
      { integration: id, paused: true },
      { integration: id, paused: false },
    ]),
  );
});

const askToDisconnect = async () => {
  await userEvent.click((await card("Northwind PSA")).getByRole("button", { name: "More for Northwind PSA" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Disconnect" }));
  return within(await screen.findByRole("dialog", { name: "Disconnect “Northwind PSA”?" }));
};

test("Disconnect says what happens, does nothing on Cancel, and shows a refusal", async () => {
  let refuses = true;
  const drawn = one({}, {
    remove_integration: () => {
      if (refuses) {
        throw refusal;
      }
      return anIntegration();
    },
  });
  const first = await askToDisconnect();
  expect(first.getByText(/stays valid at the vendor until you revoke it there/)).toBeDefined();
  await userEvent.click(first.getByRole("button", { name: "Cancel" }));
  expect(called(drawn, "remove_integration")).toEqual([]);
  const second = await askToDisconnect();
  await userEvent.click(second.getByRole("button", { name: "Disconnect" }));
  expect(await second.findByText("The keyring is locked.")).toBeDefined();
  refuses = false;
  await userEvent.click(second.getByRole("button", { name: "Disconnect" }));
  expect(await screen.findByText("“Northwind PSA” was disconnected.")).toBeDefined();
});

test("a suspicious shrink waits for a yes, and asks before it takes it", async () => {
  const stream = { stream: "contacts", label: "Contacts", kind: "person" as const, on: true, live: 8410, gone: 0, last_success_at: null, next_due_at: null, failures: 1, shrink_hold: [8410, 6022] as [number, number] };
  const drawn = one({ streams: [stream] }, { accept_shrink: () => ({ started: true }) });
  const shown = await card("Northwind PSA");
  expect(shown.getByText(/did not bring 6,022 of 8,410/)).toBeDefined();
  await userEvent.click(shown.getByRole("button", { name: "They are gone: mark them" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Mark 6,022 as gone?" }));
  expect(called(drawn, "accept_shrink")).toEqual([]);
  await userEvent.click(dialog.getByRole("button", { name: "Mark them as gone" }));
  await waitFor(() => expect(called(drawn, "accept_shrink")).toEqual([{ integration: id, stream: "contacts" }]));
});

test("more than eight are a table with the same actions, named for their row", async () => {
  const names = ["A", "B", "C", "D", "E", "F", "G", "H", "I"];
  draw(<IntegrationsPage />, { integrations: () => names.map((name) => anIntegration({ id: name, name })) });
  const table = within(await screen.findByRole("table", { name: "Connected services" }));
  expect(table.getAllByRole("row")).toHaveLength(10);
  expect(table.getByRole("button", { name: "Resync C" })).toBeDefined();
  expect(table.getByRole("button", { name: "Sync PSA Data of C" })).toBeDefined();
  await userEvent.type(screen.getByRole("textbox", { name: "Search integrations" }), "nothing like it");
  expect(await screen.findByText("No integration matches")).toBeDefined();
  await userEvent.click(screen.getByRole("button", { name: "Clear filters" }));
  expect(await screen.findByRole("table", { name: "Connected services" })).toBeDefined();
});

test("the table says when each is synced next, and that what is not set up is not", async () => {
  const names = ["A", "B", "C", "D", "E", "F", "G", "H", "I"];
  const soon = new Date(Date.now() + 660_000).toISOString();
  const all = names.map((name) => anIntegration({ id: name, name, next_due_at: soon }));
  all[1] = anIntegration({ id: "B", name: "B", state: "not_set_up", setup: "sync", next_due_at: null });
  all[2] = anIntegration({ id: "C", name: "C", state: "paused", next_due_at: soon });
  draw(<IntegrationsPage />, { integrations: () => all });
  const table = within(await screen.findByRole("table", { name: "Connected services" }));
  expect(table.getByRole("columnheader", { name: "Next Sync" })).toBeDefined();
  const row = (name: string) => within(table.getByRole("row", { name: new RegExp(`^${name} `) }));
  expect(row("A").getAllByText(/^in 1[01] min/).length).toBeGreaterThan(0);
  expect(row("B").getAllByText(/not scheduled/).length).toBeGreaterThan(0);
  expect(row("C").getAllByText(/not scheduled/).length).toBeGreaterThan(0);
  expect(row("B").getByRole("link", { name: /Go on with the set-up of B/ }).textContent).toBe("Go on with the set-up");
});

test("keys that expire soon are marked, and those that have expired more so", async () => {
  const { rerender } = one({ credentials_expire_on: "2027-01-10", credentials_expire_in: 12 });
  expect((await card("Northwind PSA")).getByText("in 12 days, on 10 January 2027")).toBeDefined();
  rerender(<></>);
  one({ credentials_expire_on: "2026-11-20", credentials_expire_in: -3 });
  expect((await card("Northwind PSA")).getByText("expired 3 days ago, on 20 November 2026")).toBeDefined();
});

test("what the schedule itself says comes before the streams", async () => {
  const soon = new Date(Date.now() + 660_000).toISOString();
  one({ next_due_at: soon, next_sync: null });
  expect((await card("Northwind PSA")).getByText("not scheduled")).toBeDefined();
});

test("what is overdue is synced as soon as it can", async () => {
  one({ next_due_at: "2026-01-01T00:00:00Z" });
  expect((await card("Northwind PSA")).getByText("as soon as it can")).toBeDefined();
});

const named = (name: string) => ({ id: name, connector: "northwind", name });
const not = (name: string, code: string, say = "") => ({ integration: named(name), why: { ...refusal, code, say, hint: "" } });

test("Sync everything says which were started, and what helps those that were not", async () => {
  const started = {
    began: [named("A"), named("B")],
    refused: [not("C", "needs_credentials"), not("D", "not_set_up"), not("E", "paused"), not("F", "vault", "The keyring is locked.")],
  };
  draw(<IntegrationsPage />, {
    integrations: () => ["A", "B", "C", "D"].map((name) => anIntegration({ id: name, name, setup: name === "D" ? "sync" : null })),
    sync_everything: () => started,
  });
  await userEvent.click(await screen.findByRole("button", { name: "Sync everything" }));
  const notice = (await screen.findByText("Syncing 2 of 6")).closest<HTMLElement>('[role="alert"]');
  const told = within(notice as HTMLElement);
  expect(told.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
    "C was not started: its keys are missing or were refused. Replace credentials",
    "D was not started: its set-up is not finished. Go on with the set-up",
    "E was not started: it is paused. ",
    "F was not started: The keyring is locked. ",
  ]);
  expect(told.getByRole("link", { name: "Replace credentials" }).getAttribute("href")).toContain("/C/setup/connect");
  expect(told.getByRole("link", { name: "Go on with the set-up" }).getAttribute("href")).toContain("/D/setup/sync");
  await userEvent.click(told.getByRole("button", { name: "Dismiss" }));
  expect(screen.queryByText("Syncing 2 of 6")).toBeNull();
});

test("Sync everything tells in passing what nobody has to mend", async () => {
  one({}, { sync_everything: () => ({ began: [named("A")], refused: [not("B", "paused"), not("C", "syncing")] }) });
  await userEvent.click(await screen.findByRole("button", { name: "Sync everything" }));
  expect(
    await screen.findByText("Syncing 1 of 3. B was not started: it is paused. C was not started: it is syncing already."),
  ).toBeDefined();
});

test("a running sync stands where the next one stood, and its reason to wait is told whole", async () => {
  const progress = { run: "r", integration: id, stream: "contacts", mode: "full" as const, read: 12_000, about: 48_000, per_second: 310, waiting_ms: 12_000 };
  progressStore.put(progress);
  progressStore.put({ ...progress, run: "s", stream: "tickets" });
  one({ syncing: true });
  const shown = await card("Northwind PSA");
  expect(shown.getByText("Now")).toBeDefined();
  const line = await shown.findByText("contacts 12,000 of about 48,000 · 310/s · waiting 12 s for the rate limit · and 1 more");
  expect(within(shown.getByRole("list", { name: "Running" })).getAllByRole("listitem")).toHaveLength(1);
  expect(line.closest("dd")?.className).toContain("now");
  // A number and its unit are not torn apart where the line breaks.
  expect(line.textContent).toContain("waiting 12\u00a0s for");
  progressStore.clear(id);
});

test("a card does not say that all is in step before the set-up is finished and something was read", async () => {
  const { rerender } = one({ setup: "import" });
  expect((await card("Northwind PSA")).getByText("Its set-up is not finished, so nothing is synced by itself.")).toBeDefined();
  rerender(<></>);
  one({ last_success_at: null });
  expect((await card("Northwind PSA")).getByText("Nothing has been read yet.")).toBeDefined();
});

test("a right that came or went is told on the card, and where to look", async () => {
  const { rerender } = one({ rights_change: { lost: ["Projects"], won: ["Invoices"], switched_off: ["Enable Project Sync"] } });
  const shown = await card("Northwind PSA");
  expect(shown.getByText("A right was taken away")).toBeDefined();
  expect(
    shown.getByText("Not permitted any more: Projects. Switched off: Enable Project Sync. Permitted now: Invoices."),
  ).toBeDefined();
  const link = shown.getByRole("link", { name: "Look at the permissions of Northwind PSA" });
  expect(link.getAttribute("href")).toContain("/setup/permissions");
  rerender(<></>);
  one({ rights_change: { lost: [], won: ["Invoices"], switched_off: [] } });
  expect((await card("Northwind PSA")).getByText("More may be read than before")).toBeDefined();
});

test("everything can be paused for an hour, with Undo", async () => {
  const drawn = one({}, { pause_everything: ({ minutes }) => (minutes === null ? null : "2026-11-22T11:00:00Z") });
  await userEvent.click(await screen.findByRole("button", { name: "Pause for an hour" }));
  await userEvent.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(() => expect(called(drawn, "pause_everything")).toEqual([{ minutes: 60 }, { minutes: null }]));
});

test("the catalogue leads to each tool, and to the sandbox where it plays it", async () => {
  const { mockConnectors } = await import("../../api/mock");
  await drawAt("/integrations/add", { connectors: () => mockConnectors, integrations: () => [anIntegration({ connector: "acme" })] });
  const acme = within(await screen.findByRole("article", { name: "Acme PSA" }));
  expect(acme.getByRole("link", { name: "Connect another Acme PSA" }).getAttribute("href")).toContain("/connect/acme");
  expect(acme.getByRole("link", { name: "Try in the sandbox: Acme PSA" }).getAttribute("href")).toContain("sandbox=true");
  const other = within(screen.getByRole("article", { name: "Borealis Desk" }));
  expect(other.queryByRole("link", { name: /sandbox/ })).toBeNull();
  await userEvent.type(screen.getByRole("textbox", { name: "Search the catalogue" }), "technicians");
  expect(screen.queryByRole("article", { name: "Acme PSA" })).toBeNull();
  expect(screen.getByRole("article", { name: "Borealis Desk" })).toBeDefined();
});

test("the card that a notification leads to comes into view", async () => {
  const scrolled: unknown[] = [];
  vi.spyOn(Element.prototype, "scrollIntoView").mockImplementation(function (this: Element) {
    scrolled.push(this.getAttribute("aria-label"));
  });
  const other = { ...anIntegration({ name: "Southwind PSA" }), id: "0190e000-0000-7000-8000-00000000cafe" };
  await drawAt(`/integrations?of=${other.id}`, { integrations: () => [anIntegration(), other] });
  await screen.findByRole("article", { name: "Southwind PSA" }, { timeout: 10_000 });
  expect(scrolled).toEqual(["Southwind PSA"]);
});
