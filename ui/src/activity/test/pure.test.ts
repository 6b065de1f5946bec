// Activity without a page: which runs are shown and in which order, why a record may be missing, the export.
import { expect, test } from "vitest";

import type { PermissionReport, RunView } from "../../api";
import { mockConnectors, mockIntegration, mockRuns } from "../../api/mock";
import { asCsv } from "../AuditTab";
import { reasonsOf } from "../find-reasons";
import { retriedWords } from "../retried-words";
import { parseRuns, shownRuns, sortOf } from "../runs-view";

const runs = mockRuns([mockIntegration()]);
const nothing = parseRuns({});
const label = ({ stream }: RunView) => (stream === "tickets" ? "Service tickets" : stream);

test("without anything in the address all runs are shown as they came", () => {
  expect(shownRuns(runs, nothing, label)).toEqual(runs);
});

test("runs are found by the label of their stream and by their problem", () => {
  const found = shownRuns(runs, { ...nothing, search: "Service TICK" }, label);
  expect(new Set(found.map(({ stream }) => stream))).toEqual(new Set(["tickets"]));
  const troubled = shownRuns(runs, { ...nothing, search: "did not answer" }, label);
  expect(troubled.length).toBeGreaterThan(0);
  expect(troubled.every(({ outcome }) => outcome === "failed")).toBe(true);
});

test("runs are sorted by number as numbers, by word as words, both ways", () => {
  const read = shownRuns(runs, { ...nothing, sort: "-read" }, label).map(({ counts }) => counts.read ?? 0);
  expect(read).toEqual(read.toSorted((a, b) => b - a));
  const streams = shownRuns(runs, { ...nothing, sort: "stream" }, label).map(label);
  expect(streams).toEqual(streams.toSorted((a, b) => a.localeCompare(b)));
  const running = shownRuns(runs, { ...nothing, sort: "duration" }, label)[0];
  expect(running?.outcome).toBe("running");
  expect(sortOf("-read")).toEqual({ column: "read", descending: true });
  expect(sortOf(undefined)).toBeNull();
});

test("the address is read with whatever stands in it", () => {
  expect(parseRuns({ of: 7, search: 12 as unknown as string, outcome: {} })).toEqual({ of: "7", search: "12", outcome: undefined, sort: undefined });
});

test("the audit is exported safely", () => {
  const csv = asCsv([{ key: 1, at: "2026-11-22T10:00:00Z", actor: "window", action: "renamed", subject: '=HYPERLINK("x")', changes: ["a: 1 → 2", "b: 3 → 4"], removal: null }]);
  expect(csv.split("\r\n")).toEqual([
    '"When","Who","What","To what","Changes"',
    '"2026-11-22T10:00:00Z","You","renamed","\'=HYPERLINK(""x"")","a: 1 → 2; b: 3 → 4"',
  ]);
});

const connector = mockConnectors[0];
const permissions: PermissionReport = {
  checked_at: "2026-11-22T10:00:00Z",
  areas: [
    { area: "tickets", label: "Tickets", required: true, result: "Granted", ok: true, grant: "", details: [] },
    { area: "opportunities", label: "Opportunities", required: false, result: "Not permitted", ok: false, grant: "", details: [] },
  ],
};

test("nothing keeps a record out where everything is on and granted", () => {
  expect(reasonsOf(mockIntegration(), connector, null)).toEqual([]);
});

test("each reason is told with the step to look at", () => {
  const integration = mockIntegration({
    state: "stopped",
    settings: { sync_opportunities: false, skip_inactive_companies: true, boards_to_sync: ["4000"], exclude_company_types: [] },
  });
  integration.streams[5] = { ...(integration.streams[5] as (typeof integration.streams)[number]), last_success_at: null };
  expect(reasonsOf(integration, connector, permissions).map(({ key, step, certain }) => [key, step, certain])).toEqual([
    ["state", "connect", true],
    ["area opportunities", "permissions", true],
    ["off opportunities", "sync", true],
    ["filter skip_inactive_companies", "sync", false],
    ["filter boards_to_sync", "sync", false],
    ["unread tickets", "sync", true],
  ]);
});

test("a record that cannot be asked for alone comes with the next full read, of whatever stream it is", () => {
  const none = { read: 0, failing: 0, gone: 0 };
  expect(retriedWords({ ...none, not_possible: 1 })).toBe("1 record cannot be asked for alone: the next full read of its list reads it again.");
  expect(retriedWords({ ...none, not_possible: 2 })).toBe("2 records cannot be asked for alone: the next full read of their lists reads them again.");
});
