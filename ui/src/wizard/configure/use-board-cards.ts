// From statuses, stages and what is shown to the cards of each place, a page of them at a time.
import { useDeferredValue, useMemo } from "react";

import type { ReferenceChoice, Stage } from "../../api";
import type { BoardFilter } from "./BoardToolbar";
import type { Rows } from "./board-moves";
import { byParent, inScope, type ParentGroup } from "./reference";
import type { Leftovers } from "./unlisted";
import {
  cardsOf,
  type Coverage,
  coverageOf,
  memberCards,
  type Place,
  PLACES,
  type StageCardModel,
} from "./stages";

/** How many cards of a place are drawn at first, and how many more on request. */
export const CARDS_AT_ONCE = 40;

/** What the board draws. */
export interface BoardCards {
  /** The cards that are drawn, members of unfolded ones among them. */
  rows: Rows;
  /** Cards of each place that are not drawn. */
  more: ReadonlyMap<Place, number>;
  /** Statuses in each place. */
  counts: ReadonlyMap<Place, number>;
  coverage: Coverage;
  /** The active statuses of the boards that are synced, by board. */
  boards: readonly ParentGroup[];
  /** The same in one list: what counts, and what Suggest stages fills. */
  counted: readonly ReferenceChoice[];
  inactive: number;
  outside: number;
  /** Whether cards gather the statuses of several boards. */
  grouped: boolean;
}

/** Derives the board. `limits` says how many cards of a place are drawn where it is more than usual. */
export function useBoardCards(
  statuses: readonly ReferenceChoice[],
  leftovers: Leftovers,
  stages: ReadonlyMap<string, Stage>,
  scope: ReadonlySet<string> | undefined,
  filter: BoardFilter,
  unfolded: ReadonlySet<string>,
  limits: ReadonlyMap<Place, number>,
  boardsWord: string,
): BoardCards {
  const text = useDeferredValue(filter.text.trim().toLowerCase());
  const { board, inactive, outside } = filter;
  const known = useMemo(() => {
    const within = statuses.filter((status) => inScope(status, scope));
    const offered = outside ? statuses : within;
    return {
      counted: within.filter((status) => status.active),
      boards: byParent(offered.filter((status) => status.active)),
      offered,
      outside: byParent(statuses).length - byParent(within).length,
    };
  }, [statuses, scope, outside]);
  const grouped = board === undefined && known.boards.length > 1;
  const shown = useMemo(
    () =>
      known.offered.filter(
        (status) =>
          (board === undefined || status.parent === board) &&
          (inactive || status.active) &&
          (text === "" || status.name.toLowerCase().includes(text)),
      ),
    [known, board, inactive, text],
  );
  const cards = useMemo(
    () => cardsOf(shown, stages, grouped, boardsWord.toLowerCase(), leftovers),
    [shown, stages, grouped, boardsWord, leftovers],
  );
  return useMemo(() => {
    const rows = new Map<Place, StageCardModel[]>();
    const more = new Map<Place, number>();
    const counts = new Map<Place, number>();
    for (const place of PLACES) {
      const all = cards.get(place) ?? [];
      const drawn = all.slice(0, limits.get(place) ?? CARDS_AT_ONCE);
      rows.set(
        place,
        drawn.flatMap((card) => (unfolded.has(card.key) ? [card, ...memberCards(card)] : [card])),
      );
      more.set(place, all.length - drawn.length);
      counts.set(
        place,
        all.reduce((sum, card) => sum + card.members.length, 0),
      );
    }
    const counted =
      board === undefined ? known.counted : known.counted.filter((status) => status.parent === board);
    return {
      rows,
      more,
      counts,
      grouped,
      coverage: coverageOf(counted, stages),
      boards: known.boards,
      counted,
      inactive: known.offered.filter((status) => !status.active).length,
      outside: known.outside,
    };
  }, [cards, known, stages, grouped, unfolded, limits, board]);
}
