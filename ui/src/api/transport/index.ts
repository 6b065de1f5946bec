// What carries a call from the page to the program. The page never asks which one it is.

/** Carries one command with its arguments to the program and its answer back. */
export interface Transport {
  /** Rejects only where the program could not be reached; a refusal is part of the answer. */
  invoke<Answer>(command: string, args?: Record<string, unknown>): Promise<Answer>;
}

let current: Transport | undefined;

/** Chooses the carrier. Called once before the first page is drawn, and by tests. */
export function setTransport(transport: Transport): void {
  current = transport;
}

/** The one call that the generated bindings make. */
export function invoke<Answer>(command: string, args?: Record<string, unknown>): Promise<Answer> {
  if (current === undefined) {
    return Promise.reject(new Error(`no transport was chosen before ${command} was called`));
  }
  return current.invoke<Answer>(command, args);
}
