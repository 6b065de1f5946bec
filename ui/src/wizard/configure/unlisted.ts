// Statuses that the vendor no longer lists, but that tickets still have: they stand on the board like the others.
import { queryOptions } from "@tanstack/react-query";

import { commands, type ReferenceChoice, type UnlistedStatus } from "../../api";
import { unwrap } from "../../kit";

/** They change with the statuses, and with the tickets that were read. */
export const unlistedQuery = (integration: string) =>
  queryOptions({
    queryKey: ["reference", integration, "unlisted"],
    queryFn: () => unwrap(commands.unlistedStatuses(integration)),
  });

/** How many tickets still have a status, by the status's id; only of those that are no longer listed. */
export type Leftovers = ReadonlyMap<string, number>;

/** The vendor's statuses and behind them those that it no longer lists. */
export function withUnlisted(
  statuses: readonly ReferenceChoice[],
  unlisted: readonly UnlistedStatus[],
): { statuses: readonly ReferenceChoice[]; leftovers: Leftovers } {
  const listed = new Set(statuses.map(({ id }) => id));
  const more = unlisted.filter(({ id }) => !listed.has(id));
  return {
    statuses: [
      ...statuses,
      ...more.map(
        ({ id, name, parent, parent_name }): ReferenceChoice => ({
          id,
          name,
          parent,
          parent_name,
          active: true,
          closed: null,
          is_default: false,
        }),
      ),
    ],
    leftovers: new Map(more.map(({ id, tickets }) => [id, tickets])),
  };
}
