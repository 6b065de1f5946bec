// How fresh the copy on this computer is.
import { Text, Tooltip, VisuallyHidden } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useId } from "react";

import type { IntegrationView, RecordKind } from "../api";
import { integrationsQuery } from "../frame/queries";
import { formatDayTime, formatRelative, RelativeTime, useNow, useSearchState, type ViewSearch } from "../kit";
import { parseView } from "./view";

/** "From the copy on this computer, as of 4 min ago." for a kind, and for the one integration that is shown. */
export function AsOf({ kind }: { kind: RecordKind }) {
  const { data: integrations } = useQuery(integrationsQuery);
  const [{ of }] = useSearchState(chosen);
  if (integrations === undefined) {
    return "From the copy on this computer. Works offline.";
  }
  const reads = lastReads(integrations, kind, of);
  const at = oldest(reads);
  if (at === undefined) {
    return "From the copy on this computer. Nothing has been read yet.";
  }
  return (
    <>
      From the copy on this computer, as of {reads.length > 1 ? <OfEach at={at} reads={reads} /> : <RelativeTime at={at} />}.
      Works offline.
    </>
  );
}

/** The oldest read; each integration's own on hover, on focus and for a screen reader. */
function OfEach({ at, reads }: { at: string; reads: readonly LastRead[] }) {
  const now = useNow();
  const id = useId();
  const each = reads.map((read) => `${read.name}: ${momentWords(read.at, now)}`);
  return (
    <>
      <Tooltip
        multiline
        maw={400}
        events={{ hover: true, focus: true, touch: true }}
        label={each.map((words, index) => (
          // Two integrations may be called alike.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={index}>{words}</div>
        ))}
      >
        <Text
          span
          inherit
          tabIndex={0}
          aria-describedby={id}
          style={{ whiteSpace: "nowrap", textDecoration: "underline dotted", textUnderlineOffset: 3 }}
        >
          <time dateTime={at}>{formatRelative(Date.parse(at), now)}</time>
        </Text>
      </Tooltip>
      <VisuallyHidden component="span" id={id}>
        {` ${each.join("; ")}`}
      </VisuallyHidden>
    </>
  );
}

function momentWords(at: string | null, now: number): string {
  return at === null ? "not read yet" : `${formatRelative(Date.parse(at), now)} (${formatDayTime(Date.parse(at), now)})`;
}

/** When an integration was last read; null: not yet. */
export interface LastRead {
  name: string;
  at: string | null;
}

/**
 * The last good read of a kind of each integration that brings it: the oldest one of its streams, for rows of all of
 * them stand in the table. A stream that is switched off counts while rows of it are held.
 */
export function lastReads(
  integrations: readonly IntegrationView[],
  kind: RecordKind,
  of: string | undefined,
): LastRead[] {
  return integrations
    .filter(({ id }) => of === undefined || id === of)
    .map(({ name, streams }) => ({ name, streams: streams.filter((one) => one.kind === kind && (one.on || one.live > 0)) }))
    .filter(({ streams }) => streams.length > 0)
    .map(({ name, streams }) => ({
      name,
      at: oldest(streams.map(({ last_success_at }) => ({ at: last_success_at }))) ?? null,
    }));
}

/** The oldest of some reads; undefined: nothing was read yet. */
export function oldest(reads: readonly { at: string | null }[]): string | undefined {
  return reads
    .flatMap(({ at }) => (at === null ? [] : [at]))
    .toSorted((a, b) => Date.parse(a) - Date.parse(b))[0];
}

function chosen(search: ViewSearch): { of: string | undefined } {
  return { of: parseView(search).of };
}
