// Quick Match proposes: every row that seems to be one of ours, with the reason. Only what a person selects is ticked.
import { Button, Checkbox, Group, Modal, Stack, Text } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useMemo, useState } from "react";

import type { ImportCandidate, Suggestion } from "../../api";
import { formatNumberOf } from "../../kit";
import type { ImportWords } from "./candidates";
import styles from "./import.module.css";

/** A row with its suggestion, and why it wants a second look. */
interface Proposal {
  row: ImportCandidate;
  to: Suggestion;
  /** Empty: it is plain. */
  doubt: string;
}

const ROW_HEIGHT = 52;
const SHOWN_ROWS = 8;

/** The proposals, doubtful ones first. `meets`: ids of ours that ticked rows are linked to already. */
function proposalsOf(rows: readonly ImportCandidate[], meets: ReadonlySet<string>): Proposal[] {
  const times = new Map<string, number>();
  for (const { suggestion } of rows) {
    if (suggestion !== null) {
      times.set(suggestion.id, (times.get(suggestion.id) ?? 0) + 1);
    }
  }
  const all = rows.flatMap((row): Proposal[] => {
    const to = row.suggestion;
    if (to === null) {
      return [];
    }
    const others = (times.get(to.id) ?? 1) - 1;
    const doubt =
      to.linked.length > 0
        ? `${to.name} is linked to “${to.linked[0]}” already`
        : others > 0 || meets.has(to.id)
          ? `${formatNumberOf(others + (meets.has(to.id) ? 1 : 0), "other row looks", "other rows look")} like ${to.name}, too`
          : "";
    return [{ row, to, doubt }];
  });
  return all.toSorted((one, other) => Number(one.doubt === "") - Number(other.doubt === ""));
}

/** The dialog; closed where there are no rows. */
export function QuickMatch({
  rows,
  onClosed,
  ...props
}: {
  rows: readonly ImportCandidate[] | undefined;
  meets: ReadonlySet<string>;
  words: ImportWords;
  onSelect: (rows: readonly ImportCandidate[]) => void;
  onClose: () => void;
  /** Called when it is out of sight. */
  onClosed: () => void;
}) {
  return (
    <Modal
      opened={rows !== undefined}
      onClose={props.onClose}
      // The button was busy when it opened: the focus would not come back to it by itself.
      returnFocus={false}
      onExitTransitionEnd={onClosed}
      title="Quick Match"
      size={760}
      centered
    >
      {rows !== undefined && <Proposals rows={rows} {...props} />}
    </Modal>
  );
}

function Proposals({
  rows,
  meets,
  words,
  onSelect,
  onClose,
}: {
  rows: readonly ImportCandidate[];
  meets: ReadonlySet<string>;
  words: ImportWords;
  onSelect: (rows: readonly ImportCandidate[]) => void;
  onClose: () => void;
}) {
  const proposals = useMemo(() => proposalsOf(rows, meets), [rows, meets]);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(
    () => new Set(proposals.filter(({ doubt }) => doubt === "").map(({ row }) => row.vendor_id)),
  );
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  // Its functions are called here only; no memoised child gets them.
  // oxlint-disable-next-line react/incompatible-library
  const list = useVirtualizer({
    count: proposals.length,
    getScrollElement: () => scroller,
    estimateSize: () => ROW_HEIGHT,
    overscan: 4,
  });
  const doubtful = proposals.filter(({ doubt }) => doubt !== "").length;
  const toggle = (id: string, on: boolean) =>
    setTicked((before) => {
      const after = new Set(before);
      return on ? after.add(id) : (after.delete(id), after);
    });
  const everything = ticked.size === proposals.length;
  return (
    <Stack gap="sm">
      <Text size="sm">
        {formatNumberOf(proposals.length, "row looks", "rows look")} like a {words.one} of yours. Nothing is ticked in
        the list before you select it here, and nothing is stored before the import.
        {doubtful > 0 &&
          ` ${formatNumberOf(doubtful, "row wants", "rows want")} a second look and ${doubtful === 1 ? "is" : "are"} left out unless you tick ${doubtful === 1 ? "it" : "them"}.`}
      </Text>
      <div className={styles["list"]}>
        <div className={`${styles["listHead"] ?? ""} ${styles["proposal"] ?? ""}`} data-still>
          <Checkbox
            aria-label="Tick all matches"
            checked={everything}
            indeterminate={!everything && ticked.size > 0}
            onChange={() => setTicked(new Set(everything ? [] : proposals.map(({ row }) => row.vendor_id)))}
          />
          <span>{words.vendor}</span>
          <span>Seems to be</span>
          <span>Because</span>
        </div>
        <div
          ref={setScroller}
          className={styles["proposals"]}
          style={{ height: Math.min(SHOWN_ROWS, proposals.length) * ROW_HEIGHT }}
        >
          <ul className={styles["inner"]} style={{ height: list.getTotalSize() }} aria-label="Matches">
            {list.getVirtualItems().map(({ index, start }) => {
              const proposal = proposals[index];
              if (proposal === undefined) {
                return null;
              }
              const { row, to, doubt } = proposal;
              return (
                <li
                  key={row.vendor_id}
                  className={`${styles["row"] ?? ""} ${styles["proposal"] ?? ""}`}
                  style={{ transform: `translateY(${start}px)`, height: ROW_HEIGHT }}
                  data-ticked={ticked.has(row.vendor_id) || undefined}
                >
                  <Checkbox
                    aria-label={`Link ${row.name} to ${to.name}`}
                    checked={ticked.has(row.vendor_id)}
                    onChange={(event) => toggle(row.vendor_id, event.currentTarget.checked)}
                  />
                  <Two name={row.name} detail={row.detail} />
                  <Two name={to.name} detail="" />
                  <span className={styles["because"]} title={[to.reason, doubt].filter(Boolean).join(". ")}>
                    {doubt === "" ? (
                      <span>{to.reason}</span>
                    ) : (
                      <>
                        <IconAlertTriangle size={14} aria-hidden color="var(--mantine-color-orange-text)" />
                        <span>{doubt}</span>
                      </>
                    )}
                  </span>
                </li>
              );
            })}
          </ul>
        </div>
      </div>
      <Group justify="flex-end" gap="sm">
        <Button variant="default" data-autofocus={ticked.size === 0 || undefined} onClick={onClose}>
          Cancel
        </Button>
        <Button
          data-autofocus={ticked.size > 0 || undefined}
          disabled={ticked.size === 0}
          onClick={() => {
            onSelect(rows.filter(({ vendor_id }) => ticked.has(vendor_id)));
            onClose();
          }}
        >
          {ticked.size === 1 ? "Select this match" : `Select these ${formatNumberOf(ticked.size, "match", "matches")}`}
        </Button>
      </Group>
    </Stack>
  );
}

function Two({ name, detail }: { name: string; detail: string }) {
  return (
    <div className={styles["two"]}>
      <span className={styles["line"]} title={name}>
        {name}
      </span>
      {detail !== "" && (
        <span className={`${styles["line"] ?? ""} ${styles["dim"] ?? ""}`} title={detail}>
          {detail}
        </span>
      )}
    </div>
  );
}
