// The newest runs, newest first; a click opens one.
import { Button, Select } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";

import { commands, type RunView } from "../api";
import { integrationsQuery } from "../frame/queries";
import { arraySource, type GridColumn, RecordGrid, type GridSource } from "../grid";
import {
  EmptyState,
  formatCount,
  formatDuration,
  RelativeTime,
  toAppError,
  unwrap,
  useSearchState,
} from "../kit";
import { SearchField } from "../records/SearchField";
import { sortText } from "../records/view";
import { OutcomeBadge } from "./OutcomeBadge";
import { parseRuns, shownRuns, sortOf } from "./runs-view";
import { useStreamLabels } from "./stream-labels";
import { modes, outcomes, triggers } from "./words";

/** So many runs are shown. */
const SHOWN = 1000;

const count = (id: keyof RunView["counts"], header: string): GridColumn<RunView> => ({
  id,
  header,
  width: 84,
  align: "end",
  sortable: true,
  cell: ({ counts }) => formatCount(counts[id] ?? 0),
});

const columnsWith = (label: (run: RunView) => string): readonly GridColumn<RunView>[] => [
  {
    id: "started_at",
    header: "Started",
    width: 128,
    pinned: true,
    sortable: true,
    cell: ({ started_at }) => <RelativeTime at={started_at} />,
  },
  { id: "integration", header: "Integration", width: 150, sortable: true, cell: ({ integration_name }) => integration_name },
  { id: "stream", header: "Stream", width: 150, sortable: true, cell: label },
  {
    id: "outcome",
    header: "Outcome",
    width: 158,
    sortable: true,
    cell: ({ outcome }) => <OutcomeBadge outcome={outcome} />,
    title: ({ outcome, problem }) => problem?.say ?? outcomes[outcome].word,
  },
  count("read", "Records"),
  count("added", "Added"),
  count("changed", "Changed"),
  count("gone", "Gone"),
  count("failed", "Failed"),
  { id: "trigger", header: "Started by", width: 120, sortable: true, cell: ({ trigger }) => triggers[trigger] },
  { id: "mode", header: "Read", width: 100, cell: ({ mode }) => modes[mode] },
  {
    id: "duration",
    header: "Duration",
    width: 112,
    align: "end",
    sortable: true,
    cell: ({ duration_ms }) => (duration_ms === null ? "" : formatDuration(duration_ms)),
  },
  { ...count("filtered", "Left out"), defaultHidden: true },
  count("requests", "Requests"),
  {
    id: "waited",
    header: "Waited",
    width: 96,
    align: "end",
    sortable: true,
    cell: ({ counts }) => ((counts.waited_ms ?? 0) === 0 ? "" : formatDuration(counts.waited_ms ?? 0)),
  },
  // Mostly empty, and long where it is not: it must not push the numbers out of sight.
  { id: "problem", header: "Problem", width: 220, cell: ({ problem }) => problem?.say ?? "" },
];

/** The tab. */
export function RunsTab() {
  const navigate = useNavigate();
  const [view, setView] = useSearchState(parseRuns);
  const { of, outcome, search, sort } = view;
  const { data: integrations = [] } = useQuery(integrationsQuery);
  const { data, error, refetch } = useQuery({
    queryKey: ["runs", "list", of ?? null],
    queryFn: () => unwrap(commands.runs(SHOWN, of ?? null)),
  });
  const labels = useStreamLabels();
  const label = useCallback((run: RunView) => labels(run.integration, run.stream), [labels]);
  const columns = useMemo(() => columnsWith(label), [label]);
  const sorting = useMemo(() => sortOf(sort), [sort]);
  const source = useMemo((): GridSource<RunView> => {
    const rows = shownRuns(data ?? [], { of, outcome, search, sort }, label);
    const ready = {
      ...arraySource(rows, ({ id }) => id, data?.length),
      listKey: JSON.stringify([of, outcome, search, sort]),
    };
    if (data !== undefined) {
      return ready;
    }
    return error === null
      ? { ...ready, total: undefined, state: "loading" }
      : { ...ready, total: undefined, state: "error", error: toAppError(error), retry: () => void refetch() };
  }, [data, error, refetch, of, outcome, search, sort, label]);
  const narrowed = outcome !== undefined || search !== undefined || of !== undefined;
  return (
    <RecordGrid<RunView>
      label="Runs"
      columns={columns}
      source={source}
      storageKey="patchbay-columns-runs"
      sort={sorting}
      onSortChange={(next) => setView({ sort: sortText(next) })}
      onOpen={({ id }) => void navigate({ to: "/activity/runs/$run", params: { run: id } })}
      toolbar={
        <>
          <SearchField
            label="Search runs"
            placeholder="Stream or problem"
            value={search ?? ""}
            onChange={(typed) => setView({ search: typed })}
          />
          {(integrations.length > 1 || of !== undefined) && (
            <Select
              aria-label="Integration"
              placeholder="All integrations"
              clearable
              data={integrations.map(({ id, name }) => ({ value: id, label: name }))}
              value={of ?? null}
              onChange={(value) => setView({ of: value ?? undefined })}
              w={192}
            />
          )}
          <Select
            aria-label="Outcome"
            placeholder="Any outcome"
            clearable
            data={Object.entries(outcomes).map(([value, { word }]) => ({ value, label: word }))}
            value={outcome ?? null}
            onChange={(value) => setView({ outcome: value ?? undefined })}
            w={160}
          />
        </>
      }
      empty={
        narrowed ? (
          <EmptyState
            icon={IconSearch}
            title="No runs match"
            description="Search for something else, or choose another outcome."
            action={
              <Button
                variant="default"
                onClick={() => setView({ of: undefined, outcome: undefined, search: undefined })}
              >
                Clear filters
              </Button>
            }
          />
        ) : (
          <EmptyState title="No runs yet" description="Every sync leaves a run for each stream here." />
        )
      }
    />
  );
}
