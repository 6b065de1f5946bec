// The lines of a running sync in a fixed order, all settings in one.
import type { IntegrationView, ProgressView } from "../api";

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
