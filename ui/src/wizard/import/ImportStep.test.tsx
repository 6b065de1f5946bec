// The Import step: ticking, searching, linking, the role, what came of it, and the way back.
import { act, screen, waitFor, within } from "@testing-library/react";
import { notificationsStore } from "@mantine/notifications";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";

import type { ImportCandidate, ImportOrder, ImportQuery } from "../../api";
import { progressStore } from "../../frame/live";
import { drawStep, refusal } from "../configure/testing";
import { ImportStep } from "./ImportStep";

// Looking elements up by their role is slow in a made-up page.
vi.setConfig({ testTimeout: 30_000 });

beforeEach(() => {
  // The made-up page has no layout; the list draws what fits into its height.
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(480);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(640);
});

function candidate(id: string, name: string, more: Partial<ImportCandidate> = {}): ImportCandidate {
  return {
    vendor_id: id,
    name,
    detail: `${id}@example.com`,
    email: `${id}@example.com`,
    active: true,
    linked: null,
    suggestion: null,
    obstacle: "",
    ...more,
  };
}

const people = [
  candidate("p1", "Ada"),
  candidate("p2", "Brook", { suggestion: { id: "u2", name: "Brook Ours", reason: "Same e-mail address", linked: [] } }),
  candidate("p3", "Cleo", { linked: { id: "u3", name: "Cleo Ours" } }),
  candidate("p4", "Dana", { obstacle: "No e-mail address", email: null, detail: "" }),
];

/** The program answers no more rows at once, whatever is asked for. */
const LONGEST_PAGE = 500;

/** Answers pages as the program does. */
function pages(all: readonly ImportCandidate[]) {
  return ({ query }: Record<string, unknown>) => {
    const { text, only_unlinked, offset, limit } = query as ImportQuery;
    const found = all.filter(
      (row) =>
        `${row.name} ${row.detail}`.toLowerCase().includes(text.toLowerCase()) &&
        (!only_unlinked || row.linked === null),
    );
    return {
      total: found.length,
      linked: found.filter((row) => row.linked !== null).length,
      rows: found.slice(offset, offset + Math.min(limit, LONGEST_PAGE)),
    };
  };
}

/** Imports as the program does: what is linked is linked, "Ada" fails. */
function imported({ order }: Record<string, unknown>) {
  const rows = (order as ImportOrder).rows.map(({ vendor_id, link_to }) => ({
    vendor_id,
    name: vendor_id,
    result: vendor_id === "p1" ? "failed" : link_to === null ? "created" : "linked",
    say: vendor_id === "p1" ? "The address is in use." : "",
  }));
  return { operation: "op-7", rows };
}

const answers = { import_candidates: pages(people), import_records: imported };

const box = (name: string) => screen.getByLabelText<HTMLInputElement>(`Import ${name}`);

async function switchOn() {
  const user = userEvent.setup();
  await user.click(await screen.findByLabelText("Import Users Now"));
  await screen.findByText("Ada");
  return user;
}

function orders(drawn: ReturnType<typeof drawStep>): ImportOrder[] {
  return drawn.calls("import_records").map((args) => args["order"] as ImportOrder);
}

test("off means skipped: nothing is asked for, and leaving imports nothing", async () => {
  const drawn = drawStep(ImportStep, answers);
  expect(await screen.findByRole("tab", { name: "Users (Members)" })).toBeDefined();
  expect(screen.getByRole("tab", { name: "Companies" })).toBeDefined();
  expect(await drawn.stand()?.commit()).toBe(true);
  expect(drawn.program.calls).toEqual([]);
});

test("only what the connector offers has a tab", async () => {
  drawStep(ImportStep, answers, {
    connector: { imports: { staff: null, contacts: "contacts", companies: "companies" } },
  });
  expect(await screen.findAllByRole("tab")).toHaveLength(1);
});

test("rows that are linked or in whose way something stands cannot be ticked, and say why", async () => {
  drawStep(ImportStep, answers);
  await switchOn();
  expect(box("Ada").disabled).toBe(false);
  expect(box("Cleo").disabled).toBe(true);
  expect(box("Dana").disabled).toBe(true);
  expect(screen.getByText("Linked to Cleo Ours")).toBeDefined();
  expect(screen.getByText("No e-mail address")).toBeDefined();
  expect(screen.getByText("4 in all, 1 linked")).toBeDefined();
});

