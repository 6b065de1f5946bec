// A source for tables small enough to hold whole. Sorting and filtering stay with the caller.
import type { GridSource } from "./types";

/** Rows that are already here. Memoise the result on `rows`. */
export function arraySource<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  outOf?: number,
): GridSource<Row> {
  let positions: Map<string, number> | undefined;
  const keyAt = (index: number) => {
    const row = rows[index];
    return row === undefined ? undefined : keyOf(row);
  };
  return {
    total: rows.length,
    outOf,
    rowAt: (index) => rows[index],
    keyAt,
    indexOf: (key) => {
      positions ??= new Map(rows.map((row, index) => [keyOf(row), index]));
      return positions.get(key);
    },
    keysBetween: (first, last) => Promise.resolve(rows.slice(first, last + 1).map(keyOf)),
    wantRange: () => {},
    state: "ready",
  };
}
