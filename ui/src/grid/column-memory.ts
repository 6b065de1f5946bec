// What a person did to the columns, kept in localStorage. Anything unreadable there counts as nothing.

/** Visibility and width by column id, and the order of ids. */
export interface ColumnMemory {
  visibility: Record<string, boolean>;
  order: string[];
  sizing: Record<string, number>;
}

const isRecordOf = (value: unknown, kind: "boolean" | "number"): boolean =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((entry) => typeof entry === kind);

function isMemory(value: unknown): value is ColumnMemory {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  const { visibility, order, sizing } = value as Partial<Record<keyof ColumnMemory, unknown>>;
  return (
    isRecordOf(visibility, "boolean") &&
    isRecordOf(sizing, "number") &&
    Array.isArray(order) &&
    order.every((id) => typeof id === "string")
  );
}

export function recall(storageKey: string): ColumnMemory | undefined {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(storageKey) ?? "null");
    return isMemory(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps `memory`; `undefined` forgets. A full or forbidden storage loses only the remembering. */
export function remember(storageKey: string, memory: ColumnMemory | undefined): void {
  try {
    if (memory === undefined) {
      localStorage.removeItem(storageKey);
    } else {
      localStorage.setItem(storageKey, JSON.stringify(memory));
    }
  } catch {
    // The columns stay as they are until the window closes.
  }
}
