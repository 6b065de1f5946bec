// Activity as a person uses it: its tabs in the address, retry and dismiss, finding a record, one run.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";

import type { AppError } from "../../api";
import { mockAnswers, worlds } from "../../api/mock";
import { type Drawn, drawAt } from "../../test/draw";
import { anIntegration } from "../../test/integrations";

vi.mock("@tanstack/react-virtual", async (original) => {
  const { withSizes } = await import("../../grid/test/virtual-mock");
  return withSizes(original);
});

// Whole screens are drawn, on machines that do other things as well.
vi.setConfig({ testTimeout: 30_000 });

const lazily = { timeout: 10_000 };
const world = (name = "one") => mockAnswers(worlds[name]?.() ?? {});
const called = ({ program }: Drawn, command: string) =>
  program.calls.filter((call) => call.command === command).map(({ args }) => args);
const table = async (name: string) => within(await screen.findByRole("table", { name }, lazily));

test("tabs stand in the address and say how much waits", async () => {
  const { router } = await drawAt("/activity", world());
  const tabs = within(await screen.findByRole("tablist", {}, lazily));
  await waitFor(() => expect(tabs.getByRole("tab", { name: /Failed records/ }).textContent).toContain("3"));
  await userEvent.click(tabs.getByRole("tab", { name: /Broken references/ }));
  expect((await table("Broken references")).getAllByRole("row")).toHaveLength(4);
  expect(router.state.location.search).toMatchObject({ tab: "broken" });
});

test("runs are listed with the labels of their streams, and one opens", async () => {
  const { router } = await drawAt("/activity", world());
  await screen.findAllByRole("gridcell", { name: "Ticket statuses" }, lazily);
  await userEvent.click(screen.getAllByRole("gridcell", { name: "Ticket statuses" })[0] as HTMLElement);
  await waitFor(() => expect(router.state.location.pathname).toMatch(/^\/activity\/runs\/0190e000/));
});

test("an outcome narrows the list; without any match it says so and lets go", async () => {
  await drawAt("/activity?outcome=running&search=nothing", world());
  expect(await screen.findByText("No runs match", {}, lazily)).toBeDefined();
  await userEvent.click(screen.getByRole("button", { name: "Clear filters" }));
  await screen.findAllByRole("gridcell", { name: "Ticket statuses" });
});

test("a failed record is tried again or dismissed, and all are tried again", async () => {
  const drawn = await drawAt("/activity?tab=failed", world());
  const failed = await table("Failed records");
  await userEvent.click(await failed.findByRole("button", { name: "Retry Service tickets #48211" }));
  await waitFor(() => expect(called(drawn, "retry_failed_records")).toEqual([{ keys: [1] }]));
  expect(await screen.findByText("1 record failed again.")).toBeDefined();
  await userEvent.click(await failed.findByRole("button", { name: "Dismiss Service tickets #48211" }));
  await waitFor(() => expect(failed.queryByText("Service tickets #48211")).toBeNull());
  expect(called(drawn, "dismiss_failed_record")).toEqual([{ key: 1 }]);
  await userEvent.click(screen.getByRole("button", { name: "Retry all 2" }));
  await waitFor(() => expect(called(drawn, "retry_failed_records")).toEqual([{ keys: [1] }, { keys: [2, 3] }]));
});

test("a broken filter leads to the Sync step, a broken stage to Configure", async () => {
  await drawAt("/activity?tab=broken", world());
  const broken = await table("Broken references");
  await waitFor(() => expect(broken.getByRole("link", { name: /Take it out of the filter/ }).getAttribute("href")).toContain("/setup/sync"));
  expect(broken.getByRole("link", { name: /another status/ }).getAttribute("href")).toContain("/setup/configure");
});

test("a status that keeps its stage though it is no longer listed is no broken reference, and is told", async () => {
  await drawAt("/activity?tab=broken", {
    ...world("calm"),
    integrations: () => [anIntegration({ settings: { "stage.waiting": ["7", "8"] } })],
    unlisted_statuses: () => [
      { id: "7", name: "Parked (old)", parent: null, parent_name: null, tickets: 12 },
      { id: "9", name: "In no stage", parent: null, parent_name: null, tickets: 1 },
    ],
  });
  expect(
    await screen.findByText(/1 status is no longer listed, but tickets still have it, so it keeps its stage: Parked \(old\)\./, {}, lazily),
  ).toBeDefined();
  expect(screen.queryByText(/and stage and default|Every filter, stage and default/)).toBeNull();
  expect(screen.getByRole("link", { name: "Configure" }).getAttribute("href")).toContain("/setup/configure");
});

