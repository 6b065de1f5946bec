// A made-up program as a table of answers, for tests that draw whole screens and watch what is asked.
import { commands } from "../bindings";
import type { MockAnswer } from "../transport/mock";
import { mockProgram, type MockStart } from "./program";

/** Every command by its name, answered by a program that starts so. Its events do not reach the page. */
export function mockAnswers(start: MockStart): Record<string, MockAnswer> {
  const program = mockProgram(start);
  const names = Object.keys(commands).map((name) =>
    name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  );
  return Object.fromEntries(
    names.map((name): [string, MockAnswer] => [name, (args) => program.invoke(name, args)]),
  );
}
