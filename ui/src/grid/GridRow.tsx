// One row of the grid: one element, one more for each cell, no hooks. Drawn again only when it changes.
// A grid of div elements: table elements would bring their own layout.
// oxlint-disable jsx-a11y/prefer-tag-over-role
import { type CSSProperties, memo, type ReactElement } from "react";

import styles from "./grid.module.css";
import type { LaidColumn } from "./use-columns";

export interface GridRowProps<Row> {
  index: number;
  top: number;
  row: Row | undefined;
  columns: readonly LaidColumn<Row>[];
  rowStyle: CSSProperties;
  /** The number of the column that holds the tab stop, or -1. */
  activeColumn: number;
  /** `undefined` where rows cannot be selected. */
  selected: boolean | undefined;
}

const alignments = { start: "", center: styles.center, end: styles.end };

function DrawnRow<Row>({
  index,
  top,
  row,
  columns,
  rowStyle,
  activeColumn,
  selected,
}: GridRowProps<Row>) {
  const shift = selected === undefined ? 0 : 1;
  const cells: ReactElement[] = [];
  if (selected !== undefined) {
    cells.push(
      <div
        key="selection"
        role="gridcell"
        className={`${styles.cell} ${styles.tick} ${styles.pinned}`}
        aria-colindex={1}
        aria-label={selected ? "Selected" : "Not selected"}
        tabIndex={activeColumn === 0 ? 0 : -1}
      />,
    );
  }
  for (const [at, { column, style, pinned }] of columns.entries()) {
    const number = at + shift;
    cells.push(
      <div
        key={column.id}
        role="gridcell"
        className={`${styles.cell} ${alignments[column.align ?? "start"]} ${pinned ? styles.pinned : ""}`}
        aria-colindex={number + 1}
        style={style}
        tabIndex={number === activeColumn ? 0 : -1}
      >
        {row === undefined ? null : column.cell(row)}
      </div>,
    );
  }
  return (
    <div
      role="row"
      className={row === undefined ? `${styles.row} ${styles.pending}` : styles.row}
      aria-rowindex={index + 2}
      aria-selected={selected}
      aria-busy={row === undefined ? true : undefined}
      style={{ ...rowStyle, top }}
    >
      {cells}
    </div>
  );
}

export const GridRow = memo(DrawnRow) as typeof DrawnRow;