test("Quick Match proposes, and ticks what is selected; a row is linked by hand; the role is remembered", async () => {
  const ours = [{ id: "u9", name: "Ada Ours", detail: "ada@example.com", linked: [] }];
  const drawn = drawStep(ImportStep, { ...answers, own_choices: () => ({ total: 1, rows: ours }) });
  const user = await switchOn();
  await user.click(screen.getByRole("button", { name: "Quick Match" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Quick Match" }));
  expect(await dialog.findByText("Same e-mail address")).toBeDefined();
  expect(box("Brook").checked).toBe(false);
  await user.click(dialog.getByRole("button", { name: "Select this match" }));
  expect(await screen.findByText("Link to Brook Ours")).toBeDefined();
  expect(box("Brook").checked).toBe(true);
  await user.click(screen.getByRole("button", { name: "Ada: Create new. Change" }));
  await user.click(await screen.findByRole("option", { name: "Ada Ours · ada@example.com" }));
  await user.click(screen.getByLabelText("Role for imported users", { selector: "input" }));
  await user.click(await screen.findByRole("option", { name: "Viewer" }));
  await user.click(screen.getByRole("button", { name: "Import 2 users" }));
  await waitFor(() => expect(orders(drawn)).toHaveLength(1));
  expect(orders(drawn)[0]).toEqual({
    what: "staff",
    role: "viewer",
    rows: [
      { vendor_id: "p2", link_to: "u2" },
      { vendor_id: "p1", link_to: "u9" },
    ],
  });
  drawn.unmount();
  drawStep(ImportStep, answers);
  await switchOn();
  expect(screen.getByLabelText<HTMLInputElement>("Role for imported users", { selector: "input" }).value).toBe("Viewer");
});

test("the result says how each row went, and Undo takes the import back", async () => {
  const drawn = drawStep(ImportStep, {
    ...answers,
    undo_import: () => ({ removed: 1, kept: ["Brook was changed since."] }),
  });
  const user = await switchOn();
  await user.click(screen.getByLabelText("Import Ada"));
  await user.click(screen.getByLabelText("Import Brook"));
  await user.click(screen.getByRole("button", { name: "Import 2 users" }));
  const list = await screen.findByRole("list", { name: "Result of each row" });
  // What failed is shown first, alone.
  expect(within(list).getAllByRole("listitem")).toHaveLength(1);
  expect(list.textContent).toContain("The address is in use.");
  expect(screen.getAllByText("1 user imported, 1 failed.").length).toBeGreaterThan(0);
  const [panelUndo] = screen.getAllByRole("button", { name: "Undo" });
  await user.click(panelUndo as HTMLElement);
  expect(await screen.findByText("Undone: 1 change was taken back.")).toBeDefined();
  // Neither the panel nor the toast goes on telling of a success, or offering to take it back.
  expect(screen.getByText("The import was taken back in part.")).toBeDefined();
  await waitFor(() => expect(screen.queryByText("1 user imported, 1 failed.")).toBeNull());
  expect(screen.queryByRole("button", { name: "Undo" })).toBeNull();
  expect(screen.getByText("Brook was changed since.")).toBeDefined();
  expect(drawn.calls("undo_import")).toEqual([{ operation: "op-7" }]);
  expect(screen.getByRole("button", { name: "Import 0 users" })).toBeDefined();
});

test("all that match a search are gathered page by page and ticked, less what was unticked since", async () => {
  const many = Array.from({ length: 2300 }, (_, index) => candidate(`m${index}`, index % 2 === 0 ? `Even ${index}` : `Odd ${index}`));
  const drawn = drawStep(ImportStep, { ...answers, import_candidates: pages(many) });
  const user = userEvent.setup();
  await user.click(await screen.findByLabelText("Import Users Now"));
  await user.type(await screen.findByLabelText("Search members"), "even");
  expect(await screen.findByText("1,150 in all, 0 linked")).toBeDefined();
  // Typing is one search, not one for each letter.
  const texts = new Set(drawn.calls("import_candidates").map((args) => (args["query"] as ImportQuery).text));
  expect([...texts]).toEqual(["", "even"]);
  await user.click(screen.getByLabelText("Tick all that match “even”"));
  await screen.findByRole("button", { name: "Import 1,150 users" }, { timeout: 10_000 });
  await user.click(screen.getByLabelText("Import Even 2"));
  expect(screen.getByRole("button", { name: "Import 1,149 users" })).toBeDefined();
  await act(async () => {
    expect(await drawn.stand()?.commit()).toBe(true);
  });
  const [order] = orders(drawn);
  expect(order?.rows).toHaveLength(1149);
  expect(order?.rows.some((row) => row.vendor_id === "m2")).toBe(false);
  expect(order?.rows.every((row) => row.link_to === null)).toBe(true);
});

test("Quick Match reaches every row of a long list, whatever the program answers at once", async () => {
  const long = Array.from({ length: 1200 }, (_, index) => {
    const name = `Row ${index}`;
    return candidate(`r${index}`, index === 0 ? "Ada" : name, { suggestion: { id: `u${index}`, name, reason: "Same e-mail address", linked: [] } });
  });
  const drawn = drawStep(ImportStep, { ...answers, import_candidates: pages(long) });
  const user = await switchOn();
  await user.click(screen.getByRole("button", { name: "Quick Match" }));
  await user.click(await screen.findByRole("button", { name: "Select these 1,200 matches" }, { timeout: 10_000 }));
  await screen.findByRole("button", { name: "Import 1,200 users" }, { timeout: 10_000 });
  const asked = drawn.calls("import_candidates").map((args) => args["query"] as ImportQuery);
  expect(asked.filter(({ only_unlinked }) => only_unlinked).map(({ offset }) => offset)).toEqual([0, 500, 1000]);
});

test("Complete Setup imports what is ticked; a row that failed stops it once, Save & Exit imports nothing", async () => {
  const drawn = drawStep(ImportStep, answers);
  const user = await switchOn();
  await user.click(screen.getByLabelText("Import Ada"));
  expect(drawn.stand()?.unsaved).toBe("step");
  expect(await drawn.stand()?.commit("exit")).toBe(true);
  expect(orders(drawn)).toEqual([]);
  await act(async () => {
    expect(await drawn.stand()?.commit("next")).toBe(false);
  });
  expect(orders(drawn)).toHaveLength(1);
  expect(await screen.findByText("The address is in use.")).toBeDefined();
  expect(await drawn.stand()?.commit("next")).toBe(true);
  expect(orders(drawn)).toHaveLength(1);
});

test("an import that fails as a whole says why and keeps the ticks", async () => {
  const drawn = drawStep(ImportStep, {
    ...answers,
    import_records: () => {
      // The carrier rejects with the command's error, as the desktop program does.
      // oxlint-disable-next-line typescript/only-throw-error
      throw refusal;
    },
  });
  const user = await switchOn();
  await user.click(screen.getByLabelText("Import Ada"));
  await user.click(screen.getByRole("button", { name: "Import 1 user" }));
  expect((await screen.findByRole("alert")).textContent).toContain(refusal.say);
  expect(screen.getByLabelText<HTMLInputElement>("Import Ada").checked).toBe(true);
  expect(drawn.stand()?.busy).toBe(false);
});

test("nothing was read yet: says that the sync runs, and how far it is", async () => {
  drawStep(ImportStep, { ...answers, import_candidates: pages([]) }, { integration: { syncing: true } });
  const user = userEvent.setup();
  await user.click(await screen.findByLabelText("Import Users Now"));
  expect(await screen.findByText("Nothing was read yet: the sync is still running")).toBeDefined();
  act(() =>
    progressStore.put({
      run: "r1",
      integration: "one",
      stream: "members",
      mode: "full",
      read: 1200,
      about: 4000,
      per_second: 300,
      waiting_ms: null,
    }),
  );
  expect(await screen.findByText("Members 1,200 of about 4,000 · 300/s")).toBeDefined();
});

test("the arrows go from row to row", async () => {
  drawStep(ImportStep, answers);
  const user = await switchOn();
  screen.getByLabelText("Import Ada").focus();
  await user.keyboard("{ArrowDown}");
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Import Brook")));
  await user.keyboard(" ");
  expect(screen.getByRole("button", { name: "Import 1 user" })).toBeDefined();
});

test("the offer to take ticks back goes with the import, and with the step", async () => {
  const drawn = drawStep(ImportStep, answers);
  const user = await switchOn();
  const match = async () => {
    await user.click(screen.getByRole("button", { name: "Quick Match" }));
    await user.click(await screen.findByRole("button", { name: "Select this match" }));
    await screen.findByText(/1 row is ticked and linked/);
  };
  await match();
  await user.click(screen.getByRole("button", { name: "Import 1 user" }));
  await screen.findByRole("list", { name: "Result of each row" });
  await waitFor(() => expect(screen.queryByText(/1 row is ticked and linked/)).toBeNull());
  await match();
  drawn.unmount();
  const still = [...notificationsStore.getState().notifications, ...notificationsStore.getState().queue];
  expect(still.filter(({ message }) => typeof message !== "string")).toHaveLength(1);
});

test("Quick Match that finds nothing says so, and is no success", async () => {
  drawStep(ImportStep, { ...answers, import_candidates: pages(people.slice(0, 1)) });
  const user = await switchOn();
  await user.click(screen.getByRole("button", { name: "Quick Match" }));
  const told = await screen.findByText("No row looks like one of yours. Tick those that you want to create.");
  expect(told.closest("[role=status]")?.querySelector(".tabler-icon-check")).toBeNull();
});

test("a link to companies shows their tab, switched on", async () => {
  drawStep((props) => <ImportStep {...props} wanted="companies" />, answers);
  expect((await screen.findByLabelText<HTMLInputElement>("Import Companies Now")).checked).toBe(true);
});
