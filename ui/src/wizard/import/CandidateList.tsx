// The list of candidates: as long as there are, but only the rows on screen are drawn and asked for. It scrolls
// with the step: there is one scroll bar.
import { Checkbox } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";

import type { ImportCandidate } from "../../api";
import { LOW_WINDOW } from "../steps";
import { CandidateRow, type RowActions } from "./CandidateRow";
import type { ImportWords } from "./candidates";
import styles from "./import.module.css";
import { isTicked, link, type Selection, tick } from "./selection";

const ROW_HEIGHT = 48;
const LOW_ROW_HEIGHT = 40;
/** What stands over the rows while they scroll: the tools and the head; and what stands under them. */
const ABOVE = 96;
const BELOW = 112;

/** What `CandidateList` takes. */
export interface CandidateListProps {
  /** The integration's id. */
  integration: string;
  words: ImportWords;
  total: number;
  /** How many there are, in words. */
  counts: string;
  /** The rows that are here, by their place. */
  rows: ReadonlyMap<number, ImportCandidate>;
  /** The rows are still those of the search before. */
  isStale: boolean;
  selection: Selection;
  /** The ticked rows that become the same one of ours as others. */
  meets: ReadonlySet<string>;
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
  const { integration, words, total, counts, rows, isStale, selection, meets, onSelection } = props;
  const { text, ticked, isTicking, onTickAll, onRange } = props;
  const rowHeight = useMediaQuery(LOW_WINDOW, false, { getInitialValueInEffect: false }) ? LOW_ROW_HEIGHT : ROW_HEIGHT;
  const [body, setBody] = useState<HTMLDivElement | null>(null);
  const scroller = body?.closest<HTMLElement>("[data-step-scroller]") ?? body;
  const above = useAbove(body, scroller);
  const [stop, setStop] = useState(0);
  const [open, setOpen] = useState<string>();
  const wanted = useRef<number>(undefined);
  // Its functions are called here only; no memoised child gets them.
  // oxlint-disable-next-line react/incompatible-library
  const list = useVirtualizer({
    count: total,
    getScrollElement: () => scroller,
    estimateSize: () => rowHeight,
    scrollMargin: above,
    scrollPaddingStart: ABOVE,
    scrollPaddingEnd: BELOW,
    overscan: 6,
  });
  useLayoutEffect(() => list.measure(), [list, rowHeight]);
  const items = list.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => onRange(first, last), [onRange, first, last]);
  // Another search begins at its first row.
  useEffect(() => setStop(0), [text]);
  useEffect(() => {
    if (scroller !== null && scroller.scrollTop > above - ABOVE) {
      scroller.scrollTo?.({ top: above - ABOVE });
    }
    // Only another search leads back.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [text]);
  useLayoutEffect(() => {
    const row = body?.querySelector(`[data-index="${wanted.current}"] input`);
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
        <span>
          {words.vendor}:{" "}
          <span aria-live="polite">{counts}</span>
        </span>
        <span>State</span>
        <span>On import</span>
      </div>
      <div
        ref={setBody}
        className={styles["body"]}
        data-stale={isStale || undefined}
        onKeyDown={press}
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
                integration={integration}
                index={item.index}
                top={item.start - above}
                height={rowHeight}
                row={row}
                words={words}
                isTicked={row !== undefined && isTicked(selection, row)}
                to={row === undefined ? undefined : selection.links.get(row.vendor_id)}
                meets={row !== undefined && meets.has(row.vendor_id)}
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

/** How far below the upper end of what scrolls the rows begin, in pixels. */
function useAbove(body: HTMLElement | null, scroller: HTMLElement | null): number {
  const [above, setAbove] = useState(0);
  useLayoutEffect(() => {
    if (body === null || scroller === null) {
      return undefined;
    }
    // Alerts, the fold of the help and the line of the sync come and go above it. It is told at once, too.
    const watcher = new ResizeObserver(() =>
      setAbove(Math.round(body.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop)),
    );
    for (const each of [scroller, ...scroller.children]) {
      watcher.observe(each);
    }
    return () => watcher.disconnect();
  }, [body, scroller]);
  return above;
}
