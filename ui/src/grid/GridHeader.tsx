// The header row: names, sort marks, filter menus, handles for the width, and the tick for all rows.
// A grid of div elements: table elements would bring their own layout.
// ARIA 1.3 allows aria-description everywhere.
// oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/role-supports-aria-props
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { type CSSProperties, memo, type PointerEvent as ReactPointerEvent } from "react";

import { FilterMenu } from "./FilterMenu";
import styles from "./grid.module.css";
import type { FilterValue, GridFilters } from "./types";
import type { LaidColumn } from "./use-columns";

export interface GridHeaderProps<Row> {
  columns: readonly LaidColumn<Row>[];
  rowStyle: CSSProperties;
  /** The number of the column that holds the tab stop, or -1. */
  activeColumn: number;
  selectable: boolean;
  selected: "all" | "some" | "none";
  onToggleAll: () => void;
  filters: GridFilters;
  filterValues: ((column: string) => Promise<FilterValue[]>) | undefined;
  /** The filter name whose menu is open. */
  openFilter: string | null;
  onOpenFilter: (name: string | null) => void;
  onFilter: (name: string, values: string[]) => void;
  onSort: (column: string) => void;
  onResize: (column: string, width: number) => void;
  onResetWidth: (column: string) => void;
}

const alignments = { start: "", center: styles.center, end: styles.end };
const sortWords = { asc: "ascending", desc: "descending" } as const;

function DrawnHeader<Row>(props: GridHeaderProps<Row>) {
  const { columns, activeColumn, selectable, selected } = props;
  const shift = selectable ? 1 : 0;
  return (
    <div role="row" aria-rowindex={1} className={styles.headRow} style={props.rowStyle}>
      {selectable && (
        <div
          role="columnheader"
          aria-colindex={1}
          className={`${styles.head} ${styles.tick} ${styles.pinned}`}
          tabIndex={activeColumn === 0 ? 0 : -1}
        >
          <input
            type="checkbox"
            aria-label="Select all rows"
            tabIndex={-1}
            className={styles.tickAll}
            checked={selected === "all"}
            ref={(box) => {
              if (box !== null) {
                box.indeterminate = selected === "some";
              }
            }}
            onChange={props.onToggleAll}
          />
        </div>
      )}
      {columns.map((laid, at) => (
        <HeaderCell
          key={laid.column.id}
          laid={laid}
          number={at + shift}
          active={at + shift === activeColumn}
          header={props}
        />
      ))}
    </div>
  );
}

interface HeaderCellProps<Row> {
  laid: LaidColumn<Row>;
  number: number;
  active: boolean;
  header: GridHeaderProps<Row>;
}

function HeaderCell<Row>({ laid, number, active, header }: HeaderCellProps<Row>) {
  const { column, sorted, pinned, style, width } = laid;
  const name = column.filterable;
  const canFilter = name !== undefined && header.filterValues !== undefined;
  const words = [
    column.hint !== undefined && `${column.hint}.`,
    column.sortable === true && "Enter sorts.",
    canFilter && "Alt and Down opens the filter.",
    "Shift with Left or Right changes the width.",
  ];
  return (
    <div
      role="columnheader"
      aria-colindex={number + 1}
      aria-label={column.header}
      aria-description={words.filter(Boolean).join(" ")}
      title={column.hint}
      aria-sort={column.sortable === true ? (sorted ? sortWords[sorted] : "none") : undefined}
      className={`${styles.head} ${alignments[column.align ?? "start"]} ${pinned ? styles.pinned : ""}`}
      style={style}
      tabIndex={active ? 0 : -1}
    >
      {column.sortable === true ? (
        <button
          type="button"
          tabIndex={-1}
          className={styles.sort}
          aria-label={`Sort by ${column.header}`}
          onClick={() => header.onSort(column.id)}
        >
          <span className={styles.name}>{column.header}</span>
          {sorted === "asc" && <IconArrowUp size={14} aria-hidden />}
          {sorted === "desc" && <IconArrowDown size={14} aria-hidden />}
        </button>
      ) : (
        <span className={styles.name}>{column.header}</span>
      )}
      {canFilter && (
        <FilterMenu
          header={column.header}
          name={name}
          kept={header.filters[name] ?? []}
          filterValues={header.filterValues}
          opened={header.openFilter === name}
          onOpen={header.onOpenFilter}
          onChange={header.onFilter}
        />
      )}
      <div
        className={styles.handle}
        aria-hidden
        onPointerDown={(event) =>
          drag(event, width, (to) => header.onResize(column.id, to))
        }
        onDoubleClick={() => header.onResetWidth(column.id)}
      />
    </div>
  );
}

/** Follows the pointer until it is let go; Escape or a lost pointer leaves the width where it is. */
function drag(
  event: ReactPointerEvent<HTMLDivElement>,
  width: number,
  resize: (width: number) => void,
) {
  if (event.button !== 0) {
    return;
  }
  event.preventDefault();
  const handle = event.currentTarget;
  const from = event.clientX;
  const follow = (move: PointerEvent) => resize(width + move.clientX - from);
  const stop = () => {
    handle.removeEventListener("pointermove", follow);
    handle.removeEventListener("pointerup", stop);
    handle.removeEventListener("pointercancel", stop);
  };
  handle.setPointerCapture?.(event.pointerId);
  handle.addEventListener("pointermove", follow);
  handle.addEventListener("pointerup", stop);
  handle.addEventListener("pointercancel", stop);
}

export const GridHeader = memo(DrawnHeader) as typeof DrawnHeader;
