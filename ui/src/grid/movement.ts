// Where a key leads, by the WAI-ARIA grid pattern. Pure: no element, no state.
import type { GridPosition } from "./types";

/** The part of a keyboard event that decides. */
export interface Stroke {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/** What the position may range over. */
export interface Extent {
  rows: number;
  columns: number;
  /** Rows that fit on screen. */
  page: number;
  /** The first row that is wholly on screen. */
  topRow: number;
}

const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));

/** The position after `stroke`, or `undefined` where the key does not move. */
export function moved(stroke: Stroke, from: GridPosition, extent: Extent): GridPosition | undefined {
  if (stroke.altKey) {
    return undefined;
  }
  const lastRow = extent.rows - 1;
  const lastColumn = extent.columns - 1;
  const all = stroke.ctrlKey || stroke.metaKey;
  const toRow = (index: number) => ({ index: clamp(index, -1, lastRow), column: from.column });
  switch (stroke.key) {
    case "ArrowDown":
      if (from.index < 0 && !all) {
        return toRow(extent.topRow);
      }
      return toRow(all ? lastRow : from.index + 1);
    case "ArrowUp":
      return toRow(all ? 0 : from.index - 1);
    case "ArrowRight":
      return { index: from.index, column: all ? lastColumn : clamp(from.column + 1, 0, lastColumn) };
    case "ArrowLeft":
      return { index: from.index, column: all ? 0 : clamp(from.column - 1, 0, lastColumn) };
    case "Home":
      return { index: all ? Math.min(0, lastRow) : from.index, column: 0 };
    case "End":
      return { index: all ? lastRow : from.index, column: lastColumn };
    case "PageDown":
      return toRow(Math.max(0, from.index) + extent.page);
    case "PageUp":
      return toRow(Math.max(Math.min(0, lastRow), from.index - extent.page));
    default:
      return undefined;
  }
}
