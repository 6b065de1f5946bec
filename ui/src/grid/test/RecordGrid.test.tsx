// The grid as a person and a screen reader meet it: names, states, sorting, filters, opening.
import { fireEvent, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";

import { type FilterValue, type GridFilters, type GridSort, type GridSource, RecordGrid } from "..";
import { draw } from "../../test/draw";
import { drawPeople, peopleColumns, peopleOf, type Person } from "./people";

vi.mock("@tanstack/react-virtual", async (original) => {
  const { withSizes } = await import("./virtual-mock");
  return withSizes(original);
});

beforeEach(() => localStorage.clear());

type Values = (column: string) => Promise<FilterValue[]>;

const sourceIn = (change: Partial<GridSource<Person>>): GridSource<Person> => ({
  total: undefined,
  rowAt: () => undefined,
  keyAt: () => undefined,
  wantRange: () => {},
  state: "loading",
  ...change,
});
const drawSource = (source: GridSource<Person>) =>
  draw(<RecordGrid label="People" columns={peopleColumns} source={source} storageKey="test" />, {});

test("tells a screen reader how large it is and where each cell stands, drawing only what is near", () => {
  drawPeople({ people: peopleOf(200_000) });
  const grid = screen.getByRole("grid", { name: "People" });
  expect(grid.getAttribute("aria-rowcount")).toBe("200001");
  expect(grid.getAttribute("aria-colcount")).toBe("3");
  const cell = screen.getByRole("gridcell", { name: "City 4" });
  expect(cell.getAttribute("aria-colindex")).toBe("3");
  expect(cell.parentElement?.getAttribute("aria-rowindex")).toBe("6");
  expect(screen.getAllByRole("row").length).toBeLessThan(25);
  expect(grid.hasAttribute("aria-multiselectable")).toBe(false);
  expect(cell.parentElement?.hasAttribute("aria-selected")).toBe(false);
});

test("says how many of how many, with separators", () => {
  const people = peopleOf(3);
  drawSource(sourceIn({ total: 12_345, outOf: 200_000, rowAt: (at) => people[at], state: "ready" }));
  expect(screen.getByText("12,345 of 200,000")).toBeDefined();
});

test("sorts ascending, descending, not at all, and says so", async () => {
  const onSort = vi.fn<(sort: GridSort | null) => void>();
  drawPeople({ people: peopleOf(5), onSort });
  const header = screen.getByRole("columnheader", { name: "Name" });
  expect(header.getAttribute("aria-sort")).toBe("none");
  const button = within(header).getByRole("button", { name: "Sort by Name" });
  await userEvent.click(button);
  expect(header.getAttribute("aria-sort")).toBe("ascending");
  await userEvent.click(button);
  expect(header.getAttribute("aria-sort")).toBe("descending");
  await userEvent.click(button);
  expect(header.getAttribute("aria-sort")).toBe("none");
  expect(onSort.mock.calls).toEqual([
    [{ column: "name", descending: false }],
    [{ column: "name", descending: true }],
    [null],
  ]);
  expect(screen.getByRole("columnheader", { name: "City" }).hasAttribute("aria-sort")).toBe(false);
});

test("filters by the values of a column, each tick at once, and a chip takes the filter off", async () => {
  const onFilters = vi.fn<(filters: GridFilters) => void>();
  const filterValues = vi.fn<Values>(() =>
    Promise.resolve([
      { value: "Red", count: 1200 },
      { value: "Blue", count: 3 },
    ]),
  );
  drawPeople({ people: peopleOf(5), onFilters, filterValues });
  await userEvent.click(screen.getByRole("button", { name: "Filter Team" }));
  const red = await screen.findByRole("checkbox", { name: /Red.*1,200/ });
  expect(filterValues).toHaveBeenCalledExactlyOnceWith("team");
  await userEvent.type(screen.getByRole("textbox", { name: "Search the values of Team" }), "re");
  expect(screen.queryByRole("checkbox", { name: /Blue/ })).toBeNull();
  await userEvent.click(red);
  expect(onFilters).toHaveBeenLastCalledWith({ team: ["Red"] });
  await userEvent.click(screen.getByRole("button", { name: "Remove the filter Team: Red" }));
  expect(onFilters).toHaveBeenLastCalledWith({});
  expect(screen.queryByRole("list", { name: "Filters" })).toBeNull();
});

test("offers to read the values again when that failed", async () => {
  const filterValues = vi
    .fn<Values>()
    .mockRejectedValueOnce({ say: "The store is busy." })
    .mockResolvedValue([{ value: "Red", count: 1 }]);
  drawPeople({ people: peopleOf(5), filterValues });
  await userEvent.click(screen.getByRole("button", { name: "Filter Team" }));
  expect(await screen.findByText("The store is busy.")).toBeDefined();
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("checkbox", { name: /Red/ })).toBeDefined();
});

