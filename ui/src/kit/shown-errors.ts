// Which errors the screen shows now, so that a notice above it does not say the same once more; and asking
// again, which is then meant for all that failed.
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useSyncExternalStore } from "react";

const shown = new Map<string, number>();
const listeners = new Set<() => void>();

function count(say: string, by: number): void {
  const now = (shown.get(say) ?? 0) + by;
  if (now > 0) {
    shown.set(say, now);
  } else {
    shown.delete(say);
  }
  for (const listener of listeners) {
    listener();
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Says that this sentence is on the screen for as long as the caller is drawn. */
export function useShownError(say: string): void {
  useEffect(() => {
    count(say, 1);
    return () => count(say, -1);
  }, [say]);
}

/** Whether the screen shows this sentence. */
export function useIsErrorShown(say: string): boolean {
  return useSyncExternalStore(subscribe, () => shown.has(say));
}

/** Asks again whatever has failed and is still on the screen. */
export function useAskFailedAgain(): () => void {
  const client = useQueryClient();
  return useCallback(() => {
    void client.refetchQueries(
      { type: "active", predicate: ({ state }) => state.status === "error" },
      { cancelRefetch: false },
    );
  }, [client]);
}
