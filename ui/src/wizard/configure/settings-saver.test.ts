// The saver: what is gathered, sent, kept after a failure and taken back.
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Change, Settings } from "../../api";
import { GATHER_MS, SettingsSaver } from "./settings-saver";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A program whose answers are let go one by one. */
function program(settings: Settings = {}) {
  const calls: Change[][] = [];
  const waiting: { resolve: (kept: Settings) => void; reject: (refusal: unknown) => void }[] = [];
  const saver = new SettingsSaver(settings, (changes) => {
    calls.push(changes);
    return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
  });
  const settle = async (kept: Settings | "refuse") => {
    const next = waiting.shift();
    if (kept === "refuse") {
      next?.reject({ code: "x", say: "It is full.", hint: "" });
    } else {
      next?.resolve(kept);
    }
    await vi.advanceTimersByTimeAsync(0);
  };
  return { saver, calls, settle };
}

test("changes of the same key within a moment are one call with the last value", async () => {
  const { saver, calls, settle } = program();
  saver.change("first", { a: ["1"] });
  saver.change("other", { b: ["9"] });
  saver.change("second", { a: ["1", "2"] });
  await vi.advanceTimersByTimeAsync(GATHER_MS - 1);
  expect(calls).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  // In the order of the last change of each key.
  expect(calls).toEqual([
    [
      { key: "b", value: '["9"]' },
      { key: "a", value: '["1","2"]' },
    ],
  ]);
  expect(saver.view().state.at).toBe("saving");
  await settle({ a: ["1", "2"], b: ["9"] });
  expect(saver.view().state.at).toBe("saved");
});

test("a change during a call waits for it, and is sent after it", async () => {
  const { saver, calls, settle } = program();
  saver.change("first", { a: ["1"] });
  const done = saver.flush();
  saver.change("second", { a: ["2"] });
  await vi.advanceTimersByTimeAsync(10 * GATHER_MS);
  expect(calls).toHaveLength(1);
  expect(saver.view().ids("a")).toEqual(["2"]);
  await settle({ a: ["1"] });
  expect(calls).toHaveLength(2);
  expect(calls[1]).toEqual([{ key: "a", value: '["2"]' }]);
  await settle({ a: ["2"] });
  expect(await done).toBe(true);
});

test("what failed stays, is told, and goes along with the next trial", async () => {
  const { saver, calls, settle } = program({ a: ["0"] });
  saver.change("first", { a: ["1"] });
  const done = saver.flush();
  await settle("refuse");
  expect(await done).toBe(false);
  expect(saver.view().state).toMatchObject({ at: "failed", error: { say: "It is full." } });
  expect(saver.view().ids("a")).toEqual(["1"]);
  saver.change("second", { b: ["2"] });
  const again = saver.flush();
  expect(calls[1]).toEqual([
    { key: "a", value: '["1"]' },
    { key: "b", value: '["2"]' },
  ]);
  await settle({ a: ["1"], b: ["2"] });
  expect(await again).toBe(true);
});

test("undo takes the last change back; back at what is stored nothing is sent", async () => {
  const { saver, calls } = program({ a: ["0"] });
  saver.change("first", { a: ["1"] });
  expect(saver.view().undoLabel).toBe("first");
  expect(saver.undo()).toBe("first");
  expect(saver.view().ids("a")).toEqual(["0"]);
  expect(saver.view().undoLabel).toBeUndefined();
  await vi.advanceTimersByTimeAsync(2 * GATHER_MS);
  expect(calls).toEqual([]);
  expect(saver.undo()).toBeUndefined();
});

test("undo of what is on its way sends the value from before, and an empty list is the default", async () => {
  const { saver, calls, settle } = program();
  saver.change("first", { a: ["1"] });
  const done = saver.flush();
  saver.undo();
  await settle({ a: ["1"] });
  expect(calls[1]).toEqual([{ key: "a", value: "" }]);
  await settle({});
  expect(await done).toBe(true);
  expect(saver.view().ids("a")).toEqual([]);
});

test("settings that arrive from elsewhere do not overwrite what is not saved", () => {
  const { saver } = program({ a: ["0"], b: ["0"] });
  saver.change("first", { a: ["1"] });
  saver.adopt({ a: ["7"], b: ["8"] });
  expect(saver.view().ids("a")).toEqual(["1"]);
  expect(saver.view().ids("b")).toEqual(["8"]);
});
