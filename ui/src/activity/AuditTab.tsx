// Who changed which setting: from what, to what. Can be copied as a table.
import { Button, Group, List, Table, Text, TextInput } from "@mantine/core";
import { IconHistory, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { type AuditView, commands } from "../api";
import { CopyButton, DayTime, EmptyState, ErrorState, formatCount, LoadingState, notifyError, unwrap } from "../kit";
import { toCsv } from "../records/csv";
import { useBringBack } from "../records/removal";
import classes from "./activity.module.css";
import { actorWords } from "./words";

const SHOWN = 500;

/** The tab. */
export function AuditTab() {
  const { data, error, refetch } = useQuery({
    queryKey: ["audit"],
    queryFn: () => unwrap(commands.audit(SHOWN)),
  });
  const [text, setText] = useState("");
  if (data === undefined) {
    return error === null ? <LoadingState /> : <ErrorState error={error} onRetry={refetch} />;
  }
  if (data.length === 0) {
    return <EmptyState icon={IconHistory} title="Nothing was changed yet" description="Whoever changes a setting, a link or a role is written down here, with what it was before." />;
  }
  const wanted = text.trim().toLowerCase();
  const found = data.filter(({ actor, action, subject, changes }) =>
    [actorWords(actor), action, subject, ...changes].some((words) => words.toLowerCase().includes(wanted)),
  );
  return (
    <>
      <Group gap="sm" pb="sm">
        <TextInput
          type="search"
          aria-label="Search the audit"
          placeholder="Who, what or a value"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          w={240}
        />
        <CopyButton value={asCsv(found)} what="the audit as CSV" withLabel />
        <Text size="sm" c="dimmed" component="output" ml="auto">
          {found.length === data.length
            ? `${data.length >= SHOWN ? "The newest " : ""}${formatCount(data.length)}`
            : `${formatCount(found.length)} of ${formatCount(data.length)}`}
        </Text>
      </Group>
      <div className={classes["scroll"]}>
        <Table stickyHeader aria-label="Audit" className={classes["rows"]}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>When</Table.Th>
              <Table.Th>Who</Table.Th>
              <Table.Th>What</Table.Th>
              <Table.Th>To what</Table.Th>
              <Table.Th>Changes</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {found.map((entry) => (
              <Table.Tr key={entry.key}>
                <Table.Td className={classes["short"]}>
                  <DayTime at={entry.at} />
                </Table.Td>
                <Table.Td className={classes["short"]}>{actorWords(entry.actor)}</Table.Td>
                <Table.Td>
                  {entry.action}
                  {entry.removal !== null && <BringBack removal={entry.removal} subject={entry.subject} />}
                </Table.Td>
                <Table.Td className={classes["long"]}>{entry.subject}</Table.Td>
                <Table.Td className={classes["long"]}>
                  {entry.changes.length > 0 && (
                    <List size="sm" listStyleType="none">
                      {entry.changes.map((line) => (
                        <List.Item key={line}>{line}</List.Item>
                      ))}
                    </List>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </>
  );
}

/** **Undo** of a deletion that was not taken back yet. */
function BringBack({ removal, subject }: { removal: string; subject: string }) {
  const bringBack = useBringBack();
  const [busy, setBusy] = useState(false);
  const press = async () => {
    setBusy(true);
    try {
      await bringBack(removal);
    } catch (thrown) {
      notifyError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button
      size="compact-xs"
      variant="default"
      ms="xs"
      loading={busy}
      onClick={() => void press()}
      aria-label={`Undo: bring ${subject} back`}
    >
      Undo
    </Button>
  );
}

/** The entries as comma-separated values, with a head line. */
export function asCsv(entries: readonly AuditView[]): string {
  return toCsv(
    ["When", "Who", "What", "To what", "Changes"],
    entries.map(({ at, actor, action, subject, changes }) => [at, actorWords(actor), action, subject, changes.join("; ")]),
  );
}
