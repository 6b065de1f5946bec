// What the keyboard and the mouse do to the selection: toggle, range from an anchor, all, none.
import { useRef } from "react";

import { everythingSelected, isSelected, nothingSelected, withKeys } from "./selection";
import type { GridSelection, GridSource } from "./types";

export function useRowSelection<Row>(
  source: GridSource<Row>,
  selection: GridSelection,
  onChange: ((selection: GridSelection) => void) | undefined,
) {
  /** Where a range starts, and what was selected besides. */
  const anchor = useRef<{ index: number; base: GridSelection }>(undefined);
  const latestRange = useRef(0);

  const toggle = (index: number) => {
    const key = source.keyAt(index);
    if (key !== undefined) {
      const next = withKeys(selection, [key], !isSelected(selection, key));
      anchor.current = { index, base: next };
      onChange?.(next);
    }
  };

  /** Ranges start at `index`, unless one has started elsewhere. */
  const startAt = (index: number) => {
    anchor.current ??= { index: Math.max(0, index), base: selection };
    return anchor.current;
  };

  /** Selects from where the range started (or `from`, where none has) to `to`. */
  const extend = (from: number, to: number) => {
    const { index, base } = startAt(from);
    const first = Math.max(0, Math.min(index, to));
    const end = Math.max(index, to);
    latestRange.current += 1;
    const range = latestRange.current;
    if (first === 0 && end === (source.total ?? 0) - 1) {
      onChange?.(everythingSelected);
      return;
    }
    const keys: string[] = [];
    for (let at = first; at <= end; at += 1) {
      const key = source.keyAt(at);
      if (key === undefined && source.keysBetween !== undefined) {
        source.keysBetween(first, end).then(
          // A later range has overtaken this one.
          (all) => latestRange.current === range && onChange?.(withKeys(base, all, true)),
          () => {
            // What could not be read stays as it was; the source shows its own error.
          },
        );
        return;
      }
      if (key !== undefined) {
        keys.push(key);
      }
    }
    onChange?.(withKeys(base, keys, true));
  };

  return {
    toggle,
    startAt,
    extend,
    dropAnchor: () => {
      anchor.current = undefined;
    },
    toggleAll: (all: boolean) => {
      anchor.current = undefined;
      latestRange.current += 1;
      onChange?.(all ? everythingSelected : nothingSelected);
    },
  };
}
