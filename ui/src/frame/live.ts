// Live data: one listener for all events of the program. Running progress is kept in a small store beside
// React, told on at most four times a second; what an event says has changed is asked for again by its tag.
import type { QueryClient, QueryKey } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";

import type { AppError, PageEvent, ProgressView, SyncOutcome } from "../api";
import { HandSyncs } from "./hand-syncs";

/** How often progress is told on, in milliseconds, and how long tags are gathered before asking again. */
export const TELL_EVERY_MS = 250;

const nothing: readonly ProgressView[] = [];

/** Keeps the progress of running streams for components to watch. */
export class ProgressStore {
  readonly #running = new Map<string, ProgressView>();
  readonly #listeners = new Set<() => void>();
  #shown: ReadonlyMap<string, readonly ProgressView[]> = new Map();
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The running streams of an integration in the order in which they began; the same array until told on. */
  readonly of = (integration: string): readonly ProgressView[] =>
    this.#shown.get(integration) ?? nothing;

  /** Takes in how far a run is. */
  put(progress: ProgressView): void {
    this.#running.set(`${progress.integration}/${progress.stream}`, progress);
    this.#tellSoon();
  }

  /** The run of a stream is over. */
  remove(integration: string, stream: string): void {
    if (this.#running.delete(`${integration}/${stream}`)) {
      this.#tellSoon();
    }
  }

  /** No stream of an integration is read any more. */
  clear(integration: string): void {
    for (const [key, progress] of this.#running) {
      if (progress.integration === integration) {
        this.#running.delete(key);
        this.#tellSoon();
      }
    }
  }

  #tellSoon(): void {
    if (this.#timer !== undefined) {
      return;
    }
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const shown = new Map<string, ProgressView[]>();
      for (const progress of this.#running.values()) {
        const streams = shown.get(progress.integration);
        if (streams === undefined) {
          shown.set(progress.integration, [progress]);
        } else {
          streams.push(progress);
        }
      }
      this.#shown = shown;
      for (const listener of this.#listeners) {
        listener();
      }
    }, TELL_EVERY_MS);
  }
}

/** The progress of this window. */
export const progressStore = new ProgressStore();

/** The streams of an integration that are being read now; the array changes at most four times a second. */
export function useProgress(integration: string): readonly ProgressView[] {
  return useSyncExternalStore(progressStore.subscribe, () => progressStore.of(integration));
}

/** The query keys that depend on a tag: `runs`, `records:company`, `stream:<integration>:<name>`. */
export function keysOfTag(tag: string): QueryKey[] {
  const [head = "", ...rest] = tag.split(":");
  if (head === "stream") {
    // A stream of an integration has changed: its counts, and what is chosen from where it is settings.
    return [["stream", ...rest], ["integrations"], ["reference", ...rest.slice(0, 1)]];
  }
  if (head === "records" && rest.length > 0) {
    // Tables of this kind, and what looks at records of every kind.
    return [["records", ...rest], ["records", "find"], ["records", "detail"], ["companies"]];
  }
  if (head === "companies") {
    // Vendors' companies say what they are linked to.
    return [["companies"], ["records", "company"], ["records", "detail"]];
  }
  return [rest.length === 0 ? [head] : [head, ...rest]];
}

/** Gathers tags for a moment and then asks for what carries them again, once each. */
export function invalidator(client: QueryClient): (keys: readonly QueryKey[]) => void {
  const gathered = new Map<string, QueryKey>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (keys) => {
    for (const key of keys) {
      gathered.set(JSON.stringify(key), key);
    }
    timer ??= setTimeout(() => {
      timer = undefined;
      const due = [...gathered.values()];
      gathered.clear();
      for (const queryKey of due) {
        void client.invalidateQueries({ queryKey });
      }
    }, TELL_EVERY_MS);
  };
}

/** What the window itself does about an event. */
export interface LiveHooks {
  /** Shows a place of the page. */
  goTo?: (path: string) => void;
  /** Asks whether to go on in the tray. */
  askAboutClosing?: () => void;
  /** Something that a person asked for, here or in the wizard, could not be done. */
  onProblem?: (problem: AppError) => void;
  /** Syncs that a person started have ended. */
  onEnded?: (outcomes: readonly SyncOutcome[]) => void;
}

/** What to do with each event: progress into `store`, changed tags to `client`, the rest to `hooks`. */
export function liveListener(
  client: QueryClient,
  store: ProgressStore = progressStore,
  hooks: LiveHooks = {},
): (event: PageEvent) => void {
  const invalidate = invalidator(client);
  const byHand = new HandSyncs((outcomes) => hooks.onEnded?.(outcomes));
  return (event) => {
    switch (event.event) {
      case "progress":
        for (const run of event.runs) {
          store.put(run);
        }
        break;
      case "run_finished":
        store.remove(event.run.integration, event.run.stream);
        invalidate([["integrations"], ["runs"]]);
        break;
      case "sync_began":
        byHand.began(event.integration, event.trigger);
        invalidate([["integrations"], ["runs"]]);
        break;
      case "sync_finished":
        store.clear(event.integration);
        invalidate([["integrations"], ["runs"]]);
        if (event.problem !== null && (event.trigger === "person" || event.trigger === "wizard")) {
          hooks.onProblem?.(event.problem);
        }
        byHand.ended(event.integration, event.trigger, event.problem === null ? event.outcome : null);
        break;
      case "data_changed":
        invalidate(event.tags.flatMap(keysOfTag));
        break;
      case "startup_changed":
        // Whatever was asked before the program was ready was refused.
        void client.invalidateQueries();
        break;
      case "paused":
        client.setQueryData(["paused"], event.until);
        invalidate([["integrations"]]);
        break;
      case "ask_about_closing":
        hooks.askAboutClosing?.();
        break;
      case "go_to":
        hooks.goTo?.(event.path);
        break;
    }
  };
}
