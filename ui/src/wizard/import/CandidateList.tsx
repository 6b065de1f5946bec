// The list of candidates: as long as there are, but only the rows on screen are drawn and asked for.
import { Checkbox } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";

import type { ImportCandidate } from "../../api";
import { CandidateRow, type RowActions } from "./CandidateRow";
import type { ImportWords } from "./candidates";
import styles from "./import.module.css";
import { isTicked, link, type Selection, tick } from "./selection";

const ROW_HEIGHT = 48;

/** What `CandidateList` takes. */
export interface CandidateListProps {
  words: ImportWords;
  total: number;
  /** The rows that are here, by their place. */
  rows: ReadonlyMap<number, ImportCandidate>;
  /** The rows are still those of the search before. */
  isStale: boolean;
  selection: Selection;
  onSelection: (change: (before: Selection) => Selection) => void;
  /** The search that the rows match. */
  text: string;
  /** Everything that matches is ticked, none of it, or a part. */
  ticked: "all" | "none" | "some";
  onTickAll: () => void;
  /** What matches is being gathered. */
  isTicking: boolean;
  /** First and last row on screen. */
  onRange: (first: number, last: number) => void;
}

/** Arrow keys go from row to row, Space ticks, Tab goes on to what becomes of the row. */
export function CandidateList(props: CandidateListProps) {
  const { words, total, rows, isStale, selection, onSelection, text, ticked, isTicking, onTickAll, onRange } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [stop, setStop] = useState(0);
  const [open, setOpen] = useState<string>();
  const wanted = useRef<number>(undefined);
  // Its functions are called here only; no memoised child gets them.
  // oxlint-disable-next-line react/incompatible-library
  const list = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 6,
  });
  const items = list.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => onRange(first, last), [onRange, first, last]);
  // Another search begins at its first row.
  useEffect(() => {
    scroller.current?.scrollTo?.({ top: 0 });
    setStop(0);
  }, [text]);
  useLayoutEffect(() => {
    const row = scroller.current?.querySelector(`[data-index="${wanted.current}"] input`);
    if (wanted.current !== undefined && row instanceof HTMLElement) {
      wanted.current = undefined;
      row.focus({ preventScroll: true });
    }
  });
  const actions = useMemo<RowActions>(
    () => ({
      tick: (row, on) => onSelection((before) => tick(before, row, on)),
      link: (row, to) => onSelection((before) => link(before, row, to)),
      open: (row) => setOpen(row?.vendor_id),
      focus: setStop,
    }),
    [onSelection],
  );
  const press = (event: KeyboardEvent) => {
    const inTick = event.target instanceof HTMLInputElement && event.target.type === "checkbox";
    const to = {
      ArrowDown: stop + 1,
      ArrowUp: stop - 1,
      PageDown: stop + 8,
      PageUp: stop - 8,
      Home: 0,
      End: total - 1,
    }[event.key];
    if (!inTick || to === undefined) {
      return;
    }
    event.preventDefault();
    const next = Math.min(total - 1, Math.max(0, to));
    wanted.current = next;
    setStop(next);
    list.scrollToIndex(next);
  };
  const stopShown = Math.min(last, Math.max(first, stop));
  return (
    <div className={styles["list"]}>
      <div className={styles["listHead"]}>
        <Checkbox
          aria-label={text === "" ? "Tick all" : `Tick all that match “${text}”`}
          checked={ticked === "all"}
          indeterminate={ticked === "some"}
          disabled={isTicking}
          onChange={onTickAll}
        />
        <span>{words.vendor}</span>
        <span>State</span>
        <span>On import</span>
      </div>
      <div
        ref={scroller}
        className={styles["scroller"]}
        data-stale={isStale || undefined}
        onKeyDown={press}
        // Rows that are not drawn are reached by scrolling.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={-1}
        role="presentation"
      >
        <ul
          className={styles["inner"]}
          style={{ height: list.getTotalSize(), margin: 0, padding: 0, listStyle: "none" }}
          aria-label={words.vendor}
        >
          {items.map((item) => {
            const row = rows.get(item.index);
            return (
              <CandidateRow
                key={row?.vendor_id ?? `row ${item.index}`}
                index={item.index}
                top={item.start}
                row={row}
                words={words}
                isTicked={row !== undefined && isTicked(selection, row)}
                to={row === undefined ? undefined : selection.links.get(row.vendor_id)}
                isOpen={row !== undefined && open === row.vendor_id}
                isStop={stopShown === item.index}
                actions={actions}
              />
            );
          })}
        </ul>
      </div>
    </div>
  );
}
