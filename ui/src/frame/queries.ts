// The questions that the frame asks, and how answers are kept. Every key begins with the tag it depends on.
import { QueryClient, queryOptions } from "@tanstack/react-query";

import { commands } from "../api";
import { NOT_REACHED, reach, toAppError, unwrap } from "../kit";

/** Makes the client of all queries: answers stay until an event says that they changed. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 10 * 60_000,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        // The program is on this computer: a refusal is final, only a missed call is tried again.
        networkMode: "always",
        retry: (failures, error) => failures < 1 && toAppError(error).code === NOT_REACHED,
        retryDelay: 400,
      },
      // What a command was called with is kept no longer than it runs.
      mutations: { networkMode: "always", retry: false, gcTime: 0 },
    },
  });
}

/** The integrations with their states. */
export const integrationsQuery = queryOptions({
  queryKey: ["integrations"],
  queryFn: () => unwrap(commands.integrations()),
});

/** The catalogue. It is part of the program and never changes. */
export const connectorsQuery = queryOptions({
  queryKey: ["connectors"],
  queryFn: () => reach(commands.connectors()),
});

/** How far the start of the program is. */
export const startupQuery = queryOptions({
  queryKey: ["startup"],
  queryFn: () => reach(commands.startup()),
  // An event that comes before anybody listens must not leave the window at "Opening".
  refetchInterval: ({ state }) => (state.data?.phase === "opening" ? 500 : false),
});

/** Until when the whole schedule is paused; null: it is not. */
export const pausedQuery = queryOptions({
  queryKey: ["paused"],
  queryFn: () => unwrap(commands.pausedUntil()),
  // Nobody tells when a pause runs out.
  refetchInterval: ({ state }) => (state.data ? 15_000 : false),
});

/** Records that could not be read: they wait for a person. */
export const failedRecordsQuery = queryOptions({
  queryKey: ["runs", "failed-records"],
  queryFn: () => unwrap(commands.failedRecords()),
});

/** Settings that point at something that vanished: they wait for a person. */
export const brokenReferencesQuery = queryOptions({
  queryKey: ["settings", "broken-references"],
  queryFn: () => unwrap(commands.brokenReferences()),
});

/** Records whose name or vendor id matches a text. */
export const findRecordsQuery = (text: string) =>
  queryOptions({
    queryKey: ["records", "find", text],
    queryFn: () => unwrap(commands.findRecords(text)),
    enabled: text.length >= 2,
    gcTime: 30_000,
  });
