// The candidates of an import: page by page for the list, and all of them where "all" was ticked.
import { keepPreviousData, queryOptions, useQueries, useQuery } from "@tanstack/react-query";

import {
  commands,
  type ConnectorView,
  type ImportCandidate,
  type ImportWhat,
} from "../../api";
import { unwrap } from "../../kit";

/** Rows of a page of the list. */
export const PAGE = 100;
/** Rows of a page where all are gathered; the program answers no more at once. */
const LARGE_PAGE = 500;

/** What the Import step imports; contacts come with their companies. */
export type Importable = Exclude<ImportWhat, "contacts">;

/** What is fixed about an importable: its words, its stream. */
export interface ImportWords {
  what: Importable;
  /** "Users", "Companies". */
  heading: string;
  /** One of ours and several of them. */
  one: string;
  many: string;
  /** What the vendor calls them: "Members". */
  vendor: string;
  /** The tag of their cached records. */
  kind: "person" | "company";
  stream: string;
}

/** What the connector lets one import, in the order of the tabs. */
export function importables({ imports, words }: ConnectorView): ImportWords[] {
  const offered: ImportWords[] = [];
  if (imports.staff !== null) {
    offered.push({
      what: "staff",
      heading: "Users",
      one: "user",
      many: "users",
      vendor: words.staff,
      kind: "person",
      stream: imports.staff,
    });
  }
  if (imports.companies !== null) {
    offered.push({
      what: "companies",
      heading: "Companies",
      one: "company",
      many: "companies",
      vendor: words.companies,
      kind: "company",
      stream: imports.companies,
    });
  }
  return offered;
}

/** Which rows the list shows. */
export interface CandidateFilter {
  text: string;
  onlyUnlinked: boolean;
}

/** One page, from the row `offset` on. */
export const candidatesQuery = (
  integration: string,
  { what, kind }: Pick<ImportWords, "what" | "kind">,
  { text, onlyUnlinked }: CandidateFilter,
  offset: number,
) =>
  queryOptions({
    queryKey: ["records", kind, "candidates", integration, what, text, onlyUnlinked, offset],
    queryFn: () =>
      unwrap(
        commands.importCandidates(integration, {
          what,
          text,
          only_unlinked: onlyUnlinked,
          offset,
          limit: PAGE,
        }),
      ),
    gcTime: 60_000,
  });

/** The list: its length, and the rows of the pages that are on screen. */
export function useCandidates(
  integration: string,
  words: ImportWords,
  filter: CandidateFilter,
  pages: readonly number[],
) {
  const first = useQuery({ ...candidatesQuery(integration, words, filter, 0), placeholderData: keepPreviousData });
  const others = useQueries({
    queries: pages
      .filter((page) => page > 0)
      .map((page) => candidatesQuery(integration, words, filter, page * PAGE)),
  });
  const rows = new Map<number, ImportCandidate>();
  for (const [at, row] of (first.data?.rows ?? []).entries()) {
    rows.set(at, row);
  }
  const beyond = pages.filter((page) => page > 0);
  for (const [index, page] of beyond.entries()) {
    for (const [at, row] of (others[index]?.data?.rows ?? []).entries()) {
      rows.set(page * PAGE + at, row);
    }
  }
  const failure = first.error ?? others.find((each) => each.error !== null)?.error ?? null;
  return {
    isPending: first.isPending,
    isStale: first.isPlaceholderData,
    error: failure,
    isFetching: first.isFetching,
    refetch: () => Promise.all([first.refetch(), ...others.map((each) => each.refetch())]),
    total: first.data?.total ?? 0,
    linked: first.data?.linked ?? 0,
    rows,
  };
}

/** All candidates that match a search and are not linked yet, page by page. */
export async function gather(
  integration: string,
  what: Importable,
  text: string,
): Promise<ImportCandidate[]> {
  const all = new Map<string, ImportCandidate>();
  let offset = 0;
  for (;;) {
    // Whether there is a next page is known only when this one is here.
    // oxlint-disable-next-line no-await-in-loop
    const page = await unwrap(
      commands.importCandidates(integration, {
        what,
        text,
        only_unlinked: true,
        offset,
        limit: LARGE_PAGE,
      }),
    );
    for (const row of page.rows) {
      all.set(row.vendor_id, row);
    }
    // Goes on behind what really came, whatever was asked for.
    offset += page.rows.length;
    if (page.rows.length === 0 || offset >= page.total) {
      return [...all.values()];
    }
  }
}

/** How many of ours are offered at once; the search reaches all. */
const MOST_CHOICES = 50;

/** Our companies or users to link to, those that match a search. */
export function useOwnChoices(integration: string, what: Importable, text: string) {
  const { data, isPending, error } = useQuery({
    queryKey: [what === "companies" ? "companies" : "users", "choices", integration, text.trim()],
    queryFn: () => unwrap(commands.ownChoices(integration, { what, text: text.trim(), limit: MOST_CHOICES })),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
  return { rows: data?.rows ?? [], total: data?.total ?? 0, isPending, error };
}
