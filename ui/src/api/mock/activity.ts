// The made-up history: runs of every outcome, changes of settings, what waits, the audit.
import type {
  AuditView,
  BrokenReference,
  Counts,
  FailureView,
  IntegrationView,
  ReferenceChangeView,
  RunDetail,
  RunOutcome,
  RunProblem,
  RunView,
} from "../bindings";
import type { MockAnswer } from "../transport/mock";
import { refuse } from "./refuse";

const MINUTE = 60_000;
const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE).toISOString();
const runId = (at: number) => `0190e000-0000-7000-8000-${String(at).padStart(12, "0")}`;

const problems: Partial<{ [outcome in RunOutcome]: RunProblem }> = {
  failed: {
    code: "unreachable",
    who: "vendor",
    say: "The vendor did not answer.",
    hint: "It is asked again in 30 minutes. Look at the vendor's status page if this goes on.",
    vendor_text: "503 Service Unavailable\nupstream connect error or disconnect/reset before headers",
  },
  partly: {
    code: "bad_records",
    who: "us",
    say: "2 records could not be read.",
    hint: "Everything else was kept. Look at the failed records.",
    vendor_text: "",
  },
  skipped: {
    code: "forbidden",
    who: "you",
    say: "The key may not read opportunities.",
    hint: "Grant Sales > Opportunity (Inquire Level: All) to the security role.",
    vendor_text: "403 Forbidden",
  },
};

const outcomes: readonly RunOutcome[] = ["running", "done", "done", "partly", "done", "failed", "done", "cancelled", "skipped"];

/** Runs of some integrations, the newest first. */
export function mockRuns(integrations: readonly IntegrationView[]): RunView[] {
  const streams = integrations.flatMap(({ id, name, streams: all }) =>
    all.map(({ stream, live }) => ({ integration: id, integration_name: name, stream, live })),
  );
  if (streams.length === 0) {
    return [];
  }
  return Array.from({ length: 240 }, (_, at): RunView => {
    const { live, ...of } = streams[at % streams.length] as (typeof streams)[number];
    const outcome = at === 0 ? "running" : (outcomes[1 + (at % 8)] as RunOutcome);
    const did = outcome === "skipped" ? 0 : at % 11 === 0 ? live : (at * 37) % 400;
    const counts: Counts = {
      read: did,
      added: Math.floor(did / 9),
      changed: Math.floor(did / 4),
      unchanged: did - Math.floor(did / 9) - Math.floor(did / 4),
      gone: at % 5,
      filtered: at % 3 === 0 ? 18 : 0,
      failed: outcome === "partly" ? 2 : 0,
      requests: Math.ceil(did / 1_000) + 1,
      waited_ms: at % 7 === 3 ? 42_000 : 0,
    };
    const duration = 900 + ((at * 7_919) % 200_000);
    return {
      id: runId(at),
      ...of,
      trigger: (["schedule", "schedule", "person", "command_line", "wizard"] as const)[at % 5] ?? "schedule",
      mode: at % 11 === 0 ? "full" : at % 6 === 2 ? "ids" : "changes",
      resumed: at % 17 === 5,
      started_at: ago(at * 13 + 1),
      finished_at: outcome === "running" ? null : new Date(Date.now() - (at * 13 + 1) * MINUTE + duration).toISOString(),
      duration_ms: outcome === "running" ? null : duration,
      outcome,
      counts,
      problem: problems[outcome] ?? null,
    };
  });
}

/** Changes of settings, the newest first. */
export function mockChanges(integration: string): ReferenceChangeView[] {
  const said: readonly [string, string, string, string][] = [
    ["Ticket statuses", "Waiting on Vendor", "added", "Help Desk: status “Waiting on Vendor” added"],
    ["Ticket statuses", "On Hold", "renamed", "Help Desk: status “Hold” is now called “On Hold”"],
    ["Service boards", "Old Projects", "deactivated", "Board “Old Projects” deactivated"],
    ["Ticket statuses", "Escalated to a colleague of another department and waiting there", "removed", "Alerts: status “Escalated to a colleague of another department and waiting there” removed"],
    ["Service boards", "Onboarding", "reactivated", "Board “Onboarding” is active again"],
    ["Members", "Cleo Park", "changed", "Member “Cleo Park”: licence changed"],
  ];
  return said.map(([stream, name, change, say], at) => ({
    key: said.length - at,
    at: ago(40 + at * 300),
    run: runId(3 + at),
    integration,
    stream,
    name,
    parent: stream === "Ticket statuses" ? "Help Desk" : "",
    change,
    say,
  }));
}

