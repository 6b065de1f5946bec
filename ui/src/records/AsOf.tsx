// How fresh the copy on this computer is.
import { useQuery } from "@tanstack/react-query";

import type { IntegrationView, RecordKind } from "../api";
import { integrationsQuery } from "../frame/queries";
import { RelativeTime, useSearchState, type ViewSearch } from "../kit";
import { parseView } from "./view";

/** "From the copy on this computer, as of 4 min ago." for a kind, and for the one integration that is shown. */
export function AsOf({ kind }: { kind: RecordKind }) {
  const { data: integrations } = useQuery(integrationsQuery);
  const [{ of }] = useSearchState(chosen);
  if (integrations === undefined) {
    return "From the copy on this computer. Works offline.";
  }
  const at = lastRead(integrations, kind, of);
  return at === undefined ? (
    "From the copy on this computer. Nothing has been read yet."
  ) : (
    <>
      From the copy on this computer, as of <RelativeTime at={at} />. Works offline.
    </>
  );
}

/** The latest good read of any stream of a kind. */
export function lastRead(
  integrations: readonly IntegrationView[],
  kind: RecordKind,
  of: string | undefined,
): string | undefined {
  return integrations
    .filter(({ id }) => of === undefined || id === of)
    .flatMap(({ streams }) => streams.filter((stream) => stream.kind === kind))
    .flatMap(({ last_success_at }) => (last_success_at === null ? [] : [last_success_at]))
    .toSorted((a, b) => Date.parse(a) - Date.parse(b))
    .at(-1);
}

function chosen(search: ViewSearch): { of: string | undefined } {
  return { of: parseView(search).of };
}
