// The one clock of the window: a single timer for every relative time on the page.
import { useSyncExternalStore } from "react";

/** How often relative times are looked at again, in milliseconds. */
export const TICK_MS = 15_000;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = Date.now();

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    now = Date.now();
    timer = setInterval(() => {
      now = Date.now();
      for (const each of listeners) {
        each();
      }
    }, TICK_MS);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The time in milliseconds; the component is drawn again when it has moved on. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

/** Whether the timer runs: it does only while something on the page shows a relative time. */
export function clockRuns(): boolean {
  return timer !== undefined;
}
