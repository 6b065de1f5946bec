// The grid by keyboard: moving, opening, typing, selecting, and focus that stays with its record.
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { KeyboardEvent } from "react";
import { beforeEach, expect, test, vi } from "vitest";

import type { GridSelection } from "..";
import { drawPeople, focused, peopleOf, type Person } from "./people";

vi.mock("@tanstack/react-virtual", async (original) => {
  const { withSizes } = await import("./virtual-mock");
  return withSizes(original);
});

beforeEach(() => localStorage.clear());

const filterValues = () => Promise.resolve([{ value: "Red", count: 1 }]);
const tabStops = () =>
  [...screen.getByRole("grid").querySelectorAll('[tabindex="0"]')].map((cell) => cell.textContent);
/** Presses keys one after another and says where each leads. */
async function walk(...keys: string[]): Promise<string[]> {
  const places: string[] = [];
  for (const key of keys) {
    // oxlint-disable-next-line no-await-in-loop
    await userEvent.keyboard(key);
    places.push(focused());
  }
  return places;
}
/** Enters the grid by Tab, past the toolbar's one button. */
async function enter() {
  await userEvent.tab();
  await userEvent.tab();
}

test("has one tab stop; arrows, Home and End move it and stop at the edges", async () => {
  drawPeople({ people: peopleOf(1000) });
  expect(tabStops()).toEqual(["Person 0"]);
  await enter();
  expect(focused()).toBe("Person 0");
  expect(await walk("{ArrowDown}", "{ArrowRight}", "{ArrowRight}", "{ArrowRight}")).toEqual([
    "Person 1",
    "Blue",
    "City 1",
    "City 1",
  ]);
  expect(await walk("{Home}", "{ArrowLeft}", "{End}")).toEqual(["Person 1", "Person 1", "City 1"]);
  expect(tabStops()).toEqual(["City 1"]);
});

test("Control with Home and End and the page keys reach everywhere", async () => {
  drawPeople({ people: peopleOf(1000) });
  await enter();
  expect(
    await walk("{PageDown}", "{PageDown}", "{PageUp}", "{Control>}{End}{/Control}", "{PageUp}"),
  ).toEqual(["Person 10", "Person 20", "Person 10", "City 999", "City 989"]);
  expect(await walk("{Control>}{Home}{/Control}", "{PageUp}")).toEqual(["Person 0", "Person 0"]);
});

test("the header is one row above the first and sorts, filters and resizes by keys", async () => {
  drawPeople({ people: peopleOf(10), filterValues });
  await enter();
  expect(await walk("{ArrowUp}", "{ArrowUp}", "{ArrowRight}")).toEqual(["Name", "Name", "Team"]);
  const header = screen.getByRole("columnheader", { name: "Team" });
  await userEvent.keyboard("{Enter}");
  expect(header.getAttribute("aria-sort")).toBe("ascending");
  expect(header.style.width).toBe("120px");
  await userEvent.keyboard("{Shift>}{ArrowRight}{/Shift}");
  expect(header.style.width).toBe("136px");
  await userEvent.keyboard("{Shift>}{ArrowLeft}{ArrowLeft}{ArrowLeft}{ArrowLeft}{ArrowLeft}{/Shift}");
  expect(header.style.width).toBe("64px");
  await userEvent.keyboard("{Alt>}{ArrowDown}{/Alt}");
  expect(await screen.findByRole("checkbox", { name: /Red/ })).toBeDefined();
});

test("Enter opens the row with the column, F2 reaches a control in the cell and Escape comes back", async () => {
  const onOpen = vi.fn<(row: Person, column: string | undefined) => void>();
  const columns = [
    { id: "name", header: "Name", width: 90, cell: (row: { name: string }) => row.name },
    { id: "act", header: "Act", width: 90, cell: () => <button type="button">Call</button> },
  ];
  drawPeople({ people: peopleOf(3), columns, onOpen });
  await enter();
  await userEvent.keyboard("{ArrowDown}{ArrowRight}{Enter}");
  expect(onOpen).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ id: "id-1" }), "act");
  await userEvent.keyboard("{F2}");
  expect(document.activeElement?.tagName).toBe("BUTTON");
  await userEvent.keyboard("{Escape}");
  expect(document.activeElement?.getAttribute("role")).toBe("gridcell");
});

test("hands printable characters to the search, but not commands", async () => {
  const onType = vi.fn<(character: string) => void>();
  drawPeople({ people: peopleOf(3), onType });
  await enter();
  await userEvent.keyboard("aÄ1{Control>}f{/Control}{ArrowDown} ");
  expect(onType.mock.calls).toEqual([["a"], ["Ä"], ["1"]]);
});

