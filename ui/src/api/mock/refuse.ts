// How the made-up program says no.
import type { AppError } from "../bindings";

/** Refuses as the program does. */
export function refuse(code: string, say: string, hint: string, field?: string): never {
  const error: AppError = { code, who: "you", say, hint, field: field ?? null, reference: null };
  throw error;
}
