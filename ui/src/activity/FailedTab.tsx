// Records that could not be read and were not read well since: retry their stream, or dismiss them.
import { Button, Group, Table, Text } from "@mantine/core";
import { IconChecks } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";

import { commands, type FailureView } from "../api";
import { failedRecordsQuery } from "../frame/queries";
import { AnchorLink, EmptyState, ErrorState, formatCount, LoadingState, RelativeTime, useCommand } from "../kit";
import classes from "./activity.module.css";
import { useStreamLabels } from "./stream-labels";

/** The tab. */
export function FailedTab() {
  const { data, error, refetch } = useQuery(failedRecordsQuery);
  if (data === undefined) {
    return error === null ? <LoadingState /> : <ErrorState error={error} onRetry={refetch} />;
  }
  if (data.length === 0) {
    return (
      <EmptyState
        icon={IconChecks}
        title="No failed records"
        description="Every record that a vendor sent could be read."
      />
    );
  }
  const integrations = [...new Map(data.map((one) => [one.integration, one.integration_name]))];
  return (
    <>
      <Group gap="sm" pb="sm">
        {integrations.map(([id, name]) => (
          <RetryAll key={id} id={id} name={name} />
        ))}
        <Text size="sm" c="dimmed">
          The rest of what was sent with them was kept. Every sync tries them again.
        </Text>
      </Group>
      <div className={classes["scroll"]}>
        <Table stickyHeader aria-label="Failed records" className={classes["rows"]}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Last failed</Table.Th>
              <Table.Th>Integration</Table.Th>
              <Table.Th>Record</Table.Th>
              <Table.Th>Field</Table.Th>
              <Table.Th>What is wrong</Table.Th>
              <Table.Th ta="end">Times</Table.Th>
              <Table.Th>Actions</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.map((one) => (
              <Row key={one.key} failure={one} />
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </>
  );
}

function RetryAll({ id, name }: { id: string; name: string }) {
  const retry = useCommand(() => commands.startSync(id, "everything", false), {
    done: () => `Reading “${name}” again. Records that can be read now leave this list.`,
    invalidates: [["integrations"], ["runs"]],
  });
  return (
    <Button variant="default" loading={retry.isPending} onClick={() => retry.mutate()}>
      Retry all of {name}
    </Button>
  );
}

function Row({ failure }: { failure: FailureView }) {
  const dismiss = useCommand(() => commands.dismissFailedRecord(failure.key), {
    done: () => "Dismissed. It comes back if it fails again.",
    invalidates: [["runs"], ["audit"]],
  });
  const labels = useStreamLabels();
  const label = labels(failure.integration, failure.stream);
  const what = failure.vendor_id === null ? `${label}, without an id` : `${label} #${failure.vendor_id}`;
  return (
    <Table.Tr>
      <Table.Td className={classes["short"]}>
        <RelativeTime at={failure.last_at} />
      </Table.Td>
      <Table.Td>{failure.integration_name}</Table.Td>
      <Table.Td>{what}</Table.Td>
      <Table.Td>
        <Text span ff="monospace" size="xs" className={classes["long"]}>
          {failure.field}
        </Text>
      </Table.Td>
      <Table.Td className={classes["long"]}>{failure.say}</Table.Td>
      <Table.Td ta="end">{formatCount(failure.times)}</Table.Td>
      <Table.Td>
        <Group gap="sm" wrap="nowrap">
          <AnchorLink
            size="sm"
            to="/activity/runs/$run"
            params={{ run: failure.run }}
            aria-label={`Show the run in which ${what} failed`}
            className={classes["short"]}
          >
            Show the run
          </AnchorLink>
          <Button
            size="xs"
            variant="default"
            aria-label={`Dismiss ${what}`}
            loading={dismiss.isPending}
            onClick={() => dismiss.mutate()}
          >
            Dismiss
          </Button>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
