// A carrier that answers from a table: for a plain browser in development, and for tests.
import type { Transport } from ".";

/** Answers one command; what it throws is what the caller sees as "not reached". */
export type MockAnswer = (args: Record<string, unknown>) => unknown;

/** Makes a carrier of a table from command names to answers. A command without one is rejected. */
export function mockTransport(answers: Record<string, MockAnswer>): Transport {
  return {
    async invoke<Answer>(command: string, args: Record<string, unknown> = {}): Promise<Answer> {
      const answer = answers[command];
      if (answer === undefined) {
        throw new Error(`the mock has no answer for ${command}`);
      }
      return (await answer(args)) as Answer;
    },
  };
}
