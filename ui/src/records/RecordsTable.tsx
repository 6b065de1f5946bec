// A table over the local store: search, sort, filters in the address, and the open record in a drawer.
import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useRef } from "react";

import { commands, type RecordKind, type RecordView } from "../api";
import { integrationsQuery } from "../frame/queries";
import { RecordGrid, useWindowedSource } from "../grid";
import { openAddress, parseOpenAddress, unwrap, useSearchState } from "../kit";
import type { RecordColumn } from "./columns";
import { ExportButton } from "./ExportButton";
import { inOrder, shownValue } from "./filter-words";
import { NoRecords } from "./NoRecords";
import { RecordDrawer } from "./RecordDrawer";
import { SearchField, type SearchHandle } from "./SearchField";
import { parseView, sortText, viewToQuery } from "./view";

/** What a table of records is of. */
export interface RecordsTableProps {
  kind: RecordKind;
  title: string;
  /** The rows in the plural, in lower case: "tickets". */
  noun: string;
  /** Stable. */
  columns: readonly RecordColumn[];
  /** What the quick search looks at: "Number, summary, company". */
  searches: string;
}

/** The table. Fills its parent. */
export function RecordsTable({ kind, title, noun, columns, searches }: RecordsTableProps) {
  const [view, setView] = useSearchState(parseView);
  const { data: integrations = [] } = useQuery(integrationsQuery);
  const query = useMemo(() => viewToQuery(kind, view), [kind, view]);
  const source = useWindowedSource<RecordView>({
    queryKey: ["records", kind, "list", query],
    fetchPage: useCallback(
      (offset: number, limit: number) => unwrap(commands.recordPage(query, offset, limit)),
      [query],
    ),
    keyOf,
  });
  const search = useRef<SearchHandle>(null);
  const filterValues = useCallback(
    async (column: string) => {
      const values = await unwrap(commands.columnValues(query, column));
      const isBlankKept = query.filters[column]?.includes("") === true && !values.some(({ value }) => value === "");
      const { blank } = columns.find(({ filterable }) => filterable === column) ?? {};
      return inOrder(column, isBlankKept ? [{ value: "", count: 0 }, ...values] : values).map(({ value, count }) => {
        const shown = shownValue(column, value);
        return shown === "" && blank !== undefined ? { value: shown, count, label: blank } : { value: shown, count };
      });
    },
    [query, columns],
  );
  const storageKey = `patchbay-columns-${kind}`;
  return (
    <>
      <RecordGrid<RecordView>
        label={title}
        columns={columns}
        source={source}
        storageKey={storageKey}
        sort={view.sorting}
        onSortChange={(sort) => setView({ sort: sortText(sort) })}
        filters={view.filters}
        onFiltersChange={(filters) =>
          setView({ filter: Object.keys(filters).length === 0 ? undefined : filters })
        }
        filterValues={filterValues}
        onOpen={(row) => setView({ open: addressOf(row) }, "push")}
        onType={(character) => search.current?.begin(character)}
        toolbar={
          <>
            <SearchField
              handle={search}
              label={`Search ${noun}`}
              placeholder={searches}
              value={view.search ?? ""}
              onChange={(text) => setView({ search: text })}
            />
            {integrations.length > 1 && (
              <Select
                aria-label="Integration"
                placeholder="All integrations"
                clearable
                data={integrations.map(({ id, name }) => ({ value: id, label: name }))}
                value={view.of ?? null}
                onChange={(of) => setView({ of: of ?? undefined })}
                w={192}
              />
            )}
            <ExportButton
              noun={noun}
              columns={columns}
              storageKey={storageKey}
              query={query}
              total={source.total}
            />
          </>
        }
        empty={
          <NoRecords
            noun={noun}
            narrowed={view.search !== undefined || view.of !== undefined}
            connected={integrations.length > 0}
            brought={integrations.some(({ streams }) => streams.some((stream) => stream.kind === kind))}
            onClear={() => setView({ search: undefined, of: undefined })}
          />
        }
      />
      <RecordDrawer
        address={parseOpenAddress(view.open)}
        onClose={() => setView({ open: undefined })}
      />
    </>
  );
}

function keyOf(row: RecordView): string {
  return String(row.key);
}

function addressOf(row: RecordView): string {
  return openAddress({
    integration: row.integration_id,
    stream: row.stream,
    vendorId: row.vendor_id,
  });
}
