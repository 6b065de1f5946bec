// The end of syncs that a person started: one toast in the window, in the words of the desktop's notice.
import { act, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { RunView, StreamStatus, SyncOutcome } from "../api";
import { drawAt } from "../test/draw";
import { anIntegration } from "../test/integrations";
import { endedWords } from "./ended-words";
import { HandSyncs, WAIT_MS } from "./hand-syncs";

const stream = (name: string, label: string, kind: StreamStatus["kind"], live: number): StreamStatus => ({
  stream: name, label, kind, live, on: true, gone: 0, last_success_at: null, next_due_at: null, failures: 0, shrink_hold: null,
});
const acme = anIntegration({
  id: "i1",
  name: "ConnectWise",
  streams: [stream("companies", "Companies", "company", 108), stream("statuses", "Statuses", "reference", 120)],
});

function run(name: string, counts: Partial<RunView["counts"]>, differently: Partial<RunView> = {}): RunView {
  return { id: name, integration: "i1", integration_name: "ConnectWise", stream: name, trigger: "person", outcome: "done", problem: null, counts, ...differently } as RunView;
}
const outcome = (runs: RunView[], id = "i1", name = "ConnectWise"): SyncOutcome => ({ integration: id, name, runs, deduplicated: false });

test("what has changed is told as the desktop tells it", () => {
  const runs = [run("statuses", { added: 3 }), run("companies", { added: 108 })];
  expect(endedWords(outcome(runs), acme)).toEqual({ well: "ConnectWise: 108 companies, 120 statuses; 3 new statuses." });
  expect(endedWords(outcome([run("companies", {})]), acme)).toEqual({
    well: "ConnectWise: nothing has changed since the last sync.",
  });
});

test("what failed says what to do, and a cancelled sync says nothing", () => {
  const problem = { code: "unauthorized", who: "you" as const, say: "The key was refused.", hint: "Replace it.", vendor_text: "" };
  expect(endedWords(outcome([run("companies", {}, { outcome: "failed", problem })]), acme)).toEqual({
    say: "ConnectWise needs you",
    hint: "The key was refused. Replace it.",
  });
  expect(endedWords(outcome([run("companies", { failed: 1 }, { outcome: "partly" })]), acme)).toMatchObject({
    say: "ConnectWise: 1 record could not be read",
  });
  expect(endedWords(outcome([run("companies", {}, { outcome: "cancelled" })]), acme)).toBeUndefined();
});

test("syncs that end together are told at once, a long one keeps no other waiting", () => {
  vi.useFakeTimers();
  const tell = vi.fn<(outcomes: readonly SyncOutcome[]) => void>();
  const syncs = new HandSyncs(tell);
  const [one, two] = [outcome([], "a"), outcome([], "b")];
  syncs.began("a", "person");
  syncs.began("b", "person");
  syncs.ended("a", "person", one);
  expect(tell).not.toHaveBeenCalled();
  syncs.ended("b", "person", two);
  expect(tell.mock.calls).toEqual([[[one, two]]]);
  syncs.began("a", "person");
  syncs.began("b", "person");
  syncs.ended("a", "person", one);
  vi.advanceTimersByTime(WAIT_MS);
  expect(tell).toHaveBeenCalledTimes(2);
  syncs.ended("c", "schedule", two);
  vi.advanceTimersByTime(WAIT_MS);
  expect(tell).toHaveBeenCalledTimes(2);
  vi.useRealTimers();
});

const focus = vi.spyOn(document, "hasFocus");
beforeEach(() => void focus.mockReturnValue(true));
afterEach(() => void focus.mockReset());

const ended = (trigger: "person" | "schedule") =>
  ({ event: "sync_finished", integration: "i1", trigger, outcome: outcome([run("companies", { added: 108 })]), problem: null }) as const;

test("the window tells that a sync by hand has ended; where nobody looks, the desktop does", async () => {
  const { program } = await drawAt("/tickets", { integrations: () => [acme] });
  await screen.findByRole("heading", { level: 1, name: "Tickets" });
  act(() => program.send("page-event", ended("schedule")));
  focus.mockReturnValue(false);
  act(() => program.send("page-event", ended("person")));
  focus.mockReturnValue(true);
  act(() => program.send("page-event", ended("person")));
  await waitFor(() => expect(screen.getAllByText("ConnectWise: 108 companies.")).toHaveLength(1));
});
