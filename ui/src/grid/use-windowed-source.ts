// Rows read page by page through TanStack Query: only what is near the screen is asked for and kept.
import { hashKey, type QueryKey, useQueries, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";

import type { GridError, GridSource } from "./types";

/** One page as the reader answers it. */
export interface Page<Row> {
  /** Rows that match, over all pages. */
  total: number;
  /** Rows without any filter, where known. */
  outOf?: number;
  rows: Row[];
}

export interface WindowedOptions<Row> {
  /** Names the list: vendor, filters, sort, search. Another key is another list, shown from its top. */
  queryKey: QueryKey;
  fetchPage: (offset: number, limit: number, signal: AbortSignal) => Promise<Page<Row>>;
  /** Stable and unique over the whole list. */
  keyOf: (row: Row) => string;
  /** Rows a page; 200 unless given. */
  pageSize?: number;
}

/** Pages kept beside those in use; the farthest go first. */
const KEPT_PAGES = 24;
/** How long an unused page is kept, in milliseconds. */
const KEPT_FOR = 60_000;
/** Between two reads while the scroll bar is dragged across unread rows, in milliseconds. */
const JUMP_PAUSE = 60;

interface Shown {
  hash: string;
  queryKey: QueryKey;
  total: number;
  outOf: number | undefined;
}

interface Wanted {
  hash: string;
  first: number;
  last: number;
}

/** A source over `fetchPage`. Invalidate `queryKey` to read again what is on screen. */
export function useWindowedSource<Row>({
  queryKey,
  fetchPage,
  keyOf,
  pageSize = 200,
}: WindowedOptions<Row>): GridSource<Row> {
  const client = useQueryClient();
  const hash = hashKey(queryKey);
  const [shown, setShown] = useState<Shown>();
  const [asked, setAsked] = useState<Wanted>({ hash, first: 0, last: 0 });
  const wanted = asked.hash === hash ? asked : { hash, first: 0, last: 0 };
  const total = shown?.hash === hash ? shown.total : undefined;
  const pages = pagesAround(wanted, total, pageSize);

  const pageQuery = (page: number, key: QueryKey = queryKey) => ({
    queryKey: pageKey(key, pageSize, page),
    queryFn: ({ signal }: { signal: AbortSignal }) => fetchPage(page * pageSize, pageSize, signal),
    // The store says when it changed; the grid offers to try again.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: KEPT_FOR,
    retry: false,
    networkMode: "always" as const,
  });
  const results = useQueries({ queries: pages.map((page) => pageQuery(page)) });

  const newest = results.reduce<(typeof results)[number] | undefined>(
    (best, result) =>
      result.data !== undefined && (best === undefined || result.dataUpdatedAt > best.dataUpdatedAt)
        ? result
        : best,
    undefined,
  )?.data;
  if (
    newest !== undefined &&
    (shown?.hash !== hash || shown.total !== newest.total || shown.outOf !== newest.outOf)
  ) {
    setShown({ hash, queryKey, total: newest.total, outOf: newest.outOf });
  }

  const latest = useRef({ hash, shownHash: shown?.hash, wanted, pageSize });
  const reads = useRef({ pageQuery, results });
  useEffect(() => {
    latest.current = { hash, shownHash: shown?.hash, wanted, pageSize };
    reads.current = { pageQuery, results };
  });

  const jump = useRef<{ timer: ReturnType<typeof setTimeout>; to: Wanted }>(undefined);
  useEffect(() => () => clearTimeout(jump.current?.timer), []);
  const wantRange = useCallback((firstRow: number, lastRow: number) => {
    const now = latest.current;
    if (now.shownHash !== now.hash) {
      // Still the rows of the list before: they say nothing about this one.
      return;
    }
    const to = {
      hash: now.hash,
      first: Math.floor(firstRow / now.pageSize),
      last: Math.floor(Math.max(firstRow, lastRow) / now.pageSize),
    };
    const near = to.first <= now.wanted.last + 1 && to.last >= now.wanted.first - 1;
    if (near) {
      clearTimeout(jump.current?.timer);
      jump.current = undefined;
      if (to.first !== now.wanted.first || to.last !== now.wanted.last) {
        setAsked(to);
      }
    } else if (jump.current === undefined) {
      const timer = setTimeout(() => {
        const target = jump.current?.to;
        jump.current = undefined;
        if (target !== undefined) {
          setAsked(target);
        }
      }, JUMP_PAUSE);
      jump.current = { timer, to };
    } else {
      jump.current.to = to;
    }
  }, []);

  useEffect(() => {
    const kept = client.getQueryCache().findAll({ queryKey: pagesKey(queryKey, pageSize) });
    const distance = (page: unknown) => Math.abs(Number(page) - wanted.first);
    kept
      .filter((query) => query.getObserversCount() === 0)
      .toSorted((a, b) => distance(a.queryKey.at(-1)) - distance(b.queryKey.at(-1)))
      .slice(KEPT_PAGES)
      .forEach((query) => client.getQueryCache().remove(query));
    // `hash` stands for `queryKey`, whose identity may change on every drawing.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [client, hash, pageSize, wanted.first, wanted.last]);

  const failed = results.find((result) => result.isError && !result.isFetching);
  const stamp = results.map((result) => identify(result.data)).join(" ");
  const problem = failed?.error ?? undefined;
  const reading = pages.join(" ");
  return useMemo<GridSource<Row>>(() => {
    const held = new Map<number, Row[] | undefined>();
    const pageRows = (page: number) => {
      if (!held.has(page) && shown !== undefined) {
        const key = pageKey(shown.queryKey, pageSize, page);
        held.set(page, client.getQueryData<Page<Row>>(key)?.rows);
      }
      return held.get(page);
    };
    const rowAt = (index: number) => pageRows(Math.floor(index / pageSize))?.[index % pageSize];
    const base = shown === undefined ? "loading" : "ready";
    return {
      total: shown?.total,
      outOf: shown?.outOf,
      listKey: shown?.hash,
      rowAt,
      keyAt: (index) => {
        const row = rowAt(index);
        return row === undefined ? undefined : keyOf(row);
      },
      indexOf: (key) => {
        for (const page of reading.split(" ").map(Number)) {
          const at = pageRows(page)?.findIndex((row) => keyOf(row) === key) ?? -1;
          if (at >= 0) {
            return page * pageSize + at;
          }
        }
        return undefined;
      },
      keysBetween: async (first, last) => {
        const keys: string[] = [];
        const lastPage = Math.floor(last / pageSize);
        for (let page = Math.floor(first / pageSize); page <= lastPage; page += 1) {
          // One after another: a long range must not flood the program behind the window.
          // oxlint-disable-next-line no-await-in-loop
          const { rows } = await client.fetchQuery(
            reads.current.pageQuery(page, shown?.queryKey),
          );
          const start = page * pageSize;
          keys.push(
            ...rows.slice(Math.max(0, first - start), last - start + 1).map((row) => keyOf(row)),
          );
        }
        return keys;
      },
      wantRange,
      state: problem === undefined ? base : "error",
      refreshing: shown !== undefined && shown.hash !== hash && problem === undefined,
      error: problem === undefined ? undefined : inWords(problem),
      retry: () => {
        for (const result of reads.current.results) {
          if (result.isError) {
            void result.refetch();
          }
        }
      },
    };
    // `stamp` changes with the pages' data, `reading` with their numbers.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [client, shown, hash, stamp, reading, problem, pageSize, keyOf, wantRange]);
}

const pagesKey = (queryKey: QueryKey, pageSize: number) => [...queryKey, "pages", pageSize];
const pageKey = (queryKey: QueryKey, pageSize: number, page: number) => [
  ...pagesKey(queryKey, pageSize),
  page,
];

/** The pages on screen, then their neighbours: asked for in this order. */
function pagesAround(wanted: Wanted, total: number | undefined, pageSize: number): number[] {
  const end = total === undefined ? wanted.last : Math.max(0, Math.ceil(total / pageSize) - 1);
  const pages: number[] = [];
  for (let page = wanted.first; page <= Math.min(wanted.last, end); page += 1) {
    pages.push(page);
  }
  if (pages.length === 0) {
    // The list became shorter than where the screen stands.
    pages.push(end);
  }
  const [first = 0, last = first] = [pages[0], pages.at(-1)];
  if (total !== undefined && last < end) {
    pages.push(last + 1);
  }
  if (total !== undefined && first > 0) {
    pages.push(first - 1);
  }
  return pages;
}

const identities = new WeakMap<object, number>();
let identified = 0;
/** A number for an object's identity; 0 for nothing. */
function identify(value: object | undefined): number {
  if (value === undefined) {
    return 0;
  }
  let identity = identities.get(value);
  if (identity === undefined) {
    identified += 1;
    identity = identified;
    identities.set(value, identity);
  }
  return identity;
}

/** The program's own words where it sent some. */
export function inWords(problem: unknown): GridError {
  if (typeof problem === "object" && problem !== null && "say" in problem) {
    const { say, hint } = problem as { say: unknown; hint?: unknown };
    return {
      say: String(say),
      ...(typeof hint === "string" && hint !== "" && { hint }),
    };
  }
  return {
    say: "The rows could not be read.",
    ...(problem instanceof Error && problem.message !== "" && { hint: problem.message }),
  };
}
