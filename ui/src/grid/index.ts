// The grid's door: the one table of every screen, and the ways to feed it.
export { arraySource } from "./array-source";
export { RecordGrid, type RecordGridProps } from "./RecordGrid";
export { countSelected, everythingSelected, isSelected, nothingSelected, withKeys } from "./selection";
export type {
  FilterValue,
  GridColumn,
  GridError,
  GridFilters,
  GridSelection,
  GridSort,
  GridSource,
} from "./types";
export { type Page, useWindowedSource, type WindowedOptions } from "./use-windowed-source";
