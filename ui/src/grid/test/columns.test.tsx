// The column chooser: showing, moving, resetting, and remembering it all under its key.
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";

import { recall, remember } from "../column-memory";
import { drawPeople, peopleOf } from "./people";

vi.mock("@tanstack/react-virtual", async (original) => {
  const { withSizes } = await import("./virtual-mock");
  return withSizes(original);
});

beforeEach(() => localStorage.clear());

const disabled = (name: string) =>
  screen.getByRole<HTMLButtonElement>("button", { name }).disabled;
const headers = () =>
  screen.getAllByRole("columnheader").map((header) => header.getAttribute("aria-label"));

test("shows, hides and moves columns, and remembers it", async () => {
  const first = drawPeople({ people: peopleOf(3) });
  expect(headers()).toEqual(["Name", "Team", "City"]);
  await userEvent.click(screen.getByRole("button", { name: "Columns" }));
  expect(screen.getByRole<HTMLInputElement>("checkbox", { name: "Name" }).disabled).toBe(true);
  await userEvent.click(screen.getByRole("checkbox", { name: "Number" }));
  await userEvent.click(screen.getByRole("checkbox", { name: "Team" }));
  await userEvent.click(screen.getByRole("button", { name: "Move Number up" }));
  expect(headers()).toEqual(["Name", "Number", "City"]);
  expect(screen.getByRole("grid").getAttribute("aria-colcount")).toBe("3");
  first.unmount();

  drawPeople({ people: peopleOf(3) });
  expect(headers()).toEqual(["Name", "Number", "City"]);
  await userEvent.click(screen.getByRole("button", { name: "Columns" }));
  await userEvent.click(screen.getByRole("button", { name: "Reset columns" }));
  expect(headers()).toEqual(["Name", "Team", "City"]);
  expect(localStorage.getItem("test.people")).toBeNull();
});

test("the first column cannot be moved from its place, nor another moved before it", async () => {
  drawPeople({ people: peopleOf(3) });
  await userEvent.click(screen.getByRole("button", { name: "Columns" }));
  expect(disabled("Move Name down")).toBe(true);
  expect(disabled("Move Team up")).toBe(true);
  expect(disabled("Move Number down")).toBe(true);
  expect(disabled("Move Team down")).toBe(false);
});

test("a column that is newer than the memory keeps its own default", () => {
  remember("test.people", { visibility: { team: false }, order: ["city", "gone"], sizing: { city: 90 } });
  drawPeople({ people: peopleOf(3) });
  expect(headers()).toEqual(["Name", "City"]);
  expect(screen.getByRole("columnheader", { name: "City" }).style.width).toBe("90px");
});

test("a memory that cannot be read counts as none", () => {
  for (const text of ["{", "3", '{"visibility":{"a":1},"order":[],"sizing":{}}', '{"order":[1]}']) {
    localStorage.setItem("broken", text);
    expect(recall("broken")).toBeUndefined();
  }
});
