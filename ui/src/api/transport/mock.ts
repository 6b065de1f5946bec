// A carrier that answers from a table: for a plain browser in development, and for tests.
import type { Transport } from ".";
import type { EventCallback } from "./events";

/** Answers one command. What it throws is the program's refusal if it is a plain object (an AppError),
 *  and "not reached" if it is an Error. */
export type MockAnswer = (args: Record<string, unknown>) => unknown;

/** A made-up program: the carrier, and a way to let it send events. */
export interface MockProgram extends Transport {
  /** Sends an event to the page, as the program would. */
  send(event: string, payload: unknown): void;
  /** The commands that were called, with their arguments, oldest first. */
  readonly calls: { command: string; args: Record<string, unknown> }[];
}

/** Makes a carrier of a table from command names to answers. A command without one is rejected. */
export function mockTransport(answers: Record<string, MockAnswer>): MockProgram {
  const listeners = new Map<string, Set<EventCallback<unknown>>>();
  const calls: MockProgram["calls"] = [];
  let id = 0;
  return {
    calls,
    async invoke<Answer>(command: string, args: Record<string, unknown> = {}): Promise<Answer> {
      calls.push({ command, args });
      const answer = answers[command];
      if (answer === undefined) {
        throw new Error(`the mock has no answer for ${command}`);
      }
      return (await answer(args)) as Answer;
    },
    async listen<Payload>(event: string, callback: EventCallback<Payload>) {
      const all = listeners.get(event) ?? new Set();
      listeners.set(event, all);
      all.add(callback as EventCallback<unknown>);
      return () => void all.delete(callback as EventCallback<unknown>);
    },
    send(event, payload) {
      id += 1;
      for (const callback of Array.from(listeners.get(event) ?? [])) {
        callback({ event, id, payload });
      }
    },
  };
}
