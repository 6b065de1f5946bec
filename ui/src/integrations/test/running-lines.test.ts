// The lines of a running sync keep their order.
import { expect, test } from "vitest";

import { mockIntegration } from "../../api/mock";
import type { ProgressView } from "../../api";
import { runningLines } from "../running-lines";

const integration = mockIntegration();
const run = (stream: string, read: number, waiting_ms: number | null = null): ProgressView => ({
  run: stream,
  integration: integration.id,
  stream,
  mode: "full",
  read,
  about: 10,
  per_second: null,
  waiting_ms,
});

test("lines stand in the integration's order, however the streams begin", () => {
  const lines = runningLines(integration, [run("tickets", 1), run("companies", 2), run("unheard_of", 3)]);
  expect(lines.map(({ label }) => label)).toEqual(["Companies", "Service tickets", "unheard_of"]);
});

test("settings are one line at the end, which waits only where all of them do", () => {
  const lines = runningLines(integration, [run("boards", 4, 9_000), run("companies", 2), run("board_statuses", 6)]);
  expect(lines.map(({ label, read }) => [label, read])).toEqual([["Companies", 2], ["Settings", 10]]);
  expect(lines[1]?.waitingMs).toBeNull();
  expect(runningLines(integration, [run("boards", 4, 9_000), run("board_statuses", 6, 5_000)])[0]?.waitingMs).toBe(5_000);
});
