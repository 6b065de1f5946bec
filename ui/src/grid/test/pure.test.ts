// The grid's arithmetic: selection, slots and movement, without any page.
import { expect, test } from "vitest";

import { moved } from "../movement";
import { countSelected, everythingSelected, isSelected, nothingSelected, withKeys } from "../selection";
import { SlotPool } from "../slot-pool";

test("a selection of all remembers only what is left out", () => {
  const some = withKeys(nothingSelected, ["a", "b"], true);
  expect(countSelected(some, 200_000)).toBe(2);
  expect(isSelected(some, "a")).toBe(true);
  expect(isSelected(withKeys(some, ["a"], false), "a")).toBe(false);
  const most = withKeys(everythingSelected, ["a"], false);
  expect(countSelected(most, 200_000)).toBe(199_999);
  expect(isSelected(most, "a")).toBe(false);
  expect(isSelected(most, "anything")).toBe(true);
  expect(isSelected(most, undefined)).toBe(true);
  expect(withKeys(most, ["a"], true)).toEqual(everythingSelected);
});

test("a shown row keeps its slot, and new rows take the slots that came free", () => {
  const pool = new SlotPool();
  const slots = (indexes: number[]) =>
    Object.fromEntries(pool.assign(indexes).map(({ index, slot }) => [index, slot]));
  expect(slots([0, 1, 2, 3])).toEqual({ 0: 0, 1: 1, 2: 2, 3: 3 });
  expect(slots([2, 3, 4, 5])).toEqual({ 2: 2, 3: 3, 4: 0, 5: 1 });
  expect(slots([100, 101, 2])).toEqual({ 2: 2, 100: 0, 101: 1 });
  expect(pool.assign([100, 101, 2]).map(({ slot }) => slot)).toEqual([0, 1, 2]);
});

const stroke = (key: string, more: object = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
});
const extent = { rows: 100, columns: 5, page: 10, topRow: 40 };

test("from the header, Down reaches the first row on screen", () => {
  expect(moved(stroke("ArrowDown"), { index: -1, column: 2 }, extent)).toEqual({ index: 40, column: 2 });
});

test("keys with Alt and other keys do not move", () => {
  const from = { index: 3, column: 2 };
  expect(moved(stroke("ArrowDown", { altKey: true }), from, extent)).toBeUndefined();
  expect(moved(stroke("x"), from, extent)).toBeUndefined();
});

test("without rows the header is all there is", () => {
  const none = { ...extent, rows: 0, topRow: 0 };
  for (const key of ["ArrowDown", "PageDown", "PageUp", "ArrowUp"]) {
    expect(moved(stroke(key), { index: -1, column: 0 }, none)?.index).toBe(-1);
  }
  expect(moved(stroke("Home", { ctrlKey: true }), { index: -1, column: 1 }, none)).toEqual({ index: -1, column: 0 });
});
