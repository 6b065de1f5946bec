// Made-up people for the grid's tests, and a page that holds the grid's state as a screen would.
import { MantineProvider } from "@mantine/core";
import { render } from "@testing-library/react";
import { useMemo, useState } from "react";

import {
  arraySource,
  type GridColumn,
  type GridFilters,
  type GridSelection,
  type GridSort,
  nothingSelected,
  RecordGrid,
  type RecordGridProps,
} from "..";
import { theme } from "../../theme";

export interface Person {
  id: string;
  name: string;
  team: string;
  city: string;
}

export const peopleOf = (count: number): Person[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `id-${at}`,
    name: `Person ${at}`,
    team: at % 2 === 0 ? "Red" : "Blue",
    city: `City ${at}`,
  }));

export const peopleColumns: GridColumn<Person>[] = [
  { id: "name", header: "Name", width: 200, cell: (row) => row.name, sortable: true, pinned: true },
  { id: "team", header: "Team", width: 120, cell: (row) => row.team, sortable: true, filterable: "team" },
  { id: "city", header: "City", width: 160, cell: (row) => row.city, title: (row) => `${row.city}, Earth` },
  { id: "id", header: "Number", width: 100, cell: (row) => row.id, defaultHidden: true },
];

export const personKey = (person: Person) => person.id;

type HostProps = Partial<RecordGridProps<Person>> & {
  people: readonly Person[];
  onSort?: (sort: GridSort | null) => void;
  onFilters?: (filters: GridFilters) => void;
  onSelect?: (selection: GridSelection) => void;
  first?: GridFilters;
};

function Host({ people, onSort, onFilters, onSelect, first, ...props }: HostProps) {
  const [sort, setSort] = useState<GridSort | null>(null);
  const [filters, setFilters] = useState<GridFilters>(first ?? {});
  const [selection, setSelection] = useState<GridSelection>(nothingSelected);
  const source = useMemo(() => arraySource(people, personKey), [people]);
  return (
    <RecordGrid
      label="People"
      columns={peopleColumns}
      source={source}
      storageKey="test.people"
      sort={sort}
      onSortChange={(next) => {
        onSort?.(next);
        setSort(next);
      }}
      filters={filters}
      onFiltersChange={(next) => {
        onFilters?.(next);
        setFilters(next);
      }}
      selection={selection}
      onSelectionChange={(next) => {
        onSelect?.(next);
        setSelection(next);
      }}
      {...props}
    />
  );
}

/** Draws the grid over `people`; `again` draws it with other props. */
export function drawPeople(props: HostProps) {
  const page = (given: HostProps) => (
    <MantineProvider theme={theme} env="test">
      <Host {...given} />
    </MantineProvider>
  );
  const drawn = render(page(props));
  return { ...drawn, again: (given: HostProps) => drawn.rerender(page(given)) };
}

/** The words of the focused cell, or of the header cell. */
export const focused = () =>
  document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "";
