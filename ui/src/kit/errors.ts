// Refusals of the program as errors that a query or a mutation can throw, and back again.

/** What the program says when it does not do what it was asked to (its AppError). */
export interface Refusal {
  /** A stable word for programs. */
  code?: string;
  /** Who must act. */
  who?: string;
  /** What happened, as one plain sentence. */
  say: string;
  /** One action that helps; may be empty. */
  hint: string;
  /** The field to look at. */
  field?: string | null;
  /** The vendor's own words and the id of its answer. */
  reference?: string | null;
}

/** The answer of every command. */
export type Answer<Data> = { status: "ok"; data: Data } | { status: "error"; error: Refusal };

/** The code of an error that says that the program itself was not reached. */
export const NOT_REACHED = "not_reached";

/** The code of an error that came without one: a fault of the page itself. */
export const UNKNOWN = "unknown";

/** A refusal that can be thrown. */
export class AppErrorObject extends Error {
  readonly code: string;
  readonly who: string;
  readonly say: string;
  readonly hint: string;
  readonly field: string | undefined;
  readonly reference: string | undefined;

  constructor(refusal: Refusal, options?: ErrorOptions) {
    super(refusal.say, options);
    this.name = "AppErrorObject";
    this.code = refusal.code ?? UNKNOWN;
    this.who = refusal.who ?? "us";
    this.say = refusal.say;
    this.hint = refusal.hint;
    this.field = refusal.field ?? undefined;
    this.reference = refusal.reference ?? undefined;
  }
}

/** Whether a value is a refusal as the program sends it. */
export function isRefusal(value: unknown): value is Refusal {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as Refusal).say === "string" &&
    typeof (value as Refusal).hint === "string"
  );
}

/** Whatever was thrown, as an error with plain words. */
export function toAppError(thrown: unknown): AppErrorObject {
  if (thrown instanceof AppErrorObject) {
    return thrown;
  }
  if (isRefusal(thrown)) {
    return new AppErrorObject(thrown);
  }
  return new AppErrorObject(
    {
      code: NOT_REACHED,
      who: "us",
      say: "The window could not reach the program behind it.",
      hint: "Try again; if that does not help, close Patchbay and start it again.",
      reference: thrown instanceof Error ? thrown.message : null,
    },
    { cause: thrown },
  );
}

/** The answer of a command that never refuses: `queryFn: () => reach(commands.connectors())`. */
export async function reach<Data>(answer: Promise<Data>): Promise<Data> {
  try {
    return await answer;
  } catch (thrown) {
    throw toAppError(thrown);
  }
}

/**
 * The data of a command's answer, for `queryFn`: `queryFn: () => unwrap(commands.integrations())`.
 * Throws an AppErrorObject where the program refused or was not reached.
 */
export async function unwrap<Data>(answer: Answer<Data> | Promise<Answer<Data>>): Promise<Data> {
  let settled: Answer<Data>;
  try {
    settled = await answer;
  } catch (thrown) {
    throw toAppError(thrown);
  }
  if (settled.status === "error") {
    throw new AppErrorObject(settled.error);
  }
  return settled.data;
}
