// The whole schedule: pausing it for a while, and letting it go on.
import { Button, Group, Text } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";

import { commands } from "../api";
import { pausedQuery } from "../frame/queries";
import { ErrorState, LoadingState, RelativeTime, useCommand } from "../kit";
import { Section } from "./Section";

/** How long it can be paused, in minutes. */
const pauses: readonly [number, string][] = [
  [60, "Pause for an hour"],
  [4 * 60, "Pause for four hours"],
  [24 * 60, "Pause for a day"],
];

/** The card. */
export function ScheduleCard() {
  const { data: until, error, refetch } = useQuery(pausedQuery);
  const pause = useCommand((minutes: number | null) => commands.pauseEverything(minutes), {
    done: (_, minutes) =>
      minutes === null
        ? "The schedule goes on."
        : "Nothing is synced by itself for now. What you start yourself runs.",
    invalidates: [["paused"], ["integrations"], ["audit"]],
  });
  return (
    <Section
      title="Schedule"
      description="Each integration syncs on its own schedule, set in its Sync step. Here all of them are paused at once."
    >
      {error !== null && <ErrorState error={error} onRetry={refetch} />}
      {until === undefined && error === null && <LoadingState shape="form" count={1} />}
      {until === null && (
        <Group gap="sm">
          {pauses.map(([minutes, words]) => (
            <Button
              key={minutes}
              variant="default"
              leftSection={<IconPlayerPause size={16} aria-hidden />}
              loading={pause.isPending && pause.variables === minutes}
              disabled={pause.isPending}
              onClick={() => pause.mutate(minutes)}
            >
              {words}
            </Button>
          ))}
        </Group>
      )}
      {typeof until === "string" && (
        <Group gap="sm">
          <Text size="sm">
            Paused; it goes on <RelativeTime at={until} />.
          </Text>
          <Button
            variant="default"
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
            loading={pause.isPending}
            onClick={() => pause.mutate(null)}
          >
            Go on now
          </Button>
        </Group>
      )}
    </Section>
  );
}
