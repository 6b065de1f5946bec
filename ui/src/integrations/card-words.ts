// What a card says about an integration: why it is in its state, what it holds, what waits for a yes.
import type { IntegrationState, IntegrationView, RecordKind } from "../api";
import { formatCount } from "../kit";

const words: Readonly<Record<RecordKind, readonly [string, string]>> = {
  company: ["company", "companies"],
  person: ["person", "people"],
  ticket: ["ticket", "tickets"],
  opportunity: ["opportunity", "opportunities"],
  project: ["project", "projects"],
  device: ["device", "devices"],
  reference: ["setting", "settings"],
};
const order: readonly RecordKind[] = [
  "company",
  "person",
  "ticket",
  "opportunity",
  "project",
  "device",
  "reference",
];

/** What is held, a kind each: "1,204 companies", "8,410 people", "214 settings". */
export function countsOf({ streams }: Pick<IntegrationView, "streams">): string[] {
  return order.flatMap((kind) => {
    const live = streams
      .filter((stream) => stream.kind === kind)
      .reduce((sum, stream) => sum + stream.live, 0);
    const [one, many] = words[kind];
    return live === 0 ? [] : [`${formatCount(live)} ${live === 1 ? one : many}`];
  });
}

/** What a state means, where the program does not say why. */
const meanings: Readonly<Record<IntegrationState, string>> = {
  connected: "In step; it syncs on its schedule.",
  error: "The last sync failed. It is tried again on the schedule.",
  stopped: "Nothing is synced any more. Look at the connection in Configure.",
  disconnected: "Its credentials are missing or were refused. Replace them in Configure.",
  paused: "Nothing is synced by itself. Resync still works.",
  not_set_up: "Its set-up is not finished, so nothing is synced by itself.",
};

/** What it means that the whole schedule is paused: "Paused until 15:40. Resync still works." */
function pauseMeans(paused: string): string {
  return `${paused.charAt(0).toUpperCase()}${paused.slice(1)}. Resync still works.`;
}

/** Why an integration is in its state, always in words. `paused`: what the pause of everything is called. */
export function reasonOf(
  {
    state,
    reason,
    syncing,
    streams,
    setup,
    last_success_at,
  }: Pick<IntegrationView, "state" | "reason" | "syncing" | "streams" | "setup" | "last_success_at">,
  paused?: string,
): string {
  if (reason !== "") {
    return reason;
  }
  const failing = streams
    .filter(({ on, failures, shrink_hold }) => on && (failures > 0 || shrink_hold !== null))
    .map(({ label }) => label);
  if (state === "connected" && failing.length > 0) {
    return `Not read last time: ${failing.join(", ")}.`;
  }
  // The first sync runs before the set-up is complete.
  if (syncing && (state === "connected" || state === "not_set_up")) {
    return "A sync is running.";
  }
  if (state === "connected" && setup !== null) {
    return meanings.not_set_up;
  }
  if (state === "connected" && last_success_at === null) {
    return `Nothing has been read yet.${paused === undefined ? "" : ` ${pauseMeans(paused)}`}`;
  }
  if (paused !== undefined && state === "connected") {
    return pauseMeans(paused);
  }
  if (paused !== undefined && state === "error") {
    return `The last sync failed. ${pauseMeans(paused)}`;
  }
  return meanings[state];
}

/** When records were last read, and what that is called. */
export interface LastSync {
  words: "Last sync" | "Last sync (PSA data)";
  at: string | null;
}

function latest(streams: IntegrationView["streams"]): string | undefined {
  return streams
    .flatMap((stream) => (stream.last_success_at === null ? [] : [stream.last_success_at]))
    .toSorted((one, other) => Date.parse(other) - Date.parse(one))[0];
}

/** The latest good read of records: Sync PSA Data reads settings only, and says so where nothing else was read. */
export function lastSyncOf({ streams, last_success_at }: Pick<IntegrationView, "streams" | "last_success_at">): LastSync {
  const records = latest(streams.filter(({ kind }) => kind !== "reference"));
  if (records !== undefined) {
    return { words: "Last sync", at: records };
  }
  const settings = latest(streams);
  return settings === undefined
    ? { words: "Last sync", at: last_success_at }
    : { words: "Last sync (PSA data)", at: settings };
}

/** The streams whose last full read would have marked suspiciously much as gone. */
export function heldStreams({ streams }: Pick<IntegrationView, "streams">) {
  return streams.flatMap(({ stream, label, shrink_hold }) =>
    shrink_hold === null ? [] : [{ stream, label, had: shrink_hold[0], lost: shrink_hold[1] }],
  );
}