test("the audit is searched in, and shows from what to what", async () => {
  await drawAt("/activity?tab=audit", world());
  const audit = await table("Audit");
  expect(audit.getByText("Skip Inactive Companies: off → on")).toBeDefined();
  // Who and when as people say it, in the time of this computer.
  expect(audit.getAllByText("You").length).toBeGreaterThan(0);
  expect(audit.queryByText("window")).toBeNull();
  expect(audit.getAllByText(/^(today|yesterday) \d\d:\d\d/).length).toBeGreaterThan(0);
  await userEvent.type(screen.getByRole("searchbox", { name: "Search the audit" }), "lindqvist");
  expect(audit.getAllByRole("row")).toHaveLength(2);
});

test.each([
  ["changes", "No settings have changed"],
  ["broken", "No broken references"],
  ["failed", "No failed records"],
  ["audit", "Nothing was changed yet"],
])("an empty %s tab says what would be there", async (tab, title) => {
  await drawAt(`/activity?tab=${tab}`, world("calm"));
  expect(await screen.findByText(title, {}, lazily)).toBeDefined();
});

test("a tab that cannot be read says so and reads again", async () => {
  const why: AppError = { code: "database", who: "us", say: "The database could not be read.", hint: "Restart.", field: null, reference: null };
  let broken = true;
  await drawAt("/activity?tab=audit", {
    ...world(),
    audit: () => {
      if (broken) {
        throw why;
      }
      return [];
    },
  });
  expect(await screen.findByText("The database could not be read.", {}, lazily)).toBeDefined();
  broken = false;
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("Nothing was changed yet")).toBeDefined();
});

test("a record that is gone is found with the reason", async () => {
  await drawAt("/activity?tab=find&find=990002", world());
  const found = await table("Found records");
  expect(found.getByText("Gone")).toBeDefined();
  expect(screen.getByText("1 record for “990002”. It is gone.")).toBeDefined();
});

test("a record that a filter leaves out is not called gone", async () => {
  await drawAt("/activity?tab=find&find=990003", world());
  const found = await table("Found records");
  expect(found.queryByText("Gone")).toBeNull();
  expect(found.getByText("Left out")).toBeDefined();
  expect(found.getByText(/A filter of the Sync step leaves it out/)).toBeDefined();
  expect(screen.getByText("1 record for “990003”. It is left out.")).toBeDefined();
  expect(found.getByRole("link").getAttribute("href")).toContain("/companies?open=");
});

test("what is not found gets the honest list of reasons", async () => {
  const drawn = await drawAt("/activity?tab=find", world());
  await userEvent.type(await screen.findByRole("searchbox", { name: "Name, number or id" }, lazily), "nobody knows this");
  expect(await screen.findByText("Nothing that Patchbay ever read matches “nobody knows this”.")).toBeDefined();
  const why = within(screen.getByRole("region", { name: "Why it may be missing" }));
  expect(await why.findByRole("link", { name: "Look at the permissions: Acme PSA" })).toBeDefined();
  expect(why.getByText(/newer than the last read/)).toBeDefined();
  expect(drawn.router.state.location.search).toMatchObject({ tab: "find", find: "nobody knows this" });
});

test("a run says step by step what it did, and what could not be read", async () => {
  await drawAt("/activity/runs/0190e000-0000-7000-8000-000000000002", world());
  expect(await screen.findByRole("heading", { level: 1, name: "Acme PSA: Members" }, lazily)).toBeDefined();
  const went = within(screen.getByRole("region", { name: "How it went" }));
  expect(went.getByText("Started by: You")).toBeDefined();
  expect(went.getByText("2 records could not be read")).toBeDefined();
  expect(went.getByText("Done with issues")).toBeDefined();
  expect((await table("Failed records")).getAllByRole("row").length).toBeGreaterThan(1);
});

test("a run that there is not says so", async () => {
  await drawAt("/activity/runs/none", world());
  expect(await screen.findByText("There is no such run.", {}, lazily)).toBeDefined();
});
