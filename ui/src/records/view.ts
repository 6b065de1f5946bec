// The state of a table in the address, and the question to the program that it stands for.
import type { RecordKind, RecordListQuery } from "../api";
import type { GridFilters, GridSort } from "../grid";
import { searchText, type ViewSearch } from "../kit";
import { storedValue } from "./filter-words";

/** What the address of a table says. */
export interface RecordsView {
  /** The open record. */
  open: string | undefined;
  search: string | undefined;
  /** The sorting as it stands in the address. */
  sort: string | undefined;
  /** The filters as they stand in the address. */
  filter: GridFilters | undefined;
  /** The id of the one integration that is shown. */
  of: string | undefined;
  sorting: GridSort | null;
  filters: GridFilters;
}

const noFilters: GridFilters = {};

/** Reads the address; whatever is not understood is left out. */
export function parseView(search: ViewSearch): RecordsView {
  const sort = searchText(search.sort);
  const filter = filtersOf(search["filter"]);
  return {
    open: searchText(search.open),
    search: searchText(search.search),
    sort,
    filter,
    of: searchText(search["of"]),
    sorting:
      sort === undefined
        ? null
        : { column: sort.replace(/^-/, ""), descending: sort.startsWith("-") },
    filters: filter ?? noFilters,
  };
}

/** A sorting as it stands in the address. */
export function sortText(sort: GridSort | null): string | undefined {
  return sort === null ? undefined : `${sort.descending ? "-" : ""}${sort.column}`;
}

/** The question to the program. */
export function viewToQuery(kind: RecordKind, view: RecordsView): RecordListQuery {
  return {
    kind,
    integration: view.of ?? null,
    stream: null,
    text: view.search ?? null,
    include_gone: false,
    sort: view.sorting,
    filters: Object.fromEntries(
      Object.entries(view.filters).map(([column, values]) => [
        column,
        values.map((shown) => storedValue(column, shown)),
      ]),
    ),
  };
}

function filtersOf(value: unknown): GridFilters | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return undefined;
  }
  const filters = Object.entries(value).flatMap(([column, values]) =>
    Array.isArray(values) ? [[column, values.map(String)] as const] : [],
  );
  return filters.length === 0 ? undefined : Object.fromEntries(filters);
}