test("the caller's own keys come first", async () => {
  const onCellKey = vi.fn<(event: KeyboardEvent) => boolean>((event) => event.key === "Delete");
  const onType = vi.fn<(character: string) => void>();
  drawPeople({ people: peopleOf(3), onCellKey, onType });
  await enter();
  await userEvent.keyboard("{ArrowRight}{Delete}");
  expect(onCellKey).toHaveBeenLastCalledWith(
    expect.objectContaining({ key: "Delete" }),
    expect.objectContaining({ id: "id-0" }),
    "team",
  );
});

const selectedRows = () =>
  screen
    .getAllByRole("row", { selected: true })
    .map((row) => Number(row.getAttribute("aria-rowindex")) - 2)
    .toSorted((a, b) => a - b);

test("Space selects, Shift with arrows selects a range that shrinks again, Control A all", async () => {
  const onSelect = vi.fn<(selection: GridSelection) => void>();
  drawPeople({ people: peopleOf(1000), selectable: true, onSelect });
  await enter();
  await userEvent.tab();
  const grid = screen.getByRole("grid");
  expect(grid.getAttribute("aria-multiselectable")).toBe("true");
  screen.getByText("Person 0").focus();
  await userEvent.keyboard(" {ArrowDown}{ArrowDown}{Shift>}{ArrowDown}{ArrowDown}{/Shift}");
  expect(selectedRows()).toEqual([0, 2, 3, 4]);
  await userEvent.keyboard("{Shift>}{ArrowUp}{/Shift}");
  expect(selectedRows()).toEqual([0, 2, 3]);
  expect(screen.getByText("1,000 · 3 selected")).toBeDefined();
  await userEvent.keyboard("{Control>}a{/Control}");
  expect(onSelect).toHaveBeenLastCalledWith({ mode: "all", except: new Set() });
  await userEvent.keyboard(" ");
  expect(onSelect).toHaveBeenLastCalledWith({ mode: "all", except: new Set(["id-3"]) });
  expect(screen.getByText("1,000 · 999 selected")).toBeDefined();
  const all = within(grid).getByRole<HTMLInputElement>("checkbox", { name: "Select all rows" });
  expect(all.indeterminate).toBe(true);
  await userEvent.click(all);
  expect(onSelect).toHaveBeenLastCalledWith({ mode: "all", except: new Set() });
  await userEvent.click(all);
  expect(onSelect).toHaveBeenLastCalledWith({ mode: "some", keys: new Set() });
});

test("a click with Shift selects to the anchor, one with Control adds", async () => {
  drawPeople({ people: peopleOf(20), selectable: true });
  const user = userEvent.setup();
  await user.click(screen.getByText("Person 2"));
  await user.keyboard("{Shift>}");
  await user.click(screen.getByText("Person 5"));
  await user.keyboard("{/Shift}{Control>}");
  await user.click(screen.getByText("Person 8"));
  await user.keyboard("{/Control}");
  expect(selectedRows()).toEqual([2, 3, 4, 5, 8]);
});

test("focus stays on a row that scrolls out of sight, and the keys go on from there", async () => {
  drawPeople({ people: peopleOf(1000) });
  await enter();
  await userEvent.keyboard("{ArrowDown}");
  const cell = document.activeElement;
  const grid = screen.getByRole("grid");
  grid.scrollTop = 500 * 36;
  grid.dispatchEvent(new Event("scroll"));
  expect(await screen.findByText("Person 500")).toBeDefined();
  expect(document.activeElement).toBe(cell);
  expect(focused()).toBe("Person 1");
  expect(await walk("{ArrowDown}")).toEqual(["Person 2"]);
});

test("focus follows its record through a reload, and stays in place where the record is gone", async () => {
  const people = peopleOf(30);
  const drawn = drawPeople({ people });
  await enter();
  await userEvent.keyboard("{ArrowDown}{ArrowDown}{ArrowRight}");
  drawn.again({ people: [{ id: "new", name: "New", team: "Green", city: "Away" }, ...people] });
  expect(focused()).toBe("Red");
  expect(document.activeElement?.parentElement?.textContent).toContain("Person 2");
  drawn.again({ people: people.filter((person) => person.id !== "id-2") });
  expect(document.activeElement?.parentElement?.getAttribute("aria-rowindex")).toBe("5");
  drawn.again({ people: people.slice(0, 2) });
  expect(document.activeElement?.parentElement?.textContent).toContain("Person 1");
  drawn.again({ people: [] });
  expect(focused()).toBe("Team");
});
