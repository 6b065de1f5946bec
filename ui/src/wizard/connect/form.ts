// What is typed into a credential form: its start, what is missing, what is sent, and where remarks belong.
import type { ConnectorView, FieldView } from "../../api";
import type { AppErrorObject } from "../../kit";

/** What was typed. A new object with every change, so that an answer can be told from an older one. */
export interface Typed {
  /** By the field's id; secrets among them. */
  readonly values: Readonly<Record<string, string>>;
}

/** A form with what is known already. */
export function startWith(
  connector: ConnectorView,
  known: Readonly<Record<string, string>> | undefined,
): Typed {
  return {
    values: Object.fromEntries(
      connector.fields.map((field) => [
        field.id,
        (field.secret ? undefined : known?.[field.id]) ?? (field.flag ? "false" : ""),
      ]),
    ),
  };
}

/** The form once its secrets were sent and stored. */
export function withoutSecrets(connector: ConnectorView, { values }: Typed): Typed {
  const secrets = new Set(connector.fields.filter(({ secret }) => secret).map(({ id }) => id));
  return {
    values: Object.fromEntries(Object.entries(values).map(([id, value]) => [id, secrets.has(id) ? "" : value])),
  };
}

/** Plain fields and secrets, apart. What is empty is not sent; a switch always is. */
export function apart(
  connector: ConnectorView,
  { values }: Typed,
): { fields: Record<string, string>; secrets: Record<string, string> } {
  const fields: Record<string, string> = {};
  const secrets: Record<string, string> = {};
  for (const field of connector.fields) {
    const value = values[field.id] ?? "";
    if (value.trim() !== "") {
      (field.secret ? secrets : fields)[field.id] = value;
    }
  }
  return { fields, secrets };
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What is missing or cannot be, by field. `filled`: secrets that come from elsewhere. */
export function faultsOf(
  connector: ConnectorView,
  { values }: Typed,
  filled: (field: FieldView) => boolean,
): Record<string, string> {
  const faults: Record<string, string> = {};
  for (const field of connector.fields) {
    const value = (values[field.id] ?? "").trim();
    if (value === "") {
      if (!field.optional && !filled(field)) {
        faults[field.id] = `${field.label} is missing.`;
      }
    } else if (field.expiry && (!DAY.test(value) || Number.isNaN(Date.parse(value)))) {
      faults[field.id] = `${field.label} takes a day, as 2027-04-30.`;
    }
  }
  return faults;
}

/** The field that a refusal names, if the form has it. */
export function fieldOf(connector: ConnectorView, error: AppErrorObject | undefined): string | undefined {
  const named = error?.field;
  return named === "name" || connector.fields.some(({ id }) => id === named) ? named : undefined;
}

/** What a refusal says and what helps, for the line under a field. */
export function sentences({ say, hint }: AppErrorObject): string {
  return hint === "" ? say : `${say} ${hint}`;
}

/**
 * Under which field each remark about cleaned input is shown. A remark carries no field: it goes to the one
 * whose label it names, otherwise to the first whose text has something to clean, otherwise to the first.
 */
export function placeNotes(
  connector: ConnectorView,
  { values }: Typed,
  notes: readonly string[],
): Record<string, string[]> {
  const plain = connector.fields.filter(({ secret, flag, expiry }) => !secret && !flag && !expiry);
  const placed: Record<string, string[]> = {};
  for (const note of notes) {
    const named = plain.find(({ label }) => note.toLowerCase().includes(label.toLowerCase()));
    const unclean = plain.find(({ id }) => /[\s:/?#@]/.test(values[id] ?? ""));
    const field = named ?? unclean ?? plain[0] ?? connector.fields[0];
    if (field !== undefined) {
      (placed[field.id] ??= []).push(note);
    }
  }
  return placed;
}

/** `wanted`, with a number behind it where the name is taken. */
export function uniqueName(wanted: string, taken: readonly string[]): string {
  const known = new Set(taken.map((name) => name.toLowerCase()));
  let name = wanted;
  for (let number = 2; known.has(name.toLowerCase()); number += 1) {
    name = `${wanted} ${number}`;
  }
  return name;
}
