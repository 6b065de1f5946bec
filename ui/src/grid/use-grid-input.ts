// What keys and pointer do in the grid: one set of handlers on the grid element, none on rows or cells.
import {
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  useLayoutEffect,
  useRef,
  useState,
} from "react";

import type { GridViewProps } from "./GridView";
import { moved } from "./movement";
import type { ReadoutText } from "./Readout";
import type { GridPosition, GridSelection } from "./types";
import { positionOf, type useActiveCell } from "./use-active-cell";
import type { useRowSelection } from "./use-row-selection";
import { ROW_HEIGHT, type useVirtualRows } from "./use-virtual-rows";

interface GridInputOptions<Row> extends Omit<GridViewProps<Row>, "selection"> {
  scroller: RefObject<HTMLDivElement | null>;
  rows: ReturnType<typeof useVirtualRows>;
  rowCount: number;
  columnCount: number;
  active: ReturnType<typeof useActiveCell<Row>>;
  selecting: ReturnType<typeof useRowSelection<Row>>;
  selection: GridSelection;
  openFilter: (name: string) => void;
}

const CONTROLS = "a, button, input, select, textarea, [contenteditable]";
/** How far one key stroke moves the edge of a column, in pixels. */
const RESIZE_STEP = 16;

export function useGridInput<Row>(options: GridInputOptions<Row>) {
  const { scroller, source, columns, selectable, active, rows, selecting } = options;
  const [readout, setReadout] = useState<ReadoutText | null>(null);
  /** Counts moves by keyboard. */
  const [moves, setMoves] = useState(0);
  const titled = useRef<HTMLElement>(null);
  const shift = selectable ? 1 : 0;
  const columnAt = (column: number) => columns[column - shift];
  const fullText = (cell: HTMLElement, { index, column }: GridPosition) => {
    const row = index < 0 ? undefined : source.rowAt(index);
    const full = row === undefined ? undefined : columnAt(column)?.column.title?.(row);
    const shown = cell.textContent;
    return (full !== undefined && full !== shown) || cell.scrollWidth > cell.clientWidth
      ? (full ?? shown)
      : "";
  };

  const reveal = ({ index, column }: GridPosition) => {
    rows.reveal(index);
    const element = scroller.current;
    const laid = columnAt(column);
    if (element === null || laid === undefined || laid.pinned) {
      return;
    }
    const before = columns.slice(0, column - shift);
    const tick = options.selectable ? ROW_HEIGHT : 0;
    const left = before.reduce((sum, one) => sum + one.width, tick);
    const fixed = before.reduce((sum, one) => sum + (one.pinned ? one.width : 0), tick);
    if (left - element.scrollLeft < fixed) {
      element.scrollTo({ left: left - fixed });
    } else if (left + laid.width > element.scrollLeft + element.clientWidth) {
      const end = left + laid.width - element.clientWidth;
      element.scrollTo({ left: Math.min(left - fixed, end) });
    }
  };

  const go = (to: GridPosition) => {
    reveal(to);
    setMoves((before) => before + 1);
    active.moveTo(to, true);
  };

  // After a move by keyboard: the whole text of the cell, where it is cut off.
  useLayoutEffect(() => {
    if (moves === 0) {
      return;
    }
    const cell = active.cellAt(active);
    const text = cell === null || active.index < 0 ? "" : fullText(cell, active);
    const top = rows.topOf(active.index);
    setReadout(
      cell === null || text === "" ? null : { text, top: top + ROW_HEIGHT, left: cell.offsetLeft },
    );
    // Measured once for each move, not when rows are drawn again.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [moves]);

  const onHeaderKey = (event: KeyboardEvent): boolean => {
    const laid = columnAt(active.column);
    const sideways = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    if (laid === undefined) {
      if (event.key === "Enter" || event.key === " ") {
        toggleAll();
        return true;
      }
      return false;
    }
    if (event.key === "Enter" || event.key === " ") {
      if (laid.column.sortable === true) {
        options.onSort(laid.column.id);
      }
      return true;
    }
    if (event.altKey && event.key === "ArrowDown") {
      if (laid.column.filterable !== undefined && options.filterValues !== undefined) {
        options.openFilter(laid.column.filterable);
      }
      return true;
    }
    if (event.shiftKey && sideways !== 0) {
      options.onResize(laid.column.id, laid.width + sideways * RESIZE_STEP);
      return true;
    }
    return false;
  };

  const toggleAll = () => {
    const everything =
      options.selection.mode === "all" && options.selection.except.size === 0;
    selecting.toggleAll(!everything);
  };

  const onRowKey = (event: KeyboardEvent, row: Row | undefined): boolean => {
    const column = columnAt(active.column)?.column.id;
    const command = event.ctrlKey || event.metaKey;
    if (row !== undefined && options.onCellKey?.(event, row, column) === true) {
      return true;
    }
    if (event.key === "Enter" && !command) {
      if (row !== undefined) {
        options.onOpen?.(row, column);
      }
      return true;
    }
    if (event.key === "F2") {
      active.cellAt(active)?.querySelector<HTMLElement>(CONTROLS)?.focus();
      return true;
    }
    if (event.key === " ") {
      if (selectable) {
        selecting.toggle(active.index);
      }
      return true;
    }
    return false;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    // Menus live in portals: their keys bubble here through React, but are not the grid's.
    if (scroller.current?.contains(target) !== true) {
      return;
    }
    if (event.key === "Escape" && readout !== null) {
      setReadout(null);
      event.stopPropagation();
      return;
    }
    if (target.matches(CONTROLS)) {
      if (event.key === "Escape" || event.key === "F2") {
        event.preventDefault();
        active.cellAt(active)?.focus({ preventScroll: true });
      }
      return;
    }
    if (handled(event)) {
      event.preventDefault();
    }
  };

  const handled = (event: KeyboardEvent): boolean => {
    const command = event.ctrlKey || event.metaKey;
    const inRows = active.index >= 0;
    if (inRows ? onRowKey(event, source.rowAt(active.index)) : onHeaderKey(event)) {
      return true;
    }
    if (selectable && command && event.key.toLowerCase() === "a") {
      selecting.toggleAll(true);
      return true;
    }
    const extent = {
      rows: source.total === undefined ? 0 : options.rowCount,
      columns: options.columnCount,
      page: rows.page,
      topRow: rows.topRow,
    };
    const to = moved(event, active, extent);
    if (to !== undefined) {
      const upright = to.index !== active.index;
      if (selectable && event.shiftKey && upright && inRows && to.index >= 0) {
        selecting.extend(active.index, to.index);
      } else if (upright) {
        selecting.dropAnchor();
      }
      go(to);
      return true;
    }
    if (event.key.length === 1 && event.key !== " " && !command && !event.altKey) {
      options.onType?.(event.key);
      return options.onType !== undefined;
    }
    return false;
  };

  // A range by mouse starts where the tab stop was before this press moves it; it selects rows, not text.
  const onMouseDown = (event: MouseEvent) => {
    if (selectable && event.shiftKey && positionOf(event.target as Element) !== undefined) {
      event.preventDefault();
      selecting.startAt(active.index);
    }
  };

  const onClick = (event: MouseEvent) => {
    const target = event.target as HTMLElement;
    const at = scroller.current?.contains(target) === true ? positionOf(target) : undefined;
    if (at === undefined) {
      return;
    }
    const control = target.closest(CONTROLS);
    if (control !== null && scroller.current?.contains(control) === true) {
      return;
    }
    if (at.index < 0) {
      if (selectable && at.column === 0) {
        toggleAll();
      }
      return;
    }
    const row = source.rowAt(at.index);
    if (selectable && event.shiftKey) {
      selecting.extend(at.index, at.index);
      active.moveTo(at, true);
    } else if (selectable && (at.column === 0 || event.ctrlKey || event.metaKey)) {
      selecting.toggle(at.index);
    } else if (row !== undefined && window.getSelection()?.isCollapsed !== false) {
      selecting.dropAnchor();
      selecting.startAt(at.index);
      options.onOpen?.(row, columnAt(at.column)?.column.id);
    }
  };

  const onFocus = (event: FocusEvent) => {
    const target = event.target as HTMLElement;
    if (scroller.current?.contains(target) !== true) {
      return;
    }
    active.setHasFocus(target.hasAttribute("aria-colindex"));
    const at = positionOf(target);
    if (at !== undefined && (at.index !== active.index || at.column !== active.column)) {
      setReadout(null);
      active.moveTo(at, false);
    }
  };

  const onBlur = (event: FocusEvent) => {
    if (scroller.current?.contains(event.relatedTarget as Node | null) !== true) {
      active.setHasFocus(false);
      setReadout(null);
    }
  };

  // The pointer shows a cut-off text as its title. Set on the way in, so that scrolling never writes titles.
  const onMouseOver = (event: MouseEvent) => {
    const cell = (event.target as HTMLElement).closest<HTMLElement>("[aria-colindex]");
    const at = positionOf(cell);
    titled.current?.removeAttribute("title");
    titled.current = cell;
    if (cell !== null && at !== undefined) {
      const text = fullText(cell, at);
      if (text !== "") {
        cell.title = text;
      }
    }
  };

  return {
    readout,
    toggleAll,
    handlers: { onKeyDown, onMouseDown, onClick, onFocus, onBlur, onMouseOver },
  };
}
