// What is ticked in a list of candidates, whatever search brought the rows, and what each is linked to.
import type { ImportCandidate, ImportRow, OwnName } from "../../api";

/** Everything that matched a search when all of it was ticked. */
export interface Gathered {
  text: string;
  /** The rows of it that can be imported. */
  ids: readonly string[];
  /** Those that are inactive at the vendor, and that nobody had ticked: they were passed over. */
  passed: readonly string[];
}

/** Something of ours that a row can be linked to. */
export interface LinkTarget extends OwnName {
  /** What of the integration it is linked to already, by name. */
  linked: readonly string[];
}

/** What a row is linked to, and what the row is called. */
export interface ChosenLink extends LinkTarget {
  row: string;
}

/** What is ticked. `links` says what a row is linked to; a row that is not there is created new. */
export interface Selection {
  /** The rows' ids, in the order in which they were ticked. */
  ticked: ReadonlySet<string>;
  links: ReadonlyMap<string, ChosenLink>;
  /** The search that was ticked whole last; it may have been unticked in part since. */
  gathered: Gathered | undefined;
  /** The meetings that a person has agreed to, by their key. */
  agreed: ReadonlySet<string>;
}

/** Nothing is ticked. */
export const NOTHING: Selection = { ticked: new Set(), links: new Map(), gathered: undefined, agreed: new Set() };

/** Whether a row can be imported. */
export function canImport(row: ImportCandidate): boolean {
  return row.linked === null && row.obstacle === "";
}

/** Whether a row will be imported. */
export function isTicked(selection: Selection, row: ImportCandidate): boolean {
  return canImport(row) && selection.ticked.has(row.vendor_id);
}

/** The selection after a row was ticked or unticked. */
export function tick(selection: Selection, row: ImportCandidate, on: boolean): Selection {
  return on
    ? { ...selection, ticked: new Set([...selection.ticked, row.vendor_id]) }
    : untick(selection, [row.vendor_id]);
}

/** The selection without these rows. */
export function untick(selection: Selection, ids: readonly string[]): Selection {
  const out = new Set(ids);
  return { ...selection, ticked: new Set([...selection.ticked].filter((id) => !out.has(id))) };
}

/**
 * The selection after everything that matches a search was ticked, but for those that are inactive at the
 * vendor: they are ticked one by one. What was ticked before stays.
 */
export function tickAll(selection: Selection, rows: readonly ImportCandidate[], text: string): Selection {
  const able = rows.filter(canImport);
  const isMeant = ({ active, vendor_id }: ImportCandidate) => active || selection.ticked.has(vendor_id);
  const ids = able.filter(isMeant).map(({ vendor_id }) => vendor_id);
  const passed = able.filter((row) => !isMeant(row)).map(({ vendor_id }) => vendor_id);
  return { ...selection, ticked: new Set([...selection.ticked, ...ids]), gathered: { text, ids, passed } };
}

/** The selection after what a search brought was unticked; everything else stays. */
export function untickAll(selection: Selection, { ids }: Gathered): Selection {
  return { ...untick(selection, ids), gathered: undefined };
}

/** What was gathered for a search, if all of it is still ticked. */
export function wholeOf({ gathered, ticked }: Selection, text: string): Gathered | undefined {
  return gathered !== undefined && gathered.text === text && gathered.ids.every((id) => ticked.has(id))
    ? gathered
    : undefined;
}

/** Ticks and links rows that have a suggestion; links that were chosen by hand stay. */
export function linkSuggested(selection: Selection, rows: readonly ImportCandidate[]): Selection {
  const links = new Map(selection.links);
  const ticked = new Set(selection.ticked);
  for (const row of rows) {
    const { vendor_id, name, suggestion } = row;
    if (suggestion === null || !canImport(row)) {
      continue;
    }
    if (!links.has(vendor_id)) {
      links.set(vendor_id, { id: suggestion.id, name: suggestion.name, linked: suggestion.linked, row: name });
    }
    ticked.add(vendor_id);
  }
  return { ...selection, links, ticked };
}

/** Takes `linkSuggested` back: rows that still have their suggestion are as they were `before`. */
export function unlinkSuggested(selection: Selection, before: Selection, rows: readonly ImportCandidate[]): Selection {
  const links = new Map(selection.links);
  const ticked = new Set(selection.ticked);
  for (const { vendor_id, suggestion } of rows) {
    if (links.get(vendor_id)?.id !== suggestion?.id || before.links.has(vendor_id)) {
      continue;
    }
    links.delete(vendor_id);
    if (!before.ticked.has(vendor_id)) {
      ticked.delete(vendor_id);
    }
  }
  return { ...selection, links, ticked };
}

/** Ticks a row and says what it is linked to; none: it is created new. */
export function link(selection: Selection, row: ImportCandidate, to: LinkTarget | undefined): Selection {
  const links = new Map(selection.links);
  if (to === undefined) {
    links.delete(row.vendor_id);
  } else {
    links.set(row.vendor_id, { id: to.id, name: to.name, linked: to.linked, row: row.name });
  }
  return tick({ ...selection, links }, row, true);
}

/** How many rows will be imported. */
export function countOf(selection: Selection): number {
  return selection.ticked.size;
}

/** The rows of an import. */
export function importRows({ ticked, links }: Selection): ImportRow[] {
  return [...ticked].map((id) => ({ vendor_id: id, link_to: links.get(id)?.id ?? null }));
}
