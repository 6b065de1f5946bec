// How far the sync of the integration that is being set up is, in one line above the buttons.
import { Button, Group, Loader, Stack, Text } from "@mantine/core";

import { commands, type ConnectorView, type IntegrationView } from "../api";
import { useProgress } from "../frame/live";
import { ProgressLine, useCommand } from "../kit";
import type { SyncRemark } from "./sync/start-sync";

/** How many streams are shown; the others are counted. The step needs the height. */
const SHOWN = 1;

/** Draws nothing while no sync runs. */
export function ProgressStrip({
  integration,
  connector,
  remark,
}: {
  integration: IntegrationView;
  connector: ConnectorView;
  /** What is to be said about the sync that was asked for. */
  remark: SyncRemark | undefined;
}) {
  const running = useProgress(integration.id);
  const cancel = useCommand(() => commands.cancelSync(integration.id));
  const syncing = integration.syncing || running.length > 0;
  const more = running.length - SHOWN;
  const said = remark?.about === "joined" && !syncing ? undefined : remark;
  const failed = said?.about === "failed";
  return (
    <>
      {said !== undefined && (
        <Text size="sm" c={failed ? "red" : "dimmed"} role={failed ? "alert" : "status"}>
          {said.text}
        </Text>
      )}
      {syncing && (
        <section aria-label="Sync in the background">
          <Group gap="md" wrap="nowrap" align="center">
            <Stack gap={4} flex={1} miw={0}>
              {running.length === 0 && (
                <Group gap="sm">
                  <Loader size={14} aria-hidden />
                  <Text size="xs" c="dimmed">
                    Syncing in the background. You can go on.
                  </Text>
                </Group>
              )}
              {running.slice(0, SHOWN).map((progress) => (
                <ProgressLine
                  key={progress.stream}
                  label={
                    connector.streams.find(({ name }) => name === progress.stream)?.label ??
                    progress.stream
                  }
                  read={progress.read}
                  about={progress.about}
                  perSecond={progress.per_second}
                  waitingMs={progress.waiting_ms}
                />
              ))}
            </Stack>
            {more > 0 && (
              <Text size="xs" c="dimmed" style={{ whiteSpace: "nowrap" }}>
                and {more} more
              </Text>
            )}
            <Button
              size="xs"
              variant="default"
              loading={cancel.isPending}
              onClick={() => cancel.mutate()}
            >
              Cancel sync
            </Button>
          </Group>
        </section>
      )}
    </>
  );
}
