// Which notifications the desktop shows.
import { Stack, Switch } from "@mantine/core";

import { ErrorState, LoadingState } from "../kit";
import { Section } from "./Section";
import { usePreferences } from "./use-preferences";

/** The card. */
export function NotificationsCard() {
  const { data, error, refetch, set } = usePreferences();
  return (
    <Section
      title="Notifications"
      description="None is shown while this window already shows it, and none in the quiet hours."
    >
      {error !== null && <ErrorState error={error} onRetry={refetch} />}
      {data === undefined && error === null && <LoadingState shape="form" count={2} />}
      {data !== undefined && (
        <Stack gap="sm">
          <Switch
            label="When a sync that somebody asked for is done"
            description="Says what is held and what changed."
            checked={data.notify_completed}
            onChange={(event) => set({ notify_completed: event.currentTarget.checked })}
          />
          <Switch
            label="When something needs you"
            description="One notice for each incident, and one when it is over."
            checked={data.notify_problems}
            onChange={(event) => set({ notify_problems: event.currentTarget.checked })}
          />
        </Stack>
      )}
    </Section>
  );
}
