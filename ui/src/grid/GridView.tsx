// The scrolled part: header and the rows on screen, with the keyboard and the mouse of the WAI-ARIA grid pattern.
// A grid of div elements: table elements would bring their own layout.
// oxlint-disable jsx-a11y/prefer-tag-over-role
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";

import styles from "./grid.module.css";
import { GridHeader } from "./GridHeader";
import { GridRow } from "./GridRow";
import { Readout } from "./Readout";
import { countSelected, isSelected, nothingSelected } from "./selection";
import { SlotPool } from "./slot-pool";
import type { FilterValue, GridFilters, GridSelection, GridSource } from "./types";
import { useActiveCell } from "./use-active-cell";
import type { LaidColumn } from "./use-columns";
import { useGridInput } from "./use-grid-input";
import { useRowSelection } from "./use-row-selection";
import { useVirtualRows } from "./use-virtual-rows";

/** Drawn while nothing is known yet. */
const SKELETON_ROWS = 40;
/** The column that holds the ticks, in pixels. The style sheet says the same. */
export const TICK_WIDTH = 36;

export interface GridViewProps<Row> {
  label: string;
  source: GridSource<Row>;
  columns: readonly LaidColumn<Row>[];
  filters: GridFilters;
  filterValues: ((column: string) => Promise<FilterValue[]>) | undefined;
  selectable: boolean;
  selection: GridSelection | undefined;
  onSelectionChange: ((selection: GridSelection) => void) | undefined;
  onFilter: (name: string, values: string[]) => void;
  onSort: (column: string) => void;
  onResize: (column: string, width: number) => void;
  onResetWidth: (column: string) => void;
  onOpen: ((row: Row, column: string | undefined) => void) | undefined;
  onType: ((character: string) => void) | undefined;
  onCellKey:
    | ((event: KeyboardEvent, row: Row, column: string | undefined) => boolean)
    | undefined;
  /** Stands over the rows in place of them. */
  message: ReactNode;
}

export function GridView<Row>(props: GridViewProps<Row>) {
  const { source, columns, selectable } = props;
  const selection = props.selection ?? nothingSelected;
  const scroller = useRef<HTMLDivElement>(null);
  const [openFilter, setOpenFilter] = useState<string | null>(null);
  const columnCount = columns.length + (selectable ? 1 : 0);
  const rowCount = source.total ?? (source.state === "loading" ? SKELETON_ROWS : 0);

  const active = useActiveCell(scroller, source, columnCount);
  const rows = useVirtualRows(scroller, rowCount, active.index);
  const selecting = useRowSelection(source, selection, props.onSelectionChange);
  const input = useGridInput({ ...props, scroller, rows, rowCount, columnCount, active, selecting, selection, openFilter: setOpenFilter });

  const [pool] = useState(() => new SlotPool());
  const assigned = pool.assign(rows.indexes);
  // While scrolling, elements stay where they are in the document; at rest they stand in reading order.
  const drawn = rows.scrolling ? assigned : assigned.toSorted((a, b) => a.index - b.index);

  const { wantRange, listKey, total } = source;
  useEffect(() => {
    wantRange(rows.first, rows.last);
    // Another list or length is told again, though the range may read the same.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [wantRange, rows.first, rows.last, listKey, total]);

  const shownList = useRef(listKey);
  useLayoutEffect(() => {
    if (shownList.current !== undefined && shownList.current !== listKey && scroller.current) {
      scroller.current.scrollTop = 0;
    }
    shownList.current = listKey;
  }, [listKey]);

  const width = columns.reduce((sum, column) => sum + column.width, selectable ? TICK_WIDTH : 0);
  const rowStyle = useMemo(() => ({ width }), [width]);
  const selected = selectable ? countSelected(selection, source.total ?? 0) : 0;

  return (
    <div className={styles.frame}>
      <div
        ref={scroller}
        role="grid"
        aria-label={props.label}
        aria-rowcount={source.total === undefined ? -1 : source.total + 1}
        aria-colcount={columnCount}
        aria-multiselectable={selectable || undefined}
        aria-busy={(source.total === undefined && source.state !== "error") || source.refreshing === true}
        className={props.onOpen === undefined ? styles.scroller : `${styles.scroller} ${styles.opens}`}
        data-still={source.total === undefined || undefined}
        {...input.handlers}
      >
        <div role="rowgroup" className={styles.headRows} style={rowStyle}>
          <GridHeader
            columns={columns}
            rowStyle={rowStyle}
            activeColumn={active.index < 0 ? active.column : -1}
            selectable={selectable}
            selected={selected === 0 ? "none" : selected === source.total ? "all" : "some"}
            filters={props.filters}
            filterValues={props.filterValues}
            openFilter={openFilter}
            onOpenFilter={setOpenFilter}
            onToggleAll={input.toggleAll}
            onFilter={props.onFilter}
            onSort={props.onSort}
            onResize={props.onResize}
            onResetWidth={props.onResetWidth}
          />
        </div>
        <div role="rowgroup" className={styles.body} style={{ ...rowStyle, height: rows.height }}>
          {drawn.map(({ index, slot }) => (
            <GridRow
              key={slot}
              index={index}
              top={rows.topOf(index)}
              row={source.rowAt(index)}
              columns={columns}
              rowStyle={rowStyle}
              activeColumn={index === active.index ? active.column : -1}
              selected={selectable ? isSelected(selection, source.keyAt(index)) : undefined}
            />
          ))}
          <Readout text={input.readout} />
        </div>
      </div>
      {props.message !== null && <div className={styles.message}>{props.message}</div>}
    </div>
  );
}
