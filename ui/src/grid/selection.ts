// Arithmetic of the selection: asking, toggling, ranges and counting, none of it needing all keys.
import type { GridSelection } from "./types";

export const nothingSelected: GridSelection = { mode: "some", keys: new Set() };
export const everythingSelected: GridSelection = { mode: "all", except: new Set() };

export function isSelected(selection: GridSelection, key: string | undefined): boolean {
  if (key === undefined) {
    return selection.mode === "all";
  }
  return selection.mode === "all" ? !selection.except.has(key) : selection.keys.has(key);
}

/** Adds or removes `keys`. */
export function withKeys(
  selection: GridSelection,
  keys: Iterable<string>,
  selected: boolean,
): GridSelection {
  const named = new Set(selection.mode === "all" ? selection.except : selection.keys);
  const listed = selection.mode === "all" ? !selected : selected;
  for (const key of keys) {
    if (listed) {
      named.add(key);
    } else {
      named.delete(key);
    }
  }
  return selection.mode === "all"
    ? { mode: "all", except: named }
    : { mode: "some", keys: named };
}

/** How many of `total` rows are selected. */
export function countSelected(selection: GridSelection, total: number): number {
  return selection.mode === "all"
    ? Math.max(0, total - selection.except.size)
    : selection.keys.size;
}
