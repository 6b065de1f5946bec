// What came of an import: how many rows went each way, each row with its reason, and Undo.
import { Alert, Badge, Button, Group, List, SegmentedControl, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconArrowBackUp, IconCheck } from "@tabler/icons-react";
import { useState } from "react";

import type { ImportResult as Result, UndoReport } from "../../api";
import { formatCount, formatNumberOf, notifyError } from "../../kit";
import styles from "./import.module.css";
import { type Import, type Outcome, tally, tallyWords } from "./use-import";

const looks: Record<Result, { word: string; color: string }> = {
  failed: { word: "Failed", color: "red" },
  skipped: { word: "Skipped", color: "orange" },
  linked: { word: "Linked", color: "accent" },
  created: { word: "Imported", color: "green" },
};
const takenBack = { color: "gray", icon: IconArrowBackUp };
const withFailures = { color: "orange", icon: IconAlertTriangle };
const fine = { color: "green", icon: IconCheck };
const order = Object.keys(looks) as Result[];
/** Rows that are shown at first: what is below them must not be pushed out of sight. */
const FIRST_ROWS = 6;
/** More rows than anybody reads; the counts tell the rest. */
const MOST_ROWS = 200;

/** What stands where the success stood. */
function undoneWords({ kept }: UndoReport): string {
  return kept.length === 0 ? "The import was taken back." : "The import was taken back in part.";
}

/** The panel over the list. Rows that need somebody's eye stand first. */
export function ImportResult({ owner, outcome }: { owner: Import; outcome: Outcome }) {
  const { report, undone } = outcome;
  const counts = tally(report);
  const [shown, setShown] = useState<Result | "all">(counts.failed > 0 ? "failed" : "all");
  const [busy, setBusy] = useState(false);
  const [whole, setWhole] = useState(false);
  const undo = async () => {
    setBusy(true);
    try {
      await owner.undo(report);
    } catch (thrown) {
      notifyError(thrown);
    } finally {
      setBusy(false);
    }
  };
  const rows = report.rows
    .filter((row) => shown === "all" || row.result === shown)
    .toSorted((one, other) => order.indexOf(one.result) - order.indexOf(other.result));
  const look = undone !== undefined ? takenBack : counts.failed > 0 ? withFailures : fine;
  const changed = counts.created + counts.linked;
  return (
    <Alert
      color={look.color}
      icon={<look.icon size={20} aria-hidden />}
      title={undone === undefined ? tallyWords(report, owner.words) : undoneWords(undone)}
      withCloseButton
      closeButtonLabel="Close the result"
      onClose={owner.closeOutcome}
    >
      <Stack gap="sm">
        {undone !== undefined && (
          <>
            <Text size="sm">
              Undone: {formatNumberOf(undone.removed, "change was", "changes were")} taken back.
            </Text>
            {undone.kept.length > 0 && (
              <List size="sm">
                {undone.kept.map((line) => (
                  <List.Item key={line}>{line}</List.Item>
                ))}
              </List>
            )}
          </>
        )}
        {undone === undefined && (
          <>
            <Group gap="sm">
              {changed > 0 && (
                <Button
                  size="xs"
                  variant="default"
                  leftSection={<IconArrowBackUp size={14} aria-hidden />}
                  loading={busy}
                  onClick={() => void undo()}
                >
                  Undo
                </Button>
              )}
              <SegmentedControl
                size="xs"
                aria-label="Rows to show"
                value={shown}
                onChange={(value) => setShown(value as Result | "all")}
                data={[
                  { value: "all", label: `All ${formatCount(report.rows.length)}` },
                  ...order
                    .filter((result) => counts[result] > 0)
                    .map((result) => ({
                      value: result,
                      label: `${looks[result].word} ${formatCount(counts[result])}`,
                    })),
                ]}
              />
            </Group>
            <ul className={styles["results"]} aria-label="Result of each row">
              {rows.slice(0, whole ? MOST_ROWS : FIRST_ROWS).map((row) => (
                <li key={row.vendor_id}>
                  <span>
                    <Badge color={looks[row.result].color}>{looks[row.result].word}</Badge>
                  </span>
                  <span>{row.name}</span>
                  <span>{row.say}</span>
                </li>
              ))}
            </ul>
            {rows.length > FIRST_ROWS && (
              <Group>
                <Button size="xs" variant="subtle" aria-expanded={whole} onClick={() => setWhole(!whole)}>
                  {whole
                    ? "Show fewer"
                    : `Show ${rows.length > MOST_ROWS ? "the first" : "all"} ${formatCount(Math.min(rows.length, MOST_ROWS))}`}
                </Button>
              </Group>
            )}
            {whole && rows.length > MOST_ROWS && (
              <Text size="xs" c="dimmed">
                And {formatCount(rows.length - MOST_ROWS)} more.
              </Text>
            )}
          </>
        )}
      </Stack>
    </Alert>
  );
}
