// Starting with the desktop, and what closing the window means.
import { Radio, Stack, Switch } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { commands } from "../api";
import { ErrorState, LoadingState, useCommand } from "../kit";
import { autostartQuery } from "./queries";
import { Section } from "./Section";
import { usePreferences } from "./use-preferences";

/** The card. */
export function WindowCard() {
  const { data: starts, error: startError, refetch } = useQuery(autostartQuery);
  const { data: preferences, error: preferencesError, refetch: askPreferences, set } = usePreferences();
  const start = useCommand((on: boolean) => commands.setAutostart(on), {
    invalidates: [["settings", "autostart"]],
  });
  const closing = preferences?.close_to_tray ?? null;
  return (
    <Section title="Window and tray">
      {startError !== null && <ErrorState error={startError} onRetry={refetch} />}
      {preferencesError !== null && startError === null && (
        <ErrorState error={preferencesError} onRetry={askPreferences} />
      )}
      {starts === undefined && startError === null && <LoadingState shape="form" count={1} />}
      <Stack gap="md">
        {starts !== undefined && (
          <Switch
            label="Start with the desktop"
            description="In the tray, without the window."
            checked={starts}
            disabled={start.isPending}
            onChange={(event) => start.mutate(event.currentTarget.checked)}
          />
        )}
        {preferences !== undefined && (
          <Radio.Group
            label="When the window is closed"
            value={closing === null ? "ask" : closing === true ? "tray" : "quit"}
            onChange={(value) => set({ close_to_tray: value === "ask" ? null : value === "tray" })}
          >
            <Stack gap="xs" mt="xs">
              <Radio value="tray" label="Go on in the tray (minimised where there is none): syncs run, notifications come" />
              <Radio value="quit" label="Quit: nothing runs until Patchbay is started again" />
              <Radio value="ask" label="Ask" />
            </Stack>
          </Radio.Group>
        )}
      </Stack>
    </Section>
  );
}
