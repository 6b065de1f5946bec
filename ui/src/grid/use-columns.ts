// The column model: TanStack Table keeps visibility, order, width and the sort mark; rows never pass through it.
import {
  type ColumnSizingState,
  type ColumnVisibilityState,
  columnOrderingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  functionalUpdate,
  rowSortingFeature,
  tableFeatures,
  type Updater,
  useTable,
} from "@tanstack/react-table";
import { type CSSProperties, useCallback, useMemo, useState } from "react";

import { type ColumnMemory, recall, remember } from "./column-memory";
import type { GridColumn, GridSort } from "./types";

const features = tableFeatures({
  columnVisibilityFeature,
  columnOrderingFeature,
  columnSizingFeature,
  rowSortingFeature,
});
const noRows: never[] = [];
const SMALLEST = 64;
const LARGEST = 1200;

/** A column as it is drawn now. */
export interface LaidColumn<Row> {
  column: GridColumn<Row>;
  width: number;
  smallest: number;
  pinned: boolean;
  sorted: "asc" | "desc" | false;
  style: CSSProperties;
}

/** What the column chooser lists and does. */
export interface ColumnChoice {
  id: string;
  header: string;
  visible: boolean;
  fixed: boolean;
}

const asIs = (columns: readonly GridColumn<never>[]): ColumnMemory => ({
  visibility: Object.fromEntries(
    columns.filter((column) => column.defaultHidden === true).map((column) => [column.id, false]),
  ),
  order: [],
  sizing: {},
});

/** Columns as the person arranged them, and the ways to arrange them. `inset` is what stands left of the first. */
export function useColumns<Row>(
  columns: readonly GridColumn<Row>[],
  storageKey: string,
  sort: GridSort | null,
  inset: number,
) {
  const [memory, setMemory] = useState<ColumnMemory>(() => {
    const kept = recall(storageKey);
    const fresh = asIs(columns);
    // A column that is newer than the memory keeps its own default.
    return kept === undefined
      ? fresh
      : { ...kept, visibility: { ...fresh.visibility, ...kept.visibility } };
  });
  const change = useCallback(
    (update: (before: ColumnMemory) => ColumnMemory) => {
      setMemory((before) => {
        const after = update(before);
        remember(storageKey, after);
        return after;
      });
    },
    [storageKey],
  );
  const definitions = useMemo(
    () =>
      columns.map((column, at) => ({
        id: column.id,
        header: column.header,
        size: column.width,
        minSize: column.minWidth ?? SMALLEST,
        maxSize: LARGEST,
        enableHiding: at > 0,
        enableSorting: column.sortable === true,
      })),
    [columns],
  );
  const sorting = useMemo(
    () => (sort === null ? [] : [{ id: sort.column, desc: sort.descending }]),
    [sort],
  );
  const firstId = columns[0]?.id;
  const order = useMemo(
    () =>
      firstId === undefined || memory.order.length === 0
        ? memory.order
        : [firstId, ...memory.order.filter((id) => id !== firstId)],
    [firstId, memory.order],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: noRows,
    manualSorting: true,
    state: {
      columnVisibility: memory.visibility,
      columnOrder: order,
      columnSizing: memory.sizing,
      sorting,
    },
    onColumnVisibilityChange: (updater: Updater<ColumnVisibilityState>) =>
      change((before) => ({ ...before, visibility: functionalUpdate(updater, before.visibility) })),
    onColumnSizingChange: (updater: Updater<ColumnSizingState>) =>
      change((before) => ({ ...before, sizing: functionalUpdate(updater, before.sizing) })),
    onColumnOrderChange: (updater: Updater<string[]>) =>
      change((before) => ({ ...before, order: functionalUpdate(updater, before.order) })),
  });

  const laid = useMemo<LaidColumn<Row>[]>(() => {
    const byId = new Map(columns.map((column) => [column.id, column]));
    return table.getVisibleLeafColumns().flatMap((model, at) => {
      const column = byId.get(model.id);
      if (column === undefined) {
        return [];
      }
      const pinned = at === 0 && column.pinned === true;
      return [
        {
          column,
          width: model.getSize(),
          smallest: column.minWidth ?? SMALLEST,
          pinned,
          sorted: model.getIsSorted(),
          style: { width: model.getSize(), ...(pinned && { left: inset }) },
        },
      ];
    });
    // The model's answers follow from these.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [table, columns, memory, order, sorting, inset]);

  const choices: ColumnChoice[] = table.getAllLeafColumns().map((model) => ({
    id: model.id,
    header: String(model.columnDef.header),
    visible: model.getIsVisible(),
    fixed: !model.getCanHide(),
  }));

  return {
    laid,
    choices: sortLike(choices, order),
    show: (id: string, visible: boolean) => table.getColumn(id)?.toggleVisibility(visible),
    move: (id: string, by: -1 | 1) => {
      const ids = sortLike(choices, order).map((choice) => choice.id);
      const from = ids.indexOf(id);
      const to = from + by;
      // The first column stays the first.
      if (from > 0 && to > 0 && to < ids.length) {
        ids.splice(to, 0, ...ids.splice(from, 1));
        table.setColumnOrder(ids);
      }
    },
    resize: useCallback(
      (id: string, width: number) => {
        const smallest = columns.find((column) => column.id === id)?.minWidth ?? SMALLEST;
        const kept = Math.round(Math.max(smallest, Math.min(LARGEST, width)));
        table.setColumnSizing((before) => ({ ...before, [id]: kept }));
      },
      [columns, table],
    ),
    resetWidth: useCallback((id: string) => table.getColumn(id)?.resetSize(), [table]),
    reset: () => {
      remember(storageKey, undefined);
      setMemory(asIs(columns));
    },
  };
}

function sortLike(choices: ColumnChoice[], order: readonly string[]): ColumnChoice[] {
  const rank = (id: string) => {
    const at = order.indexOf(id);
    return at < 0 ? order.length : at;
  };
  return order.length === 0 ? choices : choices.toSorted((a, b) => rank(a.id) - rank(b.id));
}
