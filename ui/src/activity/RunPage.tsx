// One run: what it did in numbers, when, what went wrong, what it found changed.
import { Alert, Card, Group, List, Stack, Table, Text, Title } from "@mantine/core";
import { IconAlertTriangle, IconArrowLeft } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";

import { commands, type RunDetail, type RunProblem } from "../api";
import {
  AnchorLink,
  ErrorState,
  formatCount,
  formatDuration,
  LoadingState,
  Page,
  unwrap,
  VendorWords,
} from "../kit";
import classes from "./activity.module.css";
import { OutcomeBadge } from "./OutcomeBadge";
import { RunTimeline } from "./RunTimeline";
import { useStreamLabels } from "./stream-labels";

/** The page. */
export function RunPage() {
  const { run } = useParams({ strict: false }) as { run: string };
  const { data, error, refetch } = useQuery({
    queryKey: ["runs", "one", run],
    queryFn: () => unwrap(commands.run(run)),
  });
  const labels = useStreamLabels();
  const title =
    data === undefined
      ? "Run"
      : `${data.run.integration_name}: ${labels(data.run.integration, data.run.stream)}`;
  return (
    <Page
      title={title}
      width={1080}
      aside={data === undefined ? undefined : <OutcomeBadge outcome={data.run.outcome} />}
      description={
        <AnchorLink to="/activity" size="sm">
          <Group component="span" gap={4} style={{ display: "inline-flex" }}>
            <IconArrowLeft size={14} aria-hidden /> All runs
          </Group>
        </AnchorLink>
      }
    >
      {data === undefined ? (
        error === null ? (
          <LoadingState shape="cards" count={2} />
        ) : (
          <ErrorState error={error} onRetry={refetch} />
        )
      ) : (
        <Detail detail={data} />
      )}
    </Page>
  );
}

function Detail({ detail }: { detail: RunDetail }) {
  const { run, failed_records, reference_changes } = detail;
  const { counts } = run;
  const numbers: [string, string][] = [
    ["Records read", formatCount(counts.read ?? 0)],
    ["Added", formatCount(counts.added ?? 0)],
    ["Changed", formatCount(counts.changed ?? 0)],
    ["Unchanged", formatCount(counts.unchanged ?? 0)],
    ["Gone", formatCount(counts.gone ?? 0)],
    ["Left out by filters", formatCount(counts.filtered ?? 0)],
    ["Failed", formatCount(counts.failed ?? 0)],
    ["Requests", formatCount(counts.requests ?? 0)],
    ["Waited for limits", (counts.waited_ms ?? 0) === 0 ? "Never" : formatDuration(counts.waited_ms ?? 0)],
  ];
  return (
    <Stack gap="md">
      {run.problem !== null && <Problem problem={run.problem} failed={run.outcome === "failed"} />}
      <Card component="section" aria-label="What it did">
        <dl className={classes["numbers"]}>
          {numbers.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </Card>
      <Card component="section" aria-label="How it went">
        <Stack gap="xs">
          <Title order={2}>How it went</Title>
          <RunTimeline detail={detail} />
        </Stack>
      </Card>
      {failed_records.length > 0 && (
        <Card component="section" aria-label="Failed records">
          <Title order={2}>Failed records</Title>
          <Text size="sm" c="dimmed" mb="xs">
            The rest of what was sent with them was kept. A record is read again when it changes at the vendor, with
            the next full sync, or when you ask for it in{" "}
            <AnchorLink to="/activity" search={{ tab: "failed" }}>
              Failed records
            </AnchorLink>
            .
          </Text>
          <Table aria-label="Failed records" className={classes["rows"]}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Record</Table.Th>
                <Table.Th>Row of its page</Table.Th>
                <Table.Th>Field</Table.Th>
                <Table.Th>What is wrong</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {failed_records.map((one) => (
                <Table.Tr key={`${one.vendor_id ?? ""}/${one.row}/${one.field}`}>
                  <Table.Td>{one.vendor_id === null ? "without an id" : `#${one.vendor_id}`}</Table.Td>
                  <Table.Td>{formatCount(one.row + 1)}</Table.Td>
                  <Table.Td ff="monospace" fz="xs" className={classes["long"]}>
                    {one.field}
                  </Table.Td>
                  <Table.Td className={classes["long"]}>{one.say}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Card>
      )}
      {reference_changes.length > 0 && (
        <Card component="section" aria-label="Settings changes">
          <Title order={2} mb="xs">
            Settings changes
          </Title>
          <List size="sm" spacing={2}>
            {reference_changes.map((line) => (
              <List.Item key={line}>{line}</List.Item>
            ))}
          </List>
        </Card>
      )}
    </Stack>
  );
}

function Problem({ problem, failed }: { problem: RunProblem; failed: boolean }) {
  return (
    <Alert
      color={failed ? "red" : "orange"}
      icon={<IconAlertTriangle size={20} aria-hidden />}
      title={problem.say}
    >
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{problem.hint}</Text>
        {problem.vendor_text !== "" && <VendorWords words={problem.vendor_text} />}
      </Stack>
    </Alert>
  );
}
