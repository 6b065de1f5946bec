// The Integrations page: every state in words, what its buttons ask, and that what can be undone is undone.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";

import { pausedWords } from "../../frame/pause";
import { draw } from "../../test/draw";
import { anIntegration } from "../../test/integrations";
import { lastSyncOf } from "../card-words";
import { IntegrationsPage } from "../IntegrationsPage";
import { StreamsDrawer } from "../StreamsDrawer";
import { called, card, id, one, refusal } from "./drawn";

// Whole screens are drawn, on machines that do other things as well.
vi.setConfig({ testTimeout: 30_000 });

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
});

test("a sync that is not done again says so", async () => {
  one({}, { start_sync: () => ({ started: false }) });
  await userEvent.click((await card("Northwind PSA")).getByRole("button", { name: "Resync" }));
  expect(await screen.findByText("The same was done within the last two minutes, so it is not done again.")).toBeDefined();
});

const aStream = { stream: "tickets", label: "Service tickets", kind: "ticket" as const, on: true, live: 3, gone: 0, last_success_at: "2026-11-22T09:00:00Z", next_due_at: new Date(Date.now() + 720_000).toISOString(), failures: 0, shrink_hold: null };

test("a paused integration promises no time, not even in the drawer of its streams", async () => {
  draw(<StreamsDrawer integration={anIntegration({ state: "paused", streams: [aStream] })} opened onClose={() => undefined} />);
  const row = within(await screen.findByRole("row", { name: /Service tickets/ }));
  expect(row.getByRole("cell", { name: "paused" })).toBeDefined();
  expect(row.queryByText(/^in 1/)).toBeNull();
});

test("with everything paused, card and drawer say until when", async () => {
  const until = new Date(Date.now() + 3_600_000);
  const words = pausedWords(until, new Date());
  expect(words).toMatch(/^paused until .*\d\d:\d\d$/);
  one({ streams: [aStream], next_sync: until.toISOString() }, { paused_until: () => until.toISOString() });
  const shown = await card("Northwind PSA");
  expect(await shown.findByText(`P${words.slice(1)}. Resync still works.`)).toBeDefined();
  expect(shown.getByText(words)).toBeDefined();
  expect(shown.queryByText(/syncs on its schedule/)).toBeNull();
  draw(<StreamsDrawer integration={anIntegration({ streams: [aStream] })} opened onClose={() => undefined} />, {
    paused_until: () => until.toISOString(),
  });
  expect((await screen.findAllByRole("cell", { name: words })).length).toBe(1);
});

test("settings that were read later do not make the tickets look fresh", async () => {
  const settings = { ...aStream, stream: "boards", label: "Boards", kind: "reference" as const, last_success_at: "2026-11-22T10:00:00Z" };
  expect(lastSyncOf(anIntegration({ streams: [settings, aStream] }))).toEqual({ words: "Last sync", at: "2026-11-22T09:00:00Z" });
  one({ streams: [settings, { ...aStream, last_success_at: null }] });
  expect((await card("Northwind PSA")).getByText("Last sync (PSA data)")).toBeDefined();
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
  all[3] = anIntegration({ id: "D", name: "D", state: "stopped", next_due_at: soon });
  draw(<IntegrationsPage />, { integrations: () => all });
  const table = within(await screen.findByRole("table", { name: "Connected services" }));
  expect(table.getByRole("columnheader", { name: "Next Sync" })).toBeDefined();
  const row = (name: string) => within(table.getByRole("row", { name: new RegExp(`^${name} `) }));
  expect(row("A").getAllByText(/^in 1[01] min/).length).toBeGreaterThan(0);
  expect(row("B").getAllByText(/not scheduled/).length).toBeGreaterThan(0);
  expect(row("C").getAllByText(/paused/).length).toBeGreaterThan(0);
  expect(row("D").getAllByText(/not scheduled/).length).toBeGreaterThan(0);
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