function failures({ id, name }: IntegrationView): FailureView[] {
  const said: readonly [string, string | null, string, string][] = [
    ["tickets", "48211", "company/id", "A number was expected, but “Northwind” was sent."],
    ["contacts", "9317", "communicationItems/0/value", "A text was expected, but nothing was sent."],
    ["tickets", null, "id", "The record has no id."],
  ];
  return said.map(([stream, vendor_id, field, say], at) => ({
    key: at + 1,
    integration: id,
    integration_name: name,
    stream,
    vendor_id,
    field,
    say,
    first_at: ago(4_000),
    last_at: ago(20 + at * 90),
    times: 3 + at * 1_200,
    run: runId(3),
  }));
}

function broken({ id, name }: IntegrationView): BrokenReference[] {
  return [
    { integration: id, integration_name: name, setting: "stage.waiting", label: "Stage Waiting", vendor_id: "70012", name: "Help Desk: Waiting on Vendor", how: "gone", remedy: "Choose another status for this stage." },
    { integration: id, integration_name: name, setting: "boards_to_sync", label: "Boards to Sync", vendor_id: "4017", name: "Old Projects", how: "inactive", remedy: "Take it out of the filter, or activate it at the vendor." },
    { integration: id, integration_name: name, setting: "default_stage", label: "Default Stage", vendor_id: "9", name: "", how: "gone", remedy: "Choose another default stage." },
  ];
}

const audit: readonly Omit<AuditView, "key" | "at" | "removal">[] = [
  { actor: "window", action: "Changed an integration", subject: "Acme PSA", changes: ["Skip Inactive Companies: off → on", "Boards to Sync: not set → Help Desk, Alerts"] },
  { actor: "window", action: "Paused the schedule", subject: "Everything", changes: ["Paused until 22 November 2026, 15:03"] },
  { actor: "sync", action: "Changed how an integration is doing", subject: "Acme PSA", changes: ["State: Connected → Error", "Reason: none → The vendor has a fault of its own (503)."] },
  { actor: "window", action: "Set a role by hand", subject: "Dora Lindqvist", changes: ["Role: Viewer → Standard User"] },
  { actor: "schedule", action: "Checked the permissions", subject: "Acme PSA", changes: ["Projects: Granted → Not permitted"] },
  { actor: "command line", action: "Changed an integration", subject: "=HYPERLINK(\"https://example.com\")", changes: ["Name: Acme → =HYPERLINK(\"https://example.com\")"] },
  { actor: "window", action: "Went on with a set-up", subject: "Acme PSA", changes: ["Step: Permissions → Sync"] },
  { actor: "window", action: "Added an integration", subject: "Acme PSA", changes: [] },
];

/** What Activity asks. `integrations`: those that are there now. */
export function activityAnswers(integrations: () => readonly IntegrationView[]): Record<string, MockAnswer> {
  const dismissed = new Set<unknown>();
  const first = () => integrations()[0];
  const failed = () =>
    first() === undefined ? [] : failures(first() as IntegrationView).filter(({ key }) => !dismissed.has(key));
  return {
    runs: ({ last, integration }) =>
      mockRuns(integrations())
        .filter((run) => integration === null || run.integration === integration)
        .slice(0, Number(last)),
    run: ({ run }): RunDetail => {
      const found =
        mockRuns(integrations()).find(({ id }) => id === run) ??
        refuse("not_found", "There is no such run.", "Runs are kept for 90 days. Look at the list of runs.");
      return {
        run: found,
        failed_records:
          found.outcome === "partly"
            ? failed().map(({ vendor_id, field, say }, row) => ({ vendor_id, row: row * 417, field, say }))
            : [],
        reference_changes:
          found.outcome === "partly" || found.stream === "boards"
            ? mockChanges(found.integration_name).map(({ say }) => say)
            : [],
      };
    },
    reference_changes: () => (first() === undefined ? [] : mockChanges(first()?.name ?? "")),
    broken_references: () => (first() === undefined ? [] : broken(first() as IntegrationView)),
    failed_records: failed,
    retry_failed_records: ({ keys }) => ({ read: 0, failing: (keys as number[]).length, gone: 0, not_possible: 0 }),
    dismiss_failed_record: ({ key }) => {
      dismissed.add(key);
      return null;
    },
    audit: () =>
      first() === undefined ? [] : audit.map((entry, at) => ({ ...entry, removal: null, key: audit.length - at, at: ago(5 + at * 700) })),
  };
}
