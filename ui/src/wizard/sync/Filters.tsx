// The filters of one stream with their live counts.
import { Badge, Group, Stack, Switch, Text, Title } from "@mantine/core";

import type { FilterValue, FilterView, StreamView } from "../../api";
import classes from "../wizard.module.css";
import { FilterCountWords, StreamCount } from "./Counts";
import { ItemsFilter } from "./ItemsFilter";
import { filterIsOn, filterItems, isProposed, streamIsOn, type SyncStand } from "./sync-settings";
import type { Preview } from "./use-preview";

/** What the filters of a stream are headed. */
export function filterTitle(stream: StreamView | undefined, name: string): string {
  switch (stream?.kind) {
    case "companies":
      return "Company Filters";
    case "tickets":
      return "Ticket Sync Scope";
    default:
      return `${stream?.label ?? name} Filters`;
  }
}

/** The connector's filters by stream, in the order of its table. */
export function byStream(filters: readonly FilterView[]): [string, FilterView[]][] {
  const groups = new Map<string, FilterView[]>();
  for (const filter of filters) {
    groups.set(filter.stream, [...(groups.get(filter.stream) ?? []), filter]);
  }
  return [...groups];
}

/** One group of filters. */
export function StreamFilters({
  integration,
  name,
  filters,
  stand,
  preview,
  read,
  onChange,
}: {
  integration: string;
  name: string;
  filters: readonly FilterView[];
  stand: SyncStand;
  preview: Preview;
  /** How many of its records are here already. */
  read: number | undefined;
  onChange: (id: string, value: FilterValue) => void;
}) {
  const stream = stand.connector.streams.find((each) => each.name === name);
  const on = streamIsOn(stand, stream);
  const toggle = stand.connector.toggles.find(({ id }) => id === stream?.toggle);
  const title = filterTitle(stream, name);
  return (
    <section aria-label={title}>
      <div className={classes["sectionHead"]}>
        <Title order={3}>{title}</Title>
        {on && <StreamCount preview={preview} stream={name} read={read} />}
      </div>
      {!on && toggle !== undefined && (
        <Text size="sm" c="dimmed" mb="sm">
          Switch on “{toggle.label}” to use these.
        </Text>
      )}
      <Stack gap="md">
        {filters.map((filter) => (
          <Group key={filter.id} justify="space-between" gap="md" wrap="nowrap" align="flex-start">
            {filter.is_switch ? (
              <Switch
                label={
                  <Group gap="sm">
                    <span>{filter.label}</span>
                    {filter.recommended && (
                      <Badge color="accent" aria-hidden>
                        {isProposed(stand, filter) ? "Recommended: on" : "Recommended"}
                      </Badge>
                    )}
                  </Group>
                }
                aria-label={filter.recommended ? `${filter.label}, recommended` : filter.label}
                description={filter.help}
                checked={filterIsOn(stand, filter)}
                disabled={!on}
                onChange={(event) => onChange(filter.id, event.currentTarget.checked)}
              />
            ) : (
              <ItemsFilter
                integration={integration}
                filter={filter}
                chosen={filterItems(stand, filter.id)}
                disabled={!on}
                onChange={(ids) => onChange(filter.id, ids)}
              />
            )}
            {on && <FilterCountWords preview={preview} stream={name} filter={filter.id} />}
          </Group>
        ))}
      </Stack>
    </section>
  );
}
