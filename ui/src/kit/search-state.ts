// The state of a view (search, sort, filters, the open row) in the page's address.
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";

/** What any address of Patchbay may carry behind its question mark. */
export interface ViewSearch {
  /** The row that is open in the drawer: `<integration>/<stream>/<vendor id>`. */
  open?: string;
  /** The text of the quick search. */
  search?: string;
  /** The column that is sorted by, with a leading minus when downwards. */
  sort?: string;
  /** The tab that is shown. */
  tab?: string;
  [key: string]: unknown;
}

/** A text of the address; what looks like a number or a flag there is a text all the same. Empty: undefined. */
export function searchText(value: unknown): string | undefined {
  if (typeof value === "number" || typeof value === "boolean") {
    return String(value);
  }
  return typeof value === "string" && value !== "" ? value : undefined;
}

/**
 * The view's state as `parse` reads it from the address, and a way to change a part of it.
 * `parse` gets whatever stands in the address, so it must tolerate anything; keep it outside the
 * component. A key that is set to undefined or "" leaves the address. Changing the state replaces the
 * entry in the history, so that Back leaves the screen; `push` adds one (for opening a row).
 */
export function useSearchState<State extends object>(
  parse: (search: ViewSearch) => State,
): [State, (patch: Partial<State>, how?: "replace" | "push") => void] {
  const search = useSearch({ strict: false }) as ViewSearch;
  const navigate = useNavigate();
  const state = useMemo(() => parse(search), [parse, search]);
  const change = useCallback(
    (patch: Partial<State>, how: "replace" | "push" = "replace") => {
      void navigate({
        to: ".",
        replace: how === "replace",
        search: (before: ViewSearch) => withoutEmpty({ ...before, ...patch }),
      } as Parameters<typeof navigate>[0]);
    },
    [navigate],
  );
  return [state, change];
}

function withoutEmpty(search: ViewSearch): ViewSearch {
  return Object.fromEntries(
    Object.entries(search).filter(([, value]) => value !== undefined && value !== ""),
  );
}

/** Which record is open in a drawer. */
export interface RecordAddress {
  integration: string;
  stream: string;
  vendorId: string;
}

/** A record as the text of `open` in the address. */
export function openAddress({ integration, stream, vendorId }: RecordAddress): string {
  return [integration, stream, vendorId].map(encodeURIComponent).join("/");
}

/** The record that `open` names; none where it names none. */
export function parseOpenAddress(open: unknown): RecordAddress | undefined {
  if (typeof open !== "string") {
    return undefined;
  }
  const parts = open.split("/");
  const [integration, stream, vendorId] = parts.map((part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
  return integration && stream && vendorId && parts.length === 3
    ? { integration, stream, vendorId }
    : undefined;
}
