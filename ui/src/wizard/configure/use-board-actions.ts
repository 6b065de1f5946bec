// What happens to cards: focus, selection, moving by key, by menu and by drag.
import {
  type KeyboardEvent,
  type MouseEvent,
  useCallback,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";

import { afterLeaving, findCard, firstCard, neighbour, type Rows } from "./board-moves";
import type { OpenMenu } from "./CardMenu";
import type { CardActions } from "./StageCard";
import { cardIds, patchFor, type Place, placeLabel, type StageCardModel, STAGES } from "./stages";
import type { Saving } from "./use-settings-saver";

const none: ReadonlySet<string> = new Set();

function toggled(set: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(key)) {
    next.add(key);
  }
  return next;
}

/** The place that a key stands for: 1 to 5, or 0 and Delete for the tray. */
function placeOfKey(key: string): Place | undefined {
  if (key === "0" || key === "Delete" || key === "Backspace") {
    return "none";
  }
  return /^[1-5]$/.test(key) ? STAGES[Number(key) - 1]?.id : undefined;
}

/** The state of the board's cards and what can be done to them. */
export function useBoardActions(
  rows: Rows,
  { saver }: Saving,
  unfolded: ReadonlySet<string>,
  setUnfolded: (change: (before: ReadonlySet<string>) => ReadonlySet<string>) => void,
) {
  const [stop, setStop] = useState<string>();
  const [selected, setSelected] = useState(none);
  const [menu, setMenu] = useState<OpenMenu>();
  const [dragged, setDragged] = useState<StageCardModel>();
  const [said, setSaid] = useState("");
  /** Where a selection with Shift begins. */
  const range = useRef<string>(undefined);
  const elements = useRef(new Map<string, HTMLElement>());
  /** What gets the focus when it is drawn: the first of these that is there. */
  const wanted = useRef<readonly string[]>([]);

  const current = findCard(rows, stop)?.card ?? firstCard(rows);
  /** The cards that go along with `card`: the selection, if it is part of it. */
  const along = (card: StageCardModel): StageCardModel[] =>
    selected.has(card.key)
      ? [...rows.values()].flat().filter((each) => selected.has(each.key))
      : [card];

  const move = (card: StageCardModel, to: Place, how: "key" | "hand") => {
    const cards = along(card);
    const ids = new Set(cards.flatMap(cardIds));
    const leaving = new Set(cards.filter((each) => each.place !== to).flatMap(cardIds));
    if (leaving.size === 0) {
      return;
    }
    const moved = card.key.replace(/^[^/]*/, to);
    const next = how === "key" && card.place !== to ? afterLeaving(rows, card, ids)?.key : undefined;
    wanted.current = next === undefined ? [moved] : [next, moved];
    const what = cards.length === 1 ? `“${card.name}”` : `${cards.length} cards`;
    const label = to === "none" ? `${what} unassigned` : `${what} to ${placeLabel(to)}`;
    saver.change(label, patchFor(saver.view().ids, new Map([...ids].map((id) => [id, to]))));
    setSaid(label);
    setSelected(none);
  };

  useLayoutEffect(() => {
    const key = wanted.current.find((each) => elements.current.has(each));
    if (key !== undefined) {
      wanted.current = [];
      elements.current.get(key)?.focus();
    }
  });

  const unfold = (card: StageCardModel) => {
    setUnfolded((before) => toggled(before, card.key));
    wanted.current = [card.key];
  };
  const step = (card: StageCardModel, event: KeyboardEvent) => {
    const to = neighbour(rows, card, event.key);
    event.preventDefault();
    if (to !== undefined) {
      if (event.shiftKey) {
        setSelected((before) => new Set([...before, card.key, to.key]));
      }
      elements.current.get(to.key)?.focus();
    }
  };
  const press = (card: StageCardModel, event: KeyboardEvent) => {
    if (dragged !== undefined || event.altKey) {
      return;
    }
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() === "a") {
        event.preventDefault();
        setSelected(new Set(rows.get(card.place)?.map((each) => each.key)));
      }
      return;
    }
    const place = placeOfKey(event.key);
    if (place !== undefined) {
      event.preventDefault();
      move(card, place, "key");
    } else if (event.key.startsWith("Arrow") || event.key === "Home" || event.key === "End") {
      step(card, event);
    } else if (event.key === " ") {
      event.preventDefault();
      setSelected((before) => toggled(before, card.key));
    } else if (event.key === "Escape" && selected.size > 0) {
      event.preventDefault();
      setSelected(none);
    } else if ((event.key === "+" || event.key === "-") && card.members.length > 1 && !card.isMember) {
      event.preventDefault();
      if ((event.key === "+") !== unfolded.has(card.key)) {
        unfold(card);
      }
    }
  };
  const click = (card: StageCardModel, event: MouseEvent) => {
    if (event.detail === 0) {
      // A key pressed the button: keys have meanings of their own.
      return;
    }
    if (event.ctrlKey || event.metaKey) {
      setSelected((before) => toggled(before, card.key));
      return;
    }
    const cards = rows.get(card.place) ?? [];
    const from = cards.findIndex((each) => each.key === range.current);
    const to = cards.findIndex((each) => each.key === card.key);
    if (event.shiftKey && from !== -1) {
      const between = cards.slice(Math.min(from, to), Math.max(from, to) + 1);
      setSelected((before) => new Set([...before, ...between.map((each) => each.key)]));
      return;
    }
    range.current = card.key;
    setSelected(none);
  };
  const latest = useRef({ press, click, unfold, along });
  useLayoutEffect(() => {
    latest.current = { press, click, unfold, along };
  });
  const actions = useMemo<CardActions>(
    () => ({
      hold: (key, element) => {
        if (element === null) {
          elements.current.delete(key);
        } else {
          elements.current.set(key, element);
        }
      },
      press: (card, event) => latest.current.press(card, event),
      click: (card, event) => latest.current.click(card, event),
      focus: (card) => setStop(card.key),
      unfold: (card) => latest.current.unfold(card),
      menu: (card, at) => setMenu({ card, at, count: latest.current.along(card).length }),
    }),
    [],
  );
  const closeMenu = useCallback(() => {
    setMenu((open) => {
      if (open !== undefined) {
        wanted.current = [open.card.key];
      }
      return undefined;
    });
  }, []);

  return {
    actions,
    stop: current?.key,
    selected,
    clearSelection: () => setSelected(none),
    menu,
    closeMenu,
    moveFromMenu: (card: StageCardModel, to: Place) => {
      setMenu(undefined);
      move(card, to, "hand");
    },
    unfold,
    dragged,
    draggedKeys: dragged === undefined ? none : new Set(along(dragged).map((card) => card.key)),
    pick: (key: string) => setDragged(findCard(rows, key)?.card),
    drop: (to: Place | undefined) => {
      if (dragged !== undefined && to !== undefined) {
        move(dragged, to, "hand");
      }
      setDragged(undefined);
    },
    said,
  };
}
