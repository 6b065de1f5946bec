// What is ticked in a list of candidates: single rows, or everything that matches a search, with exceptions.
import type { ImportCandidate, ImportRow, OwnName } from "../../api";

/** Everything that matched a search when "all" was ticked. */
export interface AllOf {
  text: string;
  /** How many of them can be imported, as far as is known. */
  count: number;
}

/** What is ticked. `links` says what a row is linked to; a row that is not there is created new. */
export interface Selection {
  all: AllOf | undefined;
  /** Rows that are left out of `all`. */
  except: ReadonlySet<string>;
  /** Rows that were ticked one by one. */
  ticked: ReadonlySet<string>;
  links: ReadonlyMap<string, OwnName>;
}

/** Nothing is ticked. */
export const NOTHING: Selection = {
  all: undefined,
  except: new Set(),
  ticked: new Set(),
  links: new Map(),
};

/** Whether a row can be imported. */
export function canImport(row: ImportCandidate): boolean {
  return row.linked === null && row.obstacle === "";
}

/**
 * Whether a row is among those that "all" means. `shownFor` is the search that brought the row; for another
 * search the program's rule, part of the name or the detail, is applied here.
 */
export function isCovered({ all }: Selection, row: ImportCandidate, shownFor: string): boolean {
  if (all === undefined || all.text === shownFor) {
    return all !== undefined;
  }
  const wanted = all.text.trim().toLowerCase();
  return [row.name, row.detail].some((part) => part.toLowerCase().includes(wanted));
}

/** Whether a row will be imported. */
export function isTicked(selection: Selection, row: ImportCandidate, shownFor: string): boolean {
  const id = row.vendor_id;
  return (
    canImport(row) &&
    (selection.ticked.has(id) || (isCovered(selection, row, shownFor) && !selection.except.has(id)))
  );
}

/** The selection after a row was ticked or unticked. */
export function tick(
  selection: Selection,
  row: ImportCandidate,
  on: boolean,
  shownFor: string,
): Selection {
  const id = row.vendor_id;
  const except = new Set(selection.except);
  const ticked = new Set(selection.ticked);
  ticked.delete(id);
  except.delete(id);
  const byAll = isCovered(selection, row, shownFor);
  if (on && !byAll) {
    ticked.add(id);
  } else if (!on && byAll) {
    except.add(id);
  }
  return { ...selection, except, ticked };
}

/** The selection after everything that matches was ticked. Links that were chosen stay. */
export function tickAll(selection: Selection, all: AllOf): Selection {
  return { ...NOTHING, links: selection.links, all };
}

/** Ticks and links all of `rows` that have a suggestion; links that were chosen by hand stay. */
export function linkSuggested(
  selection: Selection,
  rows: readonly ImportCandidate[],
  shownFor: string,
): { selection: Selection; fresh: number } {
  let fresh = 0;
  const links = new Map(selection.links);
  const except = new Set(selection.except);
  const ticked = new Set(selection.ticked);
  for (const row of rows) {
    const id = row.vendor_id;
    if (row.suggestion === null || !canImport(row)) {
      continue;
    }
    if (!links.has(id)) {
      links.set(id, row.suggestion);
      fresh += 1;
    }
    except.delete(id);
    if (!isCovered(selection, row, shownFor)) {
      ticked.add(id);
    }
  }
  return { selection: { ...selection, links, except, ticked }, fresh };
}

/** Ticks a row and says what it is linked to; none: it is created new. */
export function link(
  selection: Selection,
  row: ImportCandidate,
  to: OwnName | undefined,
  shownFor: string,
): Selection {
  const links = new Map(selection.links);
  if (to === undefined) {
    links.delete(row.vendor_id);
  } else {
    links.set(row.vendor_id, to);
  }
  return tick({ ...selection, links }, row, true, shownFor);
}

/** How many rows will be imported, as far as is known before they are gathered. */
export function countOf(selection: Selection): number {
  const all = selection.all === undefined ? 0 : Math.max(0, selection.all.count - selection.except.size);
  return all + selection.ticked.size;
}

/** The rows of an import, from the rows that "all" was found to mean. */
export function importRows(selection: Selection, all: readonly ImportCandidate[]): ImportRow[] {
  const ids = new Set(selection.ticked);
  for (const row of all) {
    if (canImport(row) && !selection.except.has(row.vendor_id)) {
      ids.add(row.vendor_id);
    }
  }
  return [...ids].map((id) => ({ vendor_id: id, link_to: selection.links.get(id)?.id ?? null }));
}
