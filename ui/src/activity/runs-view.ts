// Which runs the list shows and in which order: read from the address, done here in the window.
import type { RunView } from "../api";
import type { GridSort } from "../grid";
import { searchText, type ViewSearch } from "../kit";
import { outcomes, triggers } from "./words";

/** What the address of the list says. */
export interface RunsView {
  of: string | undefined;
  outcome: string | undefined;
  search: string | undefined;
  sort: string | undefined;
}

/** Reads the address. */
export function parseRuns(search: ViewSearch): RunsView {
  return {
    of: searchText(search["of"]),
    outcome: searchText(search["outcome"]),
    search: searchText(search.search),
    sort: searchText(search.sort),
  };
}

/** A sorting as it stands in the address. */
export function sortOf(sort: string | undefined): GridSort | null {
  return sort === undefined
    ? null
    : { column: sort.replace(/^-/, ""), descending: sort.startsWith("-") };
}

/** The columns that are sorted by what they count. */
const counted = ["read", "added", "changed", "gone", "failed", "filtered", "requests"] as const;

function sortKey(run: RunView, column: string, label: string): string | number {
  const count = counted.find((each) => each === column);
  if (count !== undefined) {
    return run.counts[count] ?? 0;
  }
  switch (column) {
    case "integration":
      return run.integration_name;
    case "stream":
      return label;
    case "outcome":
      return outcomes[run.outcome].word;
    case "trigger":
      return triggers[run.trigger];
    case "duration":
      return run.duration_ms ?? -1;
    case "waited":
      return run.counts.waited_ms ?? 0;
    default:
      return Date.parse(run.started_at);
  }
}

/** The runs that match, in order; newest first where no column is chosen. `label`: of a run's stream. */
export function shownRuns(
  runs: readonly RunView[],
  { outcome, search, sort }: RunsView,
  label: (run: RunView) => string,
): RunView[] {
  const wanted = (search ?? "").trim().toLowerCase();
  const found = runs.filter(
    (run) =>
      (outcome === undefined || run.outcome === outcome) &&
      [label(run), run.stream, run.integration_name, run.problem?.say ?? ""].some((words) =>
        words.toLowerCase().includes(wanted),
      ),
  );
  const by = sortOf(sort);
  if (by === null) {
    return found;
  }
  const turn = by.descending ? -1 : 1;
  return found.toSorted((one, other) => {
    const [a, b] = [sortKey(one, by.column, label(one)), sortKey(other, by.column, label(other))];
    return turn * (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b)));
  });
}
