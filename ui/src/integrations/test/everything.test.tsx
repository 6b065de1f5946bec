// The Integrations page: what is synced together, what runs, and what is told about it.
import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";

import { progressStore } from "../../frame/live";
import { draw, drawAt } from "../../test/draw";
import { anIntegration } from "../../test/integrations";
import { IntegrationsPage } from "../IntegrationsPage";
import { called, card, id, one, refusal } from "./drawn";

// Whole screens are drawn, on machines that do other things as well.
vi.setConfig({ testTimeout: 30_000 });

const named = (name: string) => ({ id: name, connector: "northwind", name });
const not = (name: string, code: string, say = "") => ({ integration: named(name), why: { ...refusal, code, say, hint: "" } });

test("Sync everything says which were started, and what helps those that were not", async () => {
  let runs = false;
  const started = {
    began: [named("A"), named("B")],
    refused: [not("C", "needs_credentials"), not("D", "not_set_up"), not("E", "paused"), not("F", "vault", "The keyring is locked.")],
  };
  const drawn = draw(<IntegrationsPage />, {
    integrations: () =>
      ["A", "B", "C", "D"].map((name) =>
        anIntegration({ id: name, name, setup: name === "D" ? "sync" : null, syncing: runs && (name === "A" || name === "B") }),
      ),
    sync_everything: () => {
      runs = true;
      return started;
    },
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
  // When the last has ended, only what was refused is left to say.
  runs = false;
  await act(() => drawn.queryClient.invalidateQueries({ queryKey: ["integrations"] }));
  expect(await screen.findByText("4 of 6 were not started")).toBeDefined();
  expect(screen.queryByText("Syncing 2 of 6")).toBeNull();
  await userEvent.click(told.getByRole("button", { name: "Dismiss" }));
  expect(screen.queryByText("4 of 6 were not started")).toBeNull();
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

test("Configure leads to the step of that name, but to the keys where those are refused", async () => {
  const first = one();
  const there = await card("Northwind PSA");
  expect(there.getByRole("link", { name: "Configure" }).getAttribute("href")).toContain("/setup/configure");
  first.unmount();
  one({ state: "disconnected" });
  const refused = await card("Northwind PSA");
  expect(refused.getByRole("link", { name: "Configure" }).getAttribute("href")).toContain("/setup/connect");
});
