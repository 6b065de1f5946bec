// Above the grid: the caller's controls, how many rows, what filters them, and the column chooser.
import { Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";

import styles from "./grid.module.css";
import type { GridColumn, GridFilters } from "./types";

interface GridToolbarProps {
  /** The caller's own controls. */
  children: ReactNode;
  chooser: ReactNode;
  total: number | undefined;
  outOf: number | undefined;
  selected: number;
  refreshing: boolean;
}

const number = new Intl.NumberFormat("en-GB");

export function GridToolbar(props: GridToolbarProps) {
  return (
    <div className={styles.toolbar}>
      <div className={styles.slot}>{props.children}</div>
      <output className={styles.count}>{countWords(props)}</output>
      {props.chooser}
    </div>
  );
}

function countWords({ total, outOf, selected, refreshing }: GridToolbarProps): string {
  if (total === undefined) {
    return "";
  }
  const rows =
    outOf !== undefined && outOf !== total
      ? `${number.format(total)} of ${number.format(outOf)}`
      : number.format(total);
  const words = [rows];
  if (selected > 0) {
    words.push(`${number.format(selected)} selected`);
  }
  if (refreshing) {
    words.push("updating");
  }
  return words.join(" · ");
}

interface FilterChipsProps {
  columns: readonly Pick<GridColumn<never>, "header" | "filterable" | "blank">[];
  filters: GridFilters;
  onClear: (name: string | null) => void;
}

/** One removable chip for each filter that is on. */
export function FilterChips({ columns, filters, onClear }: FilterChipsProps) {
  const active = Object.entries(filters).filter(([, values]) => values.length > 0);
  if (active.length === 0) {
    return null;
  }
  return (
    <ul className={styles.chips} aria-label="Filters">
      {active.map(([name, values]) => {
        const { header = name, blank = "(blank)" } = columns.find((column) => column.filterable === name) ?? {};
        const all = values.map((value) => (value === "" ? blank : value));
        const rest = all.length > 2 ? ` +${all.length - 2}` : "";
        return (
          <li key={name} className={styles.chip} title={all.join(", ")}>
            <span>
              {header}: {all.slice(0, 2).join(", ")}
              {rest}
            </span>
            <button
              type="button"
              className={styles.remove}
              aria-label={`Remove the filter ${header}: ${all.join(", ")}`}
              onClick={() => onClear(name)}
            >
              <IconX size={12} aria-hidden />
            </button>
          </li>
        );
      })}
      {active.length > 1 && (
        <li>
          <Button size="compact-xs" variant="subtle" onClick={() => onClear(null)}>
            Clear filters
          </Button>
        </li>
      )}
    </ul>
  );
}
