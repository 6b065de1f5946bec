// The values of columns that the store keeps as words of its own: people read and choose Yes, No, Staff, Contact,
// the names of stages.
import { STAGES } from "../wizard/configure/stages";

/** What stands for a ticket whose status is on no stage. */
export const NO_STAGE = "No stage";

const flag = { true: "Yes", false: "No" } as const;
const known: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  active: flag,
  closed: flag,
  role: { staff: "Staff", contact: "Contact" },
  stage: { ...Object.fromEntries(STAGES.map(({ id, label }) => [id, label])), "": NO_STAGE },
  linked: { true: "Linked", false: "Not linked" },
};

/** What a person reads for a value of a column. */
export function shownValue(column: string, value: string): string {
  return known[column]?.[value] ?? value;
}

/** The store's own value for what a person reads. */
export function storedValue(column: string, shown: string): string {
  const found = Object.entries(known[column] ?? {}).find(([, word]) => word === shown);
  return found?.[0] ?? shown;
}

/** Values of a column, most frequent first; stages in the order of the work. */
export function inOrder<Counted extends { value: string }>(column: string, values: readonly Counted[]): readonly Counted[] {
  if (column !== "stage") {
    return values;
  }
  const order = [...STAGES.map(({ id }) => id as string), ""];
  const place = (value: string) => order.indexOf(value);
  return values.toSorted((one, other) => place(one.value) - place(other.value));
}