test("an empty list under filters offers to clear them; without filters it shows the screen's own words", async () => {
  const onFilters = vi.fn<(filters: GridFilters) => void>();
  const drawn = drawPeople({ people: [], first: { team: ["Red"] }, onFilters, empty: "Nobody yet." });
  await userEvent.click(screen.getByRole("button", { name: "Clear filters" }));
  expect(onFilters).toHaveBeenLastCalledWith({});
  expect(screen.getByText("Nobody yet.")).toBeDefined();
  drawn.unmount();
});

test("opens a row by a click, but not by a click on a control in it", async () => {
  const onOpen = vi.fn<(row: Person, column: string | undefined) => void>();
  const columns = [
    ...peopleColumns.slice(0, 2),
    { id: "act", header: "Act", width: 90, cell: () => <button type="button">Call</button> },
  ];
  drawPeople({ people: peopleOf(3), columns, onOpen });
  await userEvent.click(screen.getByText("Person 1"));
  expect(onOpen).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ id: "id-1" }), "name");
  const [call] = screen.getAllByRole("button", { name: "Call" });
  await userEvent.click(call ?? document.body);
  expect(onOpen).toHaveBeenCalledOnce();
});

test("while nothing is known it draws quiet rows and says that it is busy", () => {
  drawSource(sourceIn({}));
  const grid = screen.getByRole("grid");
  expect(grid.getAttribute("aria-busy")).toBe("true");
  expect(grid.getAttribute("aria-rowcount")).toBe("-1");
  expect(within(grid).getAllByRole("row").length).toBeGreaterThan(5);
});

test("a failure without rows fills the grid; with rows it is a bar, and both ask again", async () => {
  const retry = vi.fn<() => void>();
  const error = { say: "The store could not be opened.", hint: "Restart Patchbay." };
  const first = drawSource(sourceIn({ state: "error", error, retry }));
  expect(screen.getByRole("alert").textContent).toContain("Restart Patchbay.");
  expect(screen.queryByText("There is nothing here yet.")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(retry).toHaveBeenCalledOnce();
  first.unmount();
  const people = peopleOf(3);
  drawSource(sourceIn({ state: "error", error, retry, total: 3, rowAt: (at) => people[at] }));
  expect(screen.getByRole("alert")).toBeDefined();
  expect(screen.getByText("Person 2")).toBeDefined();
});

test("a first read that failed is over: nothing is busy any more", () => {
  const error = { code: "database", who: "us", say: "It broke.", hint: "", field: undefined, reference: undefined };
  drawSource(sourceIn({ state: "error", error: error as never }));
  expect(screen.getByRole("grid").getAttribute("aria-busy")).toBe("false");
});

test("offline keeps the rows and says so", () => {
  const people = peopleOf(3);
  drawSource(sourceIn({ state: "offline", total: 3, rowAt: (at) => people[at] }));
  expect(screen.getByRole("alert").textContent).toContain("Not connected.");
  expect(screen.getByText("Person 0")).toBeDefined();
});

test("the pointer shows the whole text as a title, and takes it along", () => {
  drawPeople({ people: peopleOf(3) });
  const cell = screen.getByText("City 1");
  fireEvent.mouseOver(cell);
  expect(cell.title).toBe("City 1, Earth");
  fireEvent.mouseOver(screen.getByText("Person 1"));
  expect(cell.hasAttribute("title")).toBe(false);
});
