// The card of the stage board: reads the statuses, and says so where there are none or the vendor is silent.
import { Button, Card, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { commands, type ConnectorView, type IntegrationView, type StageBoardView } from "../../api";
import { EmptyState, ErrorState, syncNames, useCommand } from "../../kit";
import { BoardView } from "./BoardView";
import { isOn, offSentence, referenceQuery, streamLabel } from "./reference";
import { Reading } from "./Reading";
import { unlistedQuery, withUnlisted } from "./unlisted";
import type { Saving } from "./use-settings-saver";

/** Resolution Status Stepper: every status of the vendor in one of five stages. */
export function StageBoard({
  integration,
  connector,
  stages,
  saving,
}: {
  integration: IntegrationView;
  connector: ConnectorView;
  stages: StageBoardView;
  saving: Saving;
}) {
  const on = isOn(connector, integration.settings, stages.toggle);
  return (
    <Card>
      <Stack gap="sm">
        <Stack gap={0}>
          <Title order={2} size="h3">
            Resolution Status Stepper
          </Title>
          <Text size="sm" c="dimmed">
            {on || stages.toggle === null
              ? "Says how far a ticket is. Several statuses may stand in one stage."
              : offSentence(connector, stages.toggle)}
          </Text>
        </Stack>
        {on && <Statuses {...{ integration, connector, stages, saving }} />}
      </Stack>
    </Card>
  );
}

function Statuses({
  integration,
  connector,
  stages,
  saving,
}: Parameters<typeof StageBoard>[0]) {
  const statuses = useQuery(referenceQuery(integration.id, stages.statuses));
  const unlisted = useQuery(unlistedQuery(integration.id));
  const board = useMemo(() => withUnlisted(statuses.data ?? [], unlisted.data ?? []), [statuses.data, unlisted.data]);
  const readAgain = useCommand(() => commands.startSync(integration.id, "reference", false), {
    done: () => "Settings are being read again.",
    invalidates: [["reference", integration.id]],
  });
  if (statuses.isPending) {
    return <Reading {...{ integration, connector }} stream={stages.statuses} />;
  }
  if (statuses.isError && statuses.data === undefined) {
    return (
      <ErrorState
        error={statuses.error}
        onRetry={() => statuses.refetch()}
        retrying={statuses.isFetching}
      />
    );
  }
  if (board.statuses.length === 0) {
    return (
      <EmptyState
        order={3}
        title="No statuses to assign"
        description={`“${integration.name}” has no ${streamLabel(connector, stages.statuses).toLowerCase()}. If that has changed, read its settings again.`}
        action={
          <Button title={syncNames.psaData.words} loading={readAgain.isPending} onClick={() => readAgain.mutate()}>
            {syncNames.psaData.label}
          </Button>
        }
      />
    );
  }
  return <BoardView {...{ integration, connector, saving }} {...board} />;
}
