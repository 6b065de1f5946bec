// What carries a call from the page to the program. The page never asks which one it is.
import type { EventCallback, UnlistenFn } from "./events";

/** Carries commands with their arguments to the program and their answers back, and its events here. */
export interface Transport {
  /** Rejects only where the program could not be reached, or refuses; the bindings tell the two apart. */
  invoke<Answer>(command: string, args?: Record<string, unknown>): Promise<Answer>;
  /** Calls back for each event of this name until the answer is called. */
  listen<Payload>(event: string, callback: EventCallback<Payload>): Promise<UnlistenFn>;
}

let current: Transport | undefined;

/** Chooses the carrier. Called once before the first page is drawn, and by tests. */
export function setTransport(transport: Transport): void {
  current = transport;
}

/** The carrier that was chosen. `wanted`: what it is needed for, for the error. */
export function currentTransport(wanted: string): Transport {
  if (current === undefined) {
    throw new Error(`no transport was chosen before ${wanted} was wanted`);
  }
  return current;
}

/** The one call that the generated bindings make. */
export async function invoke<Answer>(
  command: string,
  args?: Record<string, unknown>,
): Promise<Answer> {
  return currentTransport(command).invoke<Answer>(command, args);
}
