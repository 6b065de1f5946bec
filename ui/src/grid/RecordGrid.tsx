// The one table of every screen: toolbar, chips, states and the grid itself, over any source of rows.
import { Button, Text } from "@mantine/core";
import { type KeyboardEvent, type ReactNode, useCallback } from "react";

import { useAskFailedAgain, useShownError } from "../kit/shown-errors";
import { ColumnChooser } from "./ColumnChooser";
import styles from "./grid.module.css";
import { FilterChips, GridToolbar } from "./GridToolbar";
import { GridView, TICK_WIDTH } from "./GridView";
import { countSelected, nothingSelected } from "./selection";
import type {
  FilterValue,
  GridColumn,
  GridFilters,
  GridSelection,
  GridSort,
  GridSource,
} from "./types";
import { useColumns } from "./use-columns";

export interface RecordGridProps<Row> {
  /** What the rows are, in the plural: names the grid for a screen reader. */
  label: string;
  /** Stable: at module level or memoised. */
  columns: readonly GridColumn<Row>[];
  source: GridSource<Row>;
  /** The place in localStorage that remembers the columns. */
  storageKey: string;
  sort?: GridSort | null;
  onSortChange?: (sort: GridSort | null) => void;
  filters?: GridFilters;
  onFiltersChange?: (filters: GridFilters) => void;
  /** The values of a column by its filter name; read when its menu opens. */
  filterValues?: (column: string) => Promise<FilterValue[]>;
  selectable?: boolean;
  selection?: GridSelection;
  onSelectionChange?: (selection: GridSelection) => void;
  /** Enter or a click. `column` is absent on the tick. */
  onOpen?: (row: Row, column: string | undefined) => void;
  /** A printable character was typed: put it into the search and focus that. */
  onType?: (character: string) => void;
  /** Keys of the caller's own, before the grid's; answer true when handled. */
  onCellKey?: (event: KeyboardEvent, row: Row, column: string | undefined) => boolean;
  /** Stands at the left of the toolbar. */
  toolbar?: ReactNode;
  /** Shown when there are no rows and no filter is on. */
  empty?: ReactNode;
}

const noFilters: GridFilters = {};

/** Fills its parent, which must have a height. */
export function RecordGrid<Row>(props: RecordGridProps<Row>) {
  const { columns, source, sort = null, filters = noFilters, selectable = false } = props;
  const { onSortChange, onFiltersChange } = props;
  const model = useColumns(columns, props.storageKey, sort, selectable ? TICK_WIDTH : 0);

  const onSort = useCallback(
    (column: string) => onSortChange?.(nextSort(sort, column)),
    [sort, onSortChange],
  );
  const onFilter = useCallback(
    (name: string | null, values: readonly string[]) => {
      const others = Object.entries(filters).filter(([other]) => name !== null && other !== name);
      const kept = name === null || values.length === 0 ? [] : [[name, values] as const];
      onFiltersChange?.(Object.fromEntries([...others, ...kept]));
    },
    [filters, onFiltersChange],
  );

  const selected = countSelected(props.selection ?? nothingSelected, source.total ?? 0);
  const filtered = Object.values(filters).some((values) => values.length > 0);
  return (
    <div className={styles.root}>
      <GridToolbar
        total={source.total}
        outOf={source.outOf}
        selected={selectable ? selected : 0}
        refreshing={source.refreshing === true}
        chooser={
          <ColumnChooser
            choices={model.choices}
            onShow={model.show}
            onMove={model.move}
            onReset={model.reset}
          />
        }
      >
        {props.toolbar}
      </GridToolbar>
      <FilterChips columns={columns} filters={filters} onClear={(name) => onFilter(name, [])} />
      {source.total !== undefined && inTrouble(source) && <Trouble source={source} bar />}
      <GridView
        label={props.label}
        source={source}
        columns={model.laid}
        filters={filters}
        filterValues={onFiltersChange === undefined ? undefined : props.filterValues}
        selectable={selectable}
        selection={props.selection}
        onSelectionChange={props.onSelectionChange}
        onFilter={onFilter}
        onSort={onSort}
        onResize={model.resize}
        onResetWidth={model.resetWidth}
        onOpen={props.onOpen}
        onType={props.onType}
        onCellKey={props.onCellKey}
        message={messageFor(source, filtered, props.empty, () => onFilter(null, []))}
      />
    </div>
  );
}

function messageFor<Row>(
  source: GridSource<Row>,
  filtered: boolean,
  empty: ReactNode,
  onClear: () => void,
): ReactNode {
  if (source.total === undefined) {
    return inTrouble(source) ? <Trouble source={source} /> : null;
  }
  if (source.total > 0 || source.refreshing === true) {
    return null;
  }
  if (filtered) {
    return (
      <>
        <Text>No rows match the filters.</Text>
        <Button variant="default" size="xs" onClick={onClear}>
          Clear filters
        </Button>
      </>
    );
  }
  return empty ?? <Text c="dimmed">There is nothing here yet.</Text>;
}

function inTrouble({ state }: Pick<GridSource<unknown>, "state">): boolean {
  return state === "error" || state === "offline";
}

/** What went wrong and the way to ask again: over the whole grid, or as a bar above rows that still show. */
function Trouble<Row>({ source, bar = false }: { source: GridSource<Row>; bar?: boolean }) {
  const { say, hint } = source.error ?? {
    say:
      source.state === "offline"
        ? "Not connected. The rows are as they were last read."
        : "The rows could not be read.",
    hint: undefined,
  };
  useShownError(say);
  const askFailedAgain = useAskFailedAgain();
  const { retry } = source;
  return (
    <div role="alert" className={bar ? styles.bar : undefined}>
      <Text size="sm" fw={500}>
        {say}
      </Text>
      {hint !== undefined && (
        <Text size="sm" c="dimmed">
          {hint}
        </Text>
      )}
      {retry !== undefined && (
        <Button
          variant="default"
          size="compact-sm"
          mt={bar ? 0 : "sm"}
          onClick={() => {
            retry();
            askFailedAgain();
          }}
        >
          Try again
        </Button>
      )}
    </div>
  );
}

/** Ascending, descending, none. */
function nextSort(sort: GridSort | null, column: string): GridSort | null {
  if (sort?.column !== column) {
    return { column, descending: false };
  }
  return sort.descending ? null : { column, descending: true };
}
