// The grid's one tab stop: where it is, that it follows its record through reloads, and that focus stays on it.
import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from "react";

import type { GridPosition, GridSource } from "./types";

interface Active extends GridPosition {
  /** The record under the tab stop, once known. */
  key: string | undefined;
}

/** The cell or header cell that `element` is or lies in, as a position. */
export function positionOf(element: Element | null): GridPosition | undefined {
  const cell = element?.closest("[aria-colindex]");
  const row = cell?.closest("[aria-rowindex]");
  if (cell === null || cell === undefined || row === null || row === undefined) {
    return undefined;
  }
  return {
    index: Number(row.getAttribute("aria-rowindex")) - 2,
    column: Number(cell.getAttribute("aria-colindex")) - 1,
  };
}

export function useActiveCell<Row>(
  scroller: RefObject<HTMLDivElement | null>,
  source: GridSource<Row>,
  columns: number,
) {
  const [active, setActive] = useState<Active>({ index: 0, column: 0, key: undefined });
  const hasFocus = useRef(false);
  const focusNext = useRef(false);

  const cellAt = (at: GridPosition) =>
    scroller.current?.querySelector<HTMLElement>(
      `[aria-rowindex="${at.index + 2}"] > [aria-colindex="${at.column + 1}"]`,
    ) ?? null;

  const last = source.total === undefined ? 0 : source.total - 1;
  const index = Math.min(active.index, last);
  const column = Math.min(active.column, columns - 1);

  // Before the effect below: what that one asks for is due after the next drawing.
  useLayoutEffect(() => {
    const lost = hasFocus.current && document.activeElement === document.body;
    if (focusNext.current || lost) {
      focusNext.current = false;
      cellAt({ index, column })?.focus({ preventScroll: true });
    }
  });

  // A reload moved the record: the tab stop goes with it, or stays in its place where the record is gone.
  // An effect, since it asks where the keyboard's focus is.
  // oxlint-disable react/set-state-in-effect
  useLayoutEffect(() => {
    const here = index < 0 ? undefined : source.keyAt(index);
    if (index < 0 || here === active.key) {
      return;
    }
    const moved = active.key === undefined ? undefined : source.indexOf?.(active.key);
    if (moved !== undefined) {
      focusNext.current = hasFocus.current;
      setActive({ index: moved, column, key: active.key });
    } else if (here !== undefined) {
      setActive({ index, column, key: here });
    }
  }, [source, active.key, index, column]);
  // oxlint-enable react/set-state-in-effect

  const moveTo = useCallback(
    (to: GridPosition, focus: boolean) => {
      focusNext.current = focus;
      setActive({ ...to, key: to.index < 0 ? undefined : source.keyAt(to.index) });
    },
    [source],
  );

  const setHasFocus = useCallback((has: boolean) => {
    hasFocus.current = has;
  }, []);

  return { index, column, cellAt, moveTo, setHasFocus };
}
