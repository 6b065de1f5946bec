// **Export**: copies what the table shows as comma-separated values, and says how much of it that is.
import { Alert, Button, Group, Modal, Progress, Stack, Text } from "@mantine/core";
import { IconScissors, IconTableExport } from "@tabler/icons-react";
import { useEffect, useState } from "react";

import type { RecordListQuery } from "../api";
import { CopyButton, ErrorState, formatCount, formatNumberOf } from "../kit";
import type { RecordColumn } from "./columns";
import { MOST_ROWS, readCsv, shownColumns } from "./export-rows";

/** What `ExportButton` takes. */
export interface ExportButtonProps {
  /** The rows in the plural: "tickets". */
  noun: string;
  columns: readonly RecordColumn[];
  /** Where the table remembers its columns. */
  storageKey: string;
  query: RecordListQuery;
  /** How many rows the table has; undefined until it is known. */
  total: number | undefined;
}

/** The button and its dialog. */
export function ExportButton(props: ExportButtonProps) {
  const [opened, setOpened] = useState(false);
  const [attempt, setAttempt] = useState(0);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconTableExport size={16} aria-hidden />}
        disabled={props.total === undefined || props.total === 0}
        onClick={() => setOpened(true)}
      >
        Export
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={`Export ${props.noun}`} centered>
        <Export
          key={attempt}
          {...props}
          total={props.total ?? 0}
          onRetry={() => setAttempt(attempt + 1)}
          onClose={() => setOpened(false)}
        />
      </Modal>
    </>
  );
}

/** Says that the export does not hold everything. */
export function CutNotice({ noun, total }: { noun: string; total: number }) {
  return (
    <Alert
      color="orange"
      role="alert"
      icon={<IconScissors size={20} aria-hidden />}
      title={`Only the first ${formatCount(MOST_ROWS)} of ${formatCount(total)} ${noun} are copied`}
    >
      <Text size="sm">
        They come in the order of the table. Narrow it with the search or the filters to copy the others.
      </Text>
    </Alert>
  );
}

function Export({
  noun,
  columns,
  storageKey,
  query,
  total,
  onRetry,
  onClose,
}: ExportButtonProps & { total: number; onRetry: () => void; onClose: () => void }) {
  const [shown] = useState(() => shownColumns(columns, storageKey));
  const [read, setRead] = useState(0);
  const [csv, setCsv] = useState<string>();
  const [failure, setFailure] = useState<unknown>();
  useEffect(() => {
    let wanted = true;
    readCsv(shown, query, (rows) => wanted && setRead(rows), () => wanted).then(
      (text) => wanted && setCsv(text),
      (thrown: unknown) => wanted && setFailure(thrown),
    );
    return () => {
      wanted = false;
    };
  }, [query, shown]);
  const end = Math.min(total, MOST_ROWS);
  return (
    <Stack gap="md">
      {total > MOST_ROWS ? (
        <CutNotice noun={noun} total={total} />
      ) : (
        <Text size="sm">
          All {formatNumberOf(total, "row", "rows")} that the table shows are copied, with{" "}
          {formatNumberOf(shown.length, "column", "columns")}.
        </Text>
      )}
      {failure !== undefined ? (
        <ErrorState error={failure} onRetry={onRetry} />
      ) : csv === undefined ? (
        <Stack gap={4}>
          <Text size="sm" c="dimmed">
            Reading {formatCount(read)} of {formatCount(end)}
          </Text>
          <Progress value={end === 0 ? 0 : (read / end) * 100} size={4} aria-label="Rows read" />
        </Stack>
      ) : (
        <Text size="sm" c="dimmed">
          Ready: {formatNumberOf(read, "row", "rows")} as CSV. Copy them and paste them into a
          spreadsheet or a text file.
        </Text>
      )}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
        {csv !== undefined && <CopyButton value={csv} what={`${noun} as CSV`} withLabel />}
      </Group>
    </Stack>
  );
}
