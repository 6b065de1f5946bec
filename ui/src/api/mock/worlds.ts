// The states that the made-up program can start in, by the name behind `?world=` in the address: whatever
// a person may meet can be looked at, and pictures of it can be made again.
import type { AppError, IntegrationState, IntegrationView, ProgressView, StreamStatus } from "../bindings";
import type { MockAnswer } from "../transport/mock";
import { mockIntegration, progress } from "./integration";
import type { MockStart } from "./program";

const refusal: AppError = {
  code: "database",
  who: "us",
  say: "The database could not be read.",
  hint: "Restart Patchbay. If that does not help, open the log files in Settings.",
  field: null,
  reference: "disk I/O error (code 10) while reading page 417 of patchbay.db",
};

/** The questions that screens ask, as against what is asked before there is a screen. */
const asked = [
  "integrations", "connectors", "runs", "run", "reference_changes", "broken_references", "failed_records", "audit",
  "record_page", "record_detail", "column_values", "find_records", "ticket_notes", "portal_users", "preferences",
  "autostart", "quiet_hours", "about", "kind_counts", "paused_until", "running_progress",
];
const all = (answer: MockAnswer): Record<string, MockAnswer> =>
  Object.fromEntries(asked.map((command) => [command, answer]));
const nothing: Record<string, MockAnswer> = {
  ...Object.fromEntries(
    ["runs", "reference_changes", "broken_references", "failed_records", "audit", "find_records", "portal_users"].map(
      (command) => [command, () => []],
    ),
  ),
  record_page: () => ({ total: 0, as_of: null, rows: [] }),
};
const never = () => new Promise(() => {});

const reasons: readonly [IntegrationState, string][] = [
  ["connected", ""],
  ["error", "The vendor did not answer: 503 Service Unavailable. It is asked again in 30 minutes; the pauses grow as long as this goes on."],
  ["stopped", "The keys were refused five times in a row, so nothing is asked any more. Replace the credentials in Configure, then choose Go on syncing."],
  ["disconnected", "The client secret expired on 14 September 2026. Make a new one at the vendor and replace the credentials."],
  ["paused", "Paused by you."],
  ["not_set_up", ""],
];

const named = (name: string, more: Partial<IntegrationView> = {}): Partial<IntegrationView> => ({ name, ...more });
const setUp = { setup: "sync" as const, streams: [], last_success_at: null, next_due_at: null };

function streamsWith(change: (stream: StreamStatus) => Partial<StreamStatus>): StreamStatus[] {
  return mockIntegration().streams.map((stream) => ({ ...stream, ...change(stream) }));
}

const held = (): Partial<IntegrationView> => ({
  streams: streamsWith(({ stream }) => (stream === "contacts" ? { shrink_hold: [8_410, 6_022], failures: 1 } : {})),
});

const expiring = (credentials_expire_on: string, credentials_expire_in: number): Partial<IntegrationView> => ({
  credentials_expire_on,
  credentials_expire_in,
});

const states = (): Partial<IntegrationView>[] => [
  ...reasons.map(([state, reason], at) =>
    named(at === 0 ? "Acme PSA" : `Acme PSA ${["Leeds", "Porto", "Ghent", "Turku", "Bergen"][at - 1]}`, {
      state,
      reason,
      ...(state === "not_set_up" ? setUp : {}),
    }),
  ),
  named("Northern Lights Holding, Subsidiary for Managed Services and Facility Telephony", held()),
];

const many = (): Partial<IntegrationView>[] => [
  ...states().map((one, at) => ({ ...one, category: ["PSA", "RMM", "Cloud & billing", "Training"][at % 4] ?? "PSA" })),
  named("Borealis Desk", { syncing: true, connector_name: "Borealis Desk" }),
  named("Cumulus Cloud", { category: "Cloud & billing", connector_name: "Cumulus Cloud" }),
];

function five(integrations: readonly IntegrationView[]): ProgressView[] {
  const lines: readonly [string, number, number | null][] = [
    ["companies", 1_180, 1_204],
    ["contacts", 12_000, 48_000],
    ["tickets", 48_210, 200_000],
    ["opportunities", 40, null],
    ["members", 24, 24],
    ["boards", 12, null],
    ["board_statuses", 96, null],
  ];
  return integrations
    .filter(({ syncing }) => syncing)
    .flatMap(({ id }) => lines.map(([stream, read, about], at) => ({ ...progress(id, stream, read, read, at), about })));
}

/** Every world by its name. */
export const worlds: Readonly<Record<string, () => MockStart>> = {
  one: () => ({ integrations: [{}] }),
  empty: () => ({ answers: nothing }),
  fresh: () => ({ integrations: [{ streams: [], last_success_at: null }], answers: nothing }),
  calm: () => ({ integrations: [{}], answers: nothing }),
  loading: () => ({ integrations: [{}], answers: all(never) }),
  refused: () => ({
    integrations: [{}],
    answers: all(() => {
      throw refusal;
    }),
  }),
  unreachable: () => ({
    integrations: [{}],
    answers: all(() => {
      throw new Error("the channel to the program is closed");
    }),
  }),
  states: () => ({ integrations: states() }),
  many: () => ({ integrations: many(), progress: five }),
  syncing: () => ({ integrations: [{ syncing: true }, named("Acme PSA Leeds")], progress: five }),
  beginning: () => ({ integrations: [{ syncing: true }, named("Acme PSA Leeds")] }),
  held: () => ({ integrations: [held()] }),
  rights: () => ({
    integrations: [
      { rights_change: { lost: ["Projects"], won: [], switched_off: ["Enable Project Sync"] } },
      named("Acme PSA Leeds", { rights_change: { lost: [], won: ["Opportunities"], switched_off: [] } }),
      named("Acme PSA Porto", { setup: "import", last_success_at: null }),
    ],
  }),
  staged: () => ({ integrations: [{ settings: { "stage.working": ["70000"] } }] }),
  expiring: () => ({
    integrations: [expiring("2026-12-05", 12), named("Acme PSA Leeds", expiring("2026-11-20", -3))],
  }),
  sandbox: () => ({ integrations: [{ sandbox: true, name: "Acme PSA (sandbox)" }] }),
  paused: () => ({ integrations: [{}], pausedUntil: new Date(Date.now() + 52 * 60_000).toISOString() }),
  notes: () => ({
    integrations: [{}],
    answers: {
      ticket_notes: () => {
        throw { ...refusal, code: "unreachable", who: "vendor", say: "The vendor did not answer.", hint: "Notes are asked from the vendor when you look. Try again later.", reference: "connect timed out" } satisfies AppError;
      },
    },
  }),
  locked: () => ({
    answers: {
      startup: () => ({ phase: "locked", why: { ...refusal, code: "no_keyring", who: "you", say: "This computer has no keyring.", hint: "Keys are kept in an encrypted file instead." }, has_file: true }),
    },
  }),
};

/** The world that an address asks for; `?empty` is the first start. */
export function worldOf(search: string): MockStart {
  const wanted = new URLSearchParams(search);
  const name = wanted.has("empty") ? "empty" : (wanted.get("world") ?? "one");
  return (worlds[name] ?? worlds["one"])?.() ?? {};
}
