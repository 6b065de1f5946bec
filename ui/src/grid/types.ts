// The words of the grid: columns, where rows come from, sorting, filters and what is selected.
import type { ReactNode } from "react";

/** One column. Keep the list stable (module level or memoised): a new list draws every row again. */
export interface GridColumn<Row> {
  id: string;
  header: string;
  /** What the header means, where its word alone could mislead. */
  hint?: string;
  /** Pixels, until a person resizes it. */
  width: number;
  /** Pixels; 64 unless given. */
  minWidth?: number;
  align?: "start" | "center" | "end";
  /** What the cell shows. A plain string is the fast path. */
  cell: (row: Row) => ReactNode;
  /** The full text, where it differs from what the cell shows. */
  title?: (row: Row) => string;
  sortable?: boolean;
  /** The name under which `filters` and `filterValues` know this column; no filter menu without it. */
  filterable?: string;
  /** What a filter calls rows without a value: "No owner". Otherwise "(blank)". */
  blank?: string;
  defaultHidden?: boolean;
  /** Stays in view when scrolled sideways. Only the first column may be pinned; it is never hidden or moved. */
  pinned?: boolean;
}

/** What went wrong, in words for a person. */
export interface GridError {
  say: string;
  hint?: string;
}

/** Rows by position: everything the grid knows about data. A changed source is a new object. */
export interface GridSource<Row> {
  /** Rows that match; `undefined` until first known. */
  total: number | undefined;
  /** Rows without any filter, where known. */
  outOf?: number | undefined;
  /** Names the list (filters, sort, search). When it changes, the grid shows the new list from its top. */
  listKey?: string | undefined;
  /** The row at a position, or `undefined` while it is not loaded. */
  rowAt: (index: number) => Row | undefined;
  keyAt: (index: number) => string | undefined;
  /** Where a loaded row stands now; lets focus follow its record through a reload. */
  indexOf?: (key: string) => number | undefined;
  /** The keys from `first` to `last` inclusive, loading what is missing. */
  keysBetween?: (first: number, last: number) => Promise<string[]>;
  /** Says which rows are on screen, both inclusive. Called after drawing, often. */
  wantRange: (first: number, last: number) => void;
  state: "loading" | "ready" | "error" | "offline";
  /** True while other rows are on their way and the old ones still show. */
  refreshing?: boolean;
  error?: GridError | undefined;
  retry?: (() => void) | undefined;
}

export interface GridSort {
  column: string;
  descending: boolean;
}

/** Kept values by filter name; a name that is absent keeps everything. */
export type GridFilters = Readonly<Record<string, readonly string[]>>;

/** A value that a column holds and how many rows hold it. */
export interface FilterValue {
  value: string;
  count: number;
  /** Shown in place of `value`. */
  label?: string;
}

/** Which rows are selected. `all` needs no keys, so 200,000 rows cost what one does. */
export type GridSelection =
  | { mode: "some"; keys: ReadonlySet<string> }
  | { mode: "all"; except: ReadonlySet<string> };

/** Where the grid's one tab stop is. Row -1 is the header. */
export interface GridPosition {
  index: number;
  column: number;
}
