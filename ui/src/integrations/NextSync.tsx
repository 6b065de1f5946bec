// When an integration is synced next by itself.
import type { IntegrationView } from "../api";
import { usePausedWords } from "../frame/pause";
import { RelativeTime, useNow } from "../kit";

/** "in 11 min", that it is paused or not scheduled: the schedule's own answer, else what the earliest stream says. */
export function NextSync({ integration }: { integration: IntegrationView }) {
  const now = useNow();
  const { next_due_at, next_sync, state, setup } = integration;
  const paused = usePausedWords();
  if (state === "paused") {
    return "paused";
  }
  const isScheduled = state !== "stopped" && setup === null;
  const at = next_sync === undefined ? (isScheduled ? next_due_at : undefined) : (next_sync ?? undefined);
  if (at === undefined) {
    return "not scheduled";
  }
  if (paused !== undefined) {
    return paused;
  }
  return at === null || Date.parse(at) <= now ? "as soon as it can" : <RelativeTime at={at} />;
}
