// The syncs that a person started: what came of them is told in one toast where they end together.
import type { SyncOutcome, Trigger } from "../api";

/** A sync that has ended waits so long for the others that a person started, in milliseconds. */
export const WAIT_MS = 4000;

/** Gathers the ends of syncs that a person started. */
export class HandSyncs {
  readonly #tell: (outcomes: readonly SyncOutcome[]) => void;
  readonly #running = new Set<string>();
  #ended: SyncOutcome[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(tell: (outcomes: readonly SyncOutcome[]) => void) {
    this.#tell = tell;
  }

  /** A sync of an integration began. */
  began(integration: string, trigger: Trigger): void {
    if (trigger === "person") {
      this.#running.add(integration);
    }
  }

  /** A sync of an integration ended; what could not start at all is told elsewhere. */
  ended(integration: string, trigger: Trigger, outcome: SyncOutcome | null): void {
    if (trigger !== "person") {
      return;
    }
    this.#running.delete(integration);
    if (outcome !== null) {
      this.#ended.push(outcome);
    }
    if (this.#running.size === 0) {
      this.#tellNow();
    } else if (outcome !== null) {
      this.#timer ??= setTimeout(() => this.#tellNow(), WAIT_MS);
    }
  }

  #tellNow(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const ended = this.#ended;
    this.#ended = [];
    if (ended.length > 0) {
      this.#tell(ended);
    }
  }
}
