// The windowed source: which pages it asks for, what shows meanwhile, what it forgets, and how it fails.
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, expect, test, vi } from "vitest";

import { type Page, useWindowedSource } from "..";
import { peopleOf, type Person, personKey } from "./people";

afterEach(() => vi.useRealTimers());

interface Given {
  list: string;
  fetchPage: (offset: number, limit: number) => Promise<Page<Person>>;
}

const people = peopleOf(10_000);
const pageOf = (offset: number, limit: number): Page<Person> => ({
  total: people.length,
  outOf: 20_000,
  rows: people.slice(offset, offset + limit),
});

function start(given: Partial<Given> = {}) {
  const fetchPage = vi.fn<Given["fetchPage"]>((offset, limit) =>
    Promise.resolve(pageOf(offset, limit)),
  );
  const client = new QueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  const hook = renderHook(
    ({ list, fetchPage: read }: Given) =>
      useWindowedSource({ queryKey: ["people", list], fetchPage: read, keyOf: personKey, pageSize: 100 }),
    { wrapper, initialProps: { list: "all", fetchPage, ...given } },
  );
  const offsets = () => fetchPage.mock.calls.map(([offset]) => offset);
  return { client, fetchPage, offsets, ...hook };
}

test("reads the first page, then its neighbour, each once", async () => {
  const { result, offsets } = start();
  expect(result.current.state).toBe("loading");
  expect(result.current.total).toBeUndefined();
  await waitFor(() => expect(offsets()).toEqual([0, 100]));
  expect(result.current.state).toBe("ready");
  expect(result.current.total).toBe(10_000);
  expect(result.current.outOf).toBe(20_000);
  expect(result.current.rowAt(7)?.name).toBe("Person 7");
  expect(result.current.keyAt(5000)).toBeUndefined();
  act(() => result.current.wantRange(0, 20));
  act(() => result.current.wantRange(5, 25));
  expect(offsets()).toEqual([0, 100]);
});

test("scrolling on asks for the pages ahead and for none twice", async () => {
  const { result, offsets } = start();
  await waitFor(() => expect(result.current.rowAt(150)).toBeDefined());
  act(() => result.current.wantRange(190, 210));
  await waitFor(() => expect(result.current.rowAt(299)).toBeDefined());
  act(() => result.current.wantRange(0, 20));
  expect(result.current.rowAt(0)).toBeDefined();
  expect(new Set(offsets()).size).toBe(offsets().length);
  expect(result.current.indexOf?.("id-105")).toBe(105);
});

test("dragging across unread rows reads only where the bar rests", async () => {
  const { result, offsets } = start();
  await waitFor(() => expect(offsets()).toEqual([0, 100]));
  vi.useFakeTimers();
  act(() => result.current.wantRange(3000, 3020));
  act(() => result.current.wantRange(6000, 6020));
  expect(result.current.total).toBe(10_000);
  act(() => vi.runAllTimers());
  vi.useRealTimers();
  await waitFor(() => expect(result.current.rowAt(6000)?.name).toBe("Person 6000"));
  expect(offsets().filter((offset) => offset >= 200)).toEqual([6000, 6100, 5900]);
});

test("the old rows show until the first page of another list is here", async () => {
  const { result, rerender } = start();
  await waitFor(() => expect(result.current.rowAt(0)).toBeDefined());
  let resolve: ((page: Page<Person>) => void) | undefined;
  const slow = vi.fn<Given["fetchPage"]>(() => new Promise((answer) => (resolve = answer)));
  rerender({ list: "few", fetchPage: slow });
  expect(result.current.refreshing).toBe(true);
  expect(result.current.state).toBe("ready");
  expect(result.current.total).toBe(10_000);
  expect(result.current.rowAt(3)?.name).toBe("Person 3");
  const before = result.current.listKey;
  act(() => result.current.wantRange(500, 520));
  expect(slow).toHaveBeenCalledOnce();
  act(() => resolve?.({ total: 1, rows: [{ ...people[0], name: "Only" } as Person] }));
  await waitFor(() => expect(result.current.refreshing).toBe(false));
  expect(result.current.total).toBe(1);
  expect(result.current.rowAt(0)?.name).toBe("Only");
  expect(result.current.rowAt(3)).toBeUndefined();
  expect(result.current.listKey).not.toBe(before);
});

test("forgets pages far away, so that memory stays bounded", async () => {
  const { result, client } = start();
  await waitFor(() => expect(result.current.rowAt(0)).toBeDefined());
  for (let page = 1; page < 90; page += 1) {
    act(() => result.current.wantRange(page * 100, page * 100 + 20));
  }
  await waitFor(() => expect(result.current.rowAt(8900)).toBeDefined());
  expect(client.getQueryCache().getAll().length).toBeLessThan(30);
  expect(result.current.rowAt(0)).toBeUndefined();
  expect(result.current.rowAt(8800)).toBeDefined();
});

test("a failed first page is an error in the program's words, and asking again helps", async () => {
  const read = vi
    .fn<Given["fetchPage"]>()
    .mockRejectedValueOnce({ say: "The store is busy.", hint: "Wait a moment." })
    .mockImplementation((offset, limit) => Promise.resolve(pageOf(offset, limit)));
  const { result } = start({ fetchPage: read });
  await waitFor(() => expect(result.current.state).toBe("error"));
  expect(result.current.error).toEqual({ say: "The store is busy.", hint: "Wait a moment." });
  expect(result.current.total).toBeUndefined();
  act(() => result.current.retry?.());
  await waitFor(() => expect(result.current.state).toBe("ready"));
  expect(result.current.rowAt(0)).toBeDefined();
});

test("a failed page further on keeps the rows that are here", async () => {
  const read = vi.fn<Given["fetchPage"]>((offset, limit) =>
    offset === 100 ? Promise.reject(new Error("disk")) : Promise.resolve(pageOf(offset, limit)),
  );
  const { result } = start({ fetchPage: read });
  await waitFor(() => expect(result.current.state).toBe("error"));
  expect(result.current.error?.hint).toBe("disk");
  expect(result.current.total).toBe(10_000);
  expect(result.current.rowAt(0)).toBeDefined();
  expect(read).toHaveBeenCalledTimes(2);
});

test("invalidating reads again what is on screen and shows the change", async () => {
  let name = "Before";
  const read = vi.fn<Given["fetchPage"]>(() =>
    Promise.resolve({ total: 1, rows: [{ ...people[0], name } as Person] }),
  );
  const { result, client } = start({ fetchPage: read });
  await waitFor(() => expect(result.current.rowAt(0)?.name).toBe("Before"));
  name = "After";
  await act(() => client.invalidateQueries({ queryKey: ["people"] }));
  await waitFor(() => expect(result.current.rowAt(0)?.name).toBe("After"));
  expect(read).toHaveBeenCalledTimes(2);
});

test("gives the keys of a range, reading what is missing", async () => {
  const { result } = start();
  await waitFor(() => expect(result.current.rowAt(0)).toBeDefined());
  const keys = await result.current.keysBetween?.(298, 403);
  expect(keys?.length).toBe(106);
  expect(keys?.[0]).toBe("id-298");
  expect(keys?.at(-1)).toBe("id-403");
});
