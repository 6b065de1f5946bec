// The values of columns that the store keeps as words of its own: people read and choose Yes, No, Staff, Contact.

const flag = { true: "Yes", false: "No" } as const;
const known: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  active: flag,
  closed: flag,
  role: { staff: "Staff", contact: "Contact" },
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
