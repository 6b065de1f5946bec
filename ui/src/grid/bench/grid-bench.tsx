// The bench page: 200,000 made-up tickets in the grid, or the floor, a plain scrolled page. `runBench()` measures both.
import "@fontsource-variable/inter/index.css";
import "@mantine/core/styles.css";
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";

import { type GridFilters, type GridSelection, type GridSort, nothingSelected, RecordGrid, useWindowedSource } from "..";
import { colorVariables, theme } from "../../theme";
import { type FrameTimes, scrollTimes } from "./measure";
import { benchColumns, type BenchTicket, statuses, ticketAt } from "./tickets";

const options = new URLSearchParams(location.search);
const ROWS = Number(options.get("rows") ?? 200_000);
const scheme = options.get("scheme") === "dark" ? "dark" : "light";
const selectable = options.has("selectable");

const keyOf = (row: BenchTicket) => String(row.id);
const statusCounts = () => Promise.resolve(statuses.map((value) => ({ value, count: ROWS / statuses.length })));

function BenchGrid() {
  const [sort, setSort] = useState<GridSort | null>(null);
  const [filters, setFilters] = useState<GridFilters>({});
  const [selection, setSelection] = useState<GridSelection>(nothingSelected);
  const source = useWindowedSource<BenchTicket>({
    queryKey: ["bench", sort, filters],
    keyOf,
    fetchPage: (offset, limit) => {
      const length = Math.max(0, Math.min(limit, ROWS - offset));
      const at = (index: number) => (sort?.descending === true ? ROWS - 1 - index : index);
      const rows = Array.from({ length }, (_, index) => ticketAt(at(offset + index)));
      return Promise.resolve({ total: ROWS, outOf: ROWS, rows });
    },
  });
  return (
    <RecordGrid
      label="Tickets"
      columns={benchColumns}
      source={source}
      storageKey="bench.columns"
      sort={sort}
      onSortChange={setSort}
      filters={filters}
      onFiltersChange={setFilters}
      filterValues={statusCounts}
      selectable={selectable}
      selection={selection}
      onSelectionChange={setSelection}
      onOpen={() => {}}
    />
  );
}

/** As many elements as the grid has, and as tall as 180 fast frames reach. */
function Floor() {
  return Array.from({ length: 408 }, (_, index) => (
    <p key={index} style={{ height: 190, margin: 0, padding: 8 }}>
      {`${index} `}
      {ticketAt(index).summary}
    </p>
  ));
}

const client = new QueryClient();
const root = createRoot(document.getElementById("root") ?? document.body);

function show(side: "grid" | "floor") {
  flushSync(() =>
    root.render(
      <MantineProvider theme={theme} cssVariablesResolver={colorVariables} forceColorScheme={scheme}>
        <QueryClientProvider client={client}>
          {side === "floor" ? (
            <Floor />
          ) : (
            <div style={{ height: "100vh", padding: 16 }}>
              <BenchGrid />
            </div>
          )}
        </QueryClientProvider>
      </MantineProvider>,
    ),
  );
}

/** Every measurement of one run, named side and pixels a frame. */
async function runBench(sideways = 0): Promise<Record<string, FrameTimes>> {
  const times: Record<string, FrameTimes> = {};
  for (const step of [40, 400]) {
    show("floor");
    const page = document.scrollingElement ?? document.documentElement;
    // One side after the other: together they would disturb each other.
    // oxlint-disable-next-line no-await-in-loop
    times[`floor ${step}`] = await scrollTimes(page, step);
    page.scrollTop = 0;
    show("grid");
    // oxlint-disable-next-line no-await-in-loop
    const grid = await gridReady();
    grid.scrollLeft = sideways;
    // oxlint-disable-next-line no-await-in-loop
    times[`grid ${step}`] = await scrollTimes(grid, step);
  }
  return times;
}

async function gridReady(): Promise<Element> {
  for (;;) {
    const grid = document.querySelector('[role="grid"]:not([aria-rowcount="-1"])');
    if (grid !== null) {
      return grid;
    }
    // oxlint-disable-next-line no-await-in-loop
    await new Promise(requestAnimationFrame);
  }
}

show("grid");
Object.assign(window, { runBench });
