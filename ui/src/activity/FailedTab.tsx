// Records that could not be read and were not read well since: try one or all again, or dismiss them.
import { Button, Group, Table, Text } from "@mantine/core";
import { IconChecks } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";

import { commands, type FailureView } from "../api";
import { failedRecordsQuery } from "../frame/queries";
import { AnchorLink, EmptyState, ErrorState, formatCount, LoadingState, RelativeTime, useCommand } from "../kit";
import classes from "./activity.module.css";
import { retriedWords } from "./retried-words";
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
  return (
    <>
      <Group gap="sm" pb="sm">
        <RetryAll failures={data} />
        <Text size="sm" c="dimmed">
          The rest of what was sent with them was kept. A record is read again when it changes at the vendor, with
          the next full sync, or when you ask for it here.
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

/** Asks the vendors for records again, and says what came of it. */
function useRetry() {
  return useCommand((keys: number[]) => commands.retryFailedRecords(keys), {
    done: retriedWords,
    invalidates: [["integrations"], ["runs"], ["records"]],
  });
}

function RetryAll({ failures }: { failures: FailureView[] }) {
  const retry = useRetry();
  return (
    <Button
      variant="default"
      loading={retry.isPending}
      onClick={() => retry.mutate(failures.map(({ key }) => key))}
    >
      {failures.length === 1 ? "Retry" : `Retry all ${formatCount(failures.length)}`}
    </Button>
  );
}

function Row({ failure }: { failure: FailureView }) {
  const dismiss = useCommand(() => commands.dismissFailedRecord(failure.key), {
    done: () => "Dismissed. It comes back if it fails again.",
    invalidates: [["runs"], ["audit"]],
  });
  const retry = useRetry();
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
            aria-label={`Retry ${what}`}
            loading={retry.isPending}
            onClick={() => retry.mutate([failure.key])}
          >
            Retry
          </Button>
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
