// Live data: progress is told on at most four times a second, and tags are asked for again once each.
import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { ProgressView } from "../api";
import { keysOfTag, liveListener, ProgressStore, TELL_EVERY_MS } from "./live";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function progress(differently: Partial<ProgressView> = {}): ProgressView {
  return {
    run: "r1",
    integration: "i1",
    stream: "companies",
    mode: "full",
    read: 0,
    about: null,
    per_second: null,
    waiting_ms: null,
    ...differently,
  } as ProgressView;
}

function listening() {
  const client = new QueryClient();
  const store = new ProgressStore();
  const invalidated = vi.spyOn(client, "invalidateQueries").mockResolvedValue();
  return { client, store, invalidated, listen: liveListener(client, store) };
}

test("many messages of progress are told on once, with the last of each stream", () => {
  const { store, listen } = listening();
  const told = vi.fn<() => void>();
  store.subscribe(told);
  for (let read = 1; read <= 50; read += 1) {
    listen({ event: "progress", runs: [progress({ read })] });
  }
  expect(told).not.toHaveBeenCalled();
  vi.advanceTimersByTime(TELL_EVERY_MS);
  expect(told).toHaveBeenCalledTimes(1);
  expect(store.of("i1").map(({ read }) => read)).toEqual([50]);
  expect(store.of("i1")).toBe(store.of("i1"));
  vi.advanceTimersByTime(TELL_EVERY_MS * 4);
  expect(told).toHaveBeenCalledTimes(1);
});

test("a run that ended and a sync that ended leave no progress behind", () => {
  const { store, listen } = listening();
  listen({ event: "progress", runs: [progress(), progress({ stream: "tickets" }), progress({ integration: "i2" })] });
  vi.advanceTimersByTime(TELL_EVERY_MS);
  expect(store.of("i1")).toHaveLength(2);
  listen({
    event: "run_finished",
    run: { id: "r1", integration: "i1", stream: "companies" },
  } as Parameters<typeof listen>[0]);
  vi.advanceTimersByTime(TELL_EVERY_MS);
  expect(store.of("i1").map(({ stream }) => stream)).toEqual(["tickets"]);
  listen({ event: "sync_finished", integration: "i1", trigger: "schedule", outcome: null, problem: null });
  vi.advanceTimersByTime(TELL_EVERY_MS);
  expect(store.of("i1")).toEqual([]);
  expect(store.of("i2")).toHaveLength(1);
});

test("a tag becomes the beginning of a query's key", () => {
  expect(keysOfTag("runs")).toEqual([["runs"]]);
  expect(keysOfTag("users")).toEqual([["users"]]);
  expect(keysOfTag("reference:i1")).toEqual([["reference", "i1"]]);
});

test("what companies are linked to is shown anew where vendors' companies are", () => {
  expect(keysOfTag("companies")).toEqual([["companies"], ["records", "company"], ["records", "detail"]]);
});

test("changed records are shown anew in their tables, in the drawer and where all kinds are searched", () => {
  const keys = keysOfTag("records:ticket");
  expect(keys).toContainEqual(["records", "ticket"]);
  expect(keys).toContainEqual(["records", "detail"]);
  expect(keys).toContainEqual(["records", "find"]);
  expect(keys).not.toContainEqual(["records"]);
});

test("a changed stream tells its counts and what is chosen from it, not every table", () => {
  const keys = keysOfTag("stream:i1:boards");
  expect(keys).toContainEqual(["integrations"]);
  expect(keys).toContainEqual(["reference", "i1"]);
  expect(keys).not.toContainEqual(["records"]);
});

test("tags are gathered and asked for again once each", () => {
  const { invalidated, listen } = listening();
  listen({ event: "data_changed", tags: ["runs", "reference:i1"] });
  listen({ event: "data_changed", tags: ["runs"] });
  expect(invalidated).not.toHaveBeenCalled();
  vi.advanceTimersByTime(TELL_EVERY_MS);
  expect(invalidated.mock.calls.map(([filters]) => filters?.queryKey)).toEqual([
    ["runs"],
    ["reference", "i1"],
  ]);
});

test("a query with a changed tag is asked again, another is not", async () => {
  const client = new QueryClient();
  client.setQueryData(["runs", 20], []);
  client.setQueryData(["users"], []);
  const listen = liveListener(client, new ProgressStore());
  listen({ event: "data_changed", tags: ["runs"] });
  await vi.advanceTimersByTimeAsync(TELL_EVERY_MS);
  expect(client.getQueryState(["runs", 20])?.isInvalidated).toBe(true);
  expect(client.getQueryState(["users"])?.isInvalidated).toBe(false);
});

test("what a person asked for and could not be done is told, what the schedule did is not", () => {
  const problem = { code: "auth", who: "you", say: "Refused.", hint: "", field: null, reference: null } as const;
  const onProblem = vi.fn<(problem: unknown) => void>();
  const listen = liveListener(new QueryClient(), new ProgressStore(), { onProblem });
  listen({ event: "sync_finished", integration: "i1", trigger: "schedule", outcome: null, problem });
  expect(onProblem).not.toHaveBeenCalled();
  listen({ event: "sync_finished", integration: "i1", trigger: "person", outcome: null, problem });
  expect(onProblem).toHaveBeenCalledWith(problem);
  // Whoever is in the wizard waits for its sync as well.
  listen({ event: "sync_finished", integration: "i1", trigger: "wizard", outcome: null, problem });
  expect(onProblem).toHaveBeenCalledTimes(2);
});
