// Sync Actions: Quick Sync, and Clear & Resync with a question that says exactly what will happen.
import { Alert, Button, Card, Code, Group, Stack, Text, Title } from "@mantine/core";
import { IconEraser, IconRefresh } from "@tabler/icons-react";
import { useState } from "react";

import { type Cleared, commands, type ConnectorView, type IntegrationView } from "../../api";
import { useProgress } from "../../frame/live";
import {
  AppErrorObject,
  ConfirmModal,
  CopyButton,
  formatNumberOf,
  notifyDone,
  ProgressLine,
  syncNames,
  useCommand,
} from "../../kit";
import { isOn, offSentence, streamLabel } from "./reference";
import type { Saving } from "./use-settings-saver";

/** The card with the two buttons. */
export function SyncActions({
  integration,
  connector,
  saving,
}: {
  integration: IntegrationView;
  connector: ConnectorView;
  saving: Saving;
}) {
  const [asking, setAsking] = useState(false);
  const [cleared, setCleared] = useState<Cleared>();
  const progress = useProgress(integration.id);
  const streams = integration.streams.filter((stream) => stream.kind === "ticket");
  const tickets = streams.reduce((sum, stream) => sum + stream.live + stream.gone, 0);
  const toggle = connector.stages?.toggle ?? null;
  const on = isOn(connector, integration.settings, toggle);
  const syncing = integration.syncing || progress.length > 0;

  /** A sync must not run with settings that are not stored yet. */
  const saved = async () => {
    if (!(await saving.saver.flush())) {
      const { state } = saving.saver.view();
      throw state.at === "failed" ? state.error : new AppErrorObject({ say: "Not saved.", hint: "" });
    }
  };
  const quick = useCommand(
    async () => {
      await saved();
      return commands.startSync(integration.id, "tickets", false);
    },
    {
      done: ({ started }) =>
        started
          ? "Tickets that have changed are being read."
          : "The same was done within the last two minutes, so it is not done again.",
      invalidates: [["integrations"], ["runs"]],
    },
  );
  const clear = useCommand(() => commands.clearAndResync(integration.id), {
    toastErrors: false,
    invalidates: [["integrations"], ["runs"], ["records"]],
  });
  const clearNow = async () => {
    await saved();
    const result = await clear.mutateAsync();
    setCleared(result);
    notifyDone({
      message: `${formatNumberOf(result.records, "ticket was", "tickets were")} cleared and all are being read again. The copy of the database is ${result.backup}`,
    });
  };
  return (
    <Card>
      <Stack gap="sm">
        <Title order={2} size="h3">
          Sync Actions
        </Title>
        {!on && toggle !== null ? (
          <Text size="sm" c="dimmed">
            {offSentence(connector, toggle)}
          </Text>
        ) : (
          <>
            <Group gap="sm">
              <Button
                variant="default"
                leftSection={<IconRefresh size={16} aria-hidden />}
                loading={quick.isPending}
                disabled={syncing}
                onClick={() => quick.mutate()}
              >
                {syncNames.quick.label}
              </Button>
              <Button
                variant="default"
                leftSection={<IconEraser size={16} aria-hidden />}
                disabled={syncing}
                onClick={() => setAsking(true)}
              >
                {syncNames.clear.label}
              </Button>
            </Group>
            <Text size="sm" c="dimmed">
              {syncing
                ? "A sync is running. Both wait until it is done."
                : [syncNames.quick, syncNames.clear].map(({ label, words }) => `${label}: ${words}.`).join(" ")}
            </Text>
            {progress.map((each) => (
              <ProgressLine
                key={each.run}
                label={streamLabel(connector, each.stream)}
                read={each.read}
                about={each.about}
                perSecond={each.per_second}
                waitingMs={each.waiting_ms}
              />
            ))}
          </>
        )}
        {cleared !== undefined && (
          <Alert color="green" title={`${formatNumberOf(cleared.records, "ticket was", "tickets were")} cleared`}>
            <Group gap="xs" wrap="nowrap">
              <Text size="sm" style={{ overflowWrap: "anywhere" }}>
                The copy of the database from before: <Code>{cleared.backup}</Code>
              </Text>
              <CopyButton value={cleared.backup} what="the path of the copy" />
            </Group>
          </Alert>
        )}
      </Stack>
      <ConfirmModal
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Clear & Resync the tickets of ${integration.name}?`}
        confirmLabel={syncNames.clear.label}
        onConfirm={clearNow}
        consequences={[
          "A copy of the database is kept first.",
          `${formatNumberOf(tickets, "ticket", "tickets")} of “${integration.name}” ${tickets === 1 ? "is" : "are"} cleared from this computer.`,
          `All tickets are then read again from ${connector.name}. That can take a while.`,
          `Nothing is deleted or changed at ${connector.name}.`,
        ]}
      />
    </Card>
  );
}
