// The notes of a ticket, asked from the vendor when somebody looks: public and internal clearly different.
import { Badge, Card, Group, Stack, Text } from "@mantine/core";
import { IconEye, IconLock } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";

import { commands, type Note, type RecordView, type TicketArea } from "../api";
import { ErrorState, LoadingState, RelativeTime, unwrap } from "../kit";
import { partsOf } from "./record-parts";
import classes from "./records.module.css";

/** The notes. */
export function TicketNotes({ record }: { record: RecordView }) {
  const area: TicketArea = partsOf(record.record).area ?? "service";
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ["notes", record.integration_id, area, record.vendor_id],
    queryFn: () => unwrap(commands.ticketNotes(record.integration_id, area, record.vendor_id)),
    staleTime: 60_000,
    gcTime: 60_000,
  });
  if (data === undefined) {
    return error === null ? (
      <LoadingState shape="text" label="Asking the vendor for the notes" />
    ) : (
      <ErrorState error={error} onRetry={refetch} retrying={isFetching} />
    );
  }
  if (data.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        This ticket has no notes.
      </Text>
    );
  }
  return (
    <Stack gap="sm" component="ol" m={0} p={0} style={{ listStyle: "none" }}>
      {data.map((note) => (
        <NoteCard key={note.id} note={note} />
      ))}
    </Stack>
  );
}

function NoteCard({ note }: { note: Note }) {
  return (
    <Card component="li" padding="sm" data-internal={note.is_internal || undefined} className={classes["noteCard"]}>
      <Group gap="xs" mb={4}>
        {note.is_internal ? (
          <Badge color="orange" leftSection={<IconLock size={14} aria-hidden />}>
            Internal
          </Badge>
        ) : (
          <Badge color="accent" leftSection={<IconEye size={14} aria-hidden />}>
            Public
          </Badge>
        )}
        {note.by_contact && <Badge color="gray">From the customer</Badge>}
        {note.is_resolution && <Badge color="gray">Resolution</Badge>}
        <Text size="sm" fw={500}>
          {note.author ?? "Nobody named"}
        </Text>
        <Text size="xs" c="dimmed">
          <RelativeTime at={note.created_at} none="" />
        </Text>
      </Group>
      <Text size="sm" className={classes["note"]}>
        {note.text}
      </Text>
    </Card>
  );
}
