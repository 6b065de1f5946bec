// Which rows are on screen and where they stand, also for lists taller than an element may be.
import {
  defaultRangeExtractor,
  observeElementOffset,
  observeElementRect,
  type Range,
  useVirtualizer,
  type Virtualizer,
} from "@tanstack/react-virtual";
import { type RefObject, useCallback, useLayoutEffect, useReducer, useRef } from "react";

/** The height of every row and of the header, in pixels. The style sheet says the same. */
export const ROW_HEIGHT = 36;
/** WebKit draws nothing below 33.5 million pixels; beyond this height one scrolled pixel stands for several. */
const TALLEST = 30_000_000;
const OVERSCAN = 4;

const estimateSize = () => ROW_HEIGHT;

type RowVirtualizer = Virtualizer<HTMLDivElement, Element>;

/** Rows to draw for `count` rows inside `scroller`, always with `kept` among them. */
export function useVirtualRows(
  scroller: RefObject<HTMLDivElement | null>,
  count: number,
  kept: number,
) {
  const listHeight = count * ROW_HEIGHT;
  const height = Math.min(listHeight, TALLEST);
  /** Rows' pixels for one scrolled pixel, and where the bar stood when last heard of. */
  const scale = useRef(1);
  const bar = useRef(0);
  const [, redraw] = useReducer((drawings: number) => drawings + 1, 0);

  // Its answers are read while drawing and handed to nothing that remembers them.
  // oxlint-disable-next-line react/incompatible-library
  const instance: RowVirtualizer = useVirtualizer<HTMLDivElement, Element>({
    count,
    getScrollElement: () => scroller.current,
    estimateSize,
    overscan: OVERSCAN,
    observeElementRect: useCallback(
      (virtualizer: RowVirtualizer, report: (rect: { width: number; height: number }) => void) =>
        observeElementRect(virtualizer, report),
      [],
    ),
    observeElementOffset: useCallback(
      (virtualizer: RowVirtualizer, report: (offset: number, scrolling: boolean) => void) =>
        observeElementOffset(virtualizer, (offset, scrolling) => {
          bar.current = offset;
          report(offset * scale.current, scrolling);
          if (scale.current !== 1) {
            redraw();
          }
        }),
      [redraw],
    ),
    rangeExtractor: useCallback(
      (range: Range) => {
        const indexes = defaultRangeExtractor(range);
        if (kept >= 0 && kept < range.count && !indexes.includes(kept)) {
          indexes.push(kept);
        }
        return indexes;
      },
      [kept],
    ),
  });

  const viewHeight = Math.max(ROW_HEIGHT, (instance.scrollRect?.height ?? 0) - ROW_HEIGHT);
  useLayoutEffect(() => {
    scale.current =
      height === listHeight ? 1 : (listHeight - viewHeight) / Math.max(1, height - viewHeight);
  }, [height, listHeight, viewHeight]);

  const offset = instance.scrollOffset ?? 0;
  const scaled = height !== listHeight;
  const scrollTop = bar.current;
  return {
    indexes: instance.getVirtualItems().map((item) => item.index),
    /** What is truly on screen, both inclusive. */
    first: instance.range?.startIndex ?? 0,
    last: instance.range?.endIndex ?? 0,
    scrolling: instance.isScrolling,
    height,
    /** Whole rows that fit on screen. */
    page: Math.max(1, Math.floor(viewHeight / ROW_HEIGHT)),
    topRow: Math.min(Math.max(0, count - 1), Math.ceil(offset / ROW_HEIGHT)),
    topOf: (index: number) => {
      const start = index * ROW_HEIGHT;
      if (!scaled) {
        return start;
      }
      const top = start - offset + scrollTop;
      // The kept row may stand millions of pixels away: just outside is enough.
      return Math.max(-ROW_HEIGHT, Math.min(top, scrollTop + viewHeight + 8 * ROW_HEIGHT));
    },
    /** Scrolls no farther than needed to show the whole row. */
    reveal: (index: number) => {
      const element = scroller.current;
      if (element === null || index < 0) {
        return;
      }
      const from = element.scrollTop * scale.current;
      const start = index * ROW_HEIGHT;
      if (start < from) {
        element.scrollTo({ top: Math.floor(start / scale.current) });
      } else if (start + ROW_HEIGHT > from + viewHeight) {
        const end = start + ROW_HEIGHT - viewHeight;
        element.scrollTo({ top: Math.ceil(end / scale.current) });
      }
    },
  };
}
