// Every stream of an integration: what it holds, when it was read, when it is read next, what is wrong.
import { Drawer, Stack, Table, Text } from "@mantine/core";

import type { IntegrationView, StreamStatus } from "../api";
import { usePausedWords } from "../frame/pause";
import { AnchorLink, formatCount, RelativeTime, StateBadge } from "../kit";
import { reasonOf } from "./card-words";
import classes from "./integrations.module.css";

/** The drawer. */
export function StreamsDrawer({
  integration,
  opened,
  onClose,
}: {
  integration: IntegrationView;
  opened: boolean;
  onClose: () => void;
}) {
  const { id, name, state, syncing, streams, setup } = integration;
  const paused = usePausedWords();
  // Why the schedule reads no stream, whatever it is due.
  const waits =
    state === "paused" ? "paused" : state === "stopped" || setup !== null ? "not scheduled" : paused;
  return (
    <Drawer opened={opened} onClose={onClose} size={640} title={name}>
      <Stack gap="md">
        <Text size="sm" component="div" className={classes["state"]}>
          <StateBadge state={state} syncing={syncing} />
          <span>{reasonOf(integration, paused)}</span>
        </Text>
        {streams.length === 0 ? (
          <Text size="sm" c="dimmed">
            Nothing has been read yet.
          </Text>
        ) : (
          <Table aria-label="Streams" className={classes["rows"]}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Stream</Table.Th>
                <Table.Th ta="end">Records</Table.Th>
                <Table.Th ta="end">Gone</Table.Th>
                <Table.Th>Last read</Table.Th>
                <Table.Th>Next</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {streams.map((stream) => (
                <Row key={stream.stream} stream={stream} waits={waits} />
              ))}
            </Table.Tbody>
          </Table>
        )}
        <AnchorLink to="/activity" search={{ of: id }} size="sm">
          All runs of {name}
        </AnchorLink>
      </Stack>
    </Drawer>
  );
}

function Row({
  stream: { label, on, live, gone, last_success_at, next_due_at, failures },
  waits,
}: {
  stream: StreamStatus;
  waits: string | undefined;
}) {
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500}>
        {label}
        {!on && (
          <Text size="xs" c="dimmed">
            Switched off
          </Text>
        )}
        {on && failures > 0 && (
          <Text size="xs" c="red">
            {failures === 1 ? "Failed last time" : `Failed ${formatCount(failures)} times in a row`}
          </Text>
        )}
      </Table.Th>
      <Table.Td ta="end">{formatCount(live)}</Table.Td>
      <Table.Td ta="end">{formatCount(gone)}</Table.Td>
      <Table.Td>
        <RelativeTime past at={last_success_at} />
      </Table.Td>
      <Table.Td>{on ? (waits ?? <RelativeTime at={next_due_at} none="–" />) : "–"}</Table.Td>
    </Table.Tr>
  );
}
