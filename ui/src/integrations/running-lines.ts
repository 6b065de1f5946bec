// The lines of a running sync: a fixed number of them, in a fixed order, so that a card keeps its height.
import type { IntegrationView, ProgressView } from "../api";

/** More lines than these would push the buttons out of sight. */
export const MOST_LINES = 5;

/** One line: a stream of records, or all streams of settings together. */
export interface RunningLine {
  key: string;
  label: string;
  read: number;
  about: number | null;
  perSecond: number | null;
  waitingMs: number | null;
}

type Streams = Pick<IntegrationView, "streams">;

/** How many lines a sync of this integration may need: room for them is kept from its beginning to its end. */
export function reservedLines({ streams }: Streams): number {
  const on = streams.filter((stream) => stream.on);
  const records = on.filter(({ kind }) => kind !== "reference").length;
  const settings = on.some(({ kind }) => kind === "reference") ? 1 : 0;
  return Math.min(MOST_LINES, Math.max(1, records + settings));
}

/** The lines in the integration's own order, records first, all settings in one line at the end. */
export function runningLines({ streams }: Streams, progress: readonly ProgressView[]): RunningLine[] {
  const place = new Map(streams.map(({ stream }, at) => [stream, at]));
  const known = new Map(streams.map((stream) => [stream.stream, stream]));
  const isSetting = ({ stream }: ProgressView) => known.get(stream)?.kind === "reference";
  const records = progress
    .filter((run) => !isSetting(run))
    .toSorted((a, b) => (place.get(a.stream) ?? 999) - (place.get(b.stream) ?? 999))
    .map((run): RunningLine => ({
      key: run.stream,
      label: known.get(run.stream)?.label ?? run.stream,
      read: run.read,
      about: run.about,
      perSecond: run.per_second,
      waitingMs: run.waiting_ms,
    }));
  const settings = progress.filter(isSetting);
  return settings.length === 0 ? records : [...records, together(settings)];
}

function together(settings: readonly ProgressView[]): RunningLine {
  const waits = settings.map(({ waiting_ms }) => waiting_ms ?? 0);
  return {
    key: "settings",
    label: "Settings",
    read: settings.reduce((sum, { read }) => sum + read, 0),
    about: null,
    perSecond: null,
    // It only waits where each of them does.
    waitingMs: waits.every((wait) => wait > 0) ? Math.min(...waits) : null,
  };
}
