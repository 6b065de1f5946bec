// Moving about on the stage board by keyboard: from card to card, and from place to place with a card in hand.
import type { KeyboardCoordinateGetter } from "@dnd-kit/core";

import { type Place, PLACES, type StageCardModel, STAGES } from "./stages";

/** The cards of each place in the order in which they are drawn. */
export type Rows = ReadonlyMap<Place, readonly StageCardModel[]>;

/** Where a card stands. */
export function findCard(
  rows: Rows,
  key: string | undefined,
): { card: StageCardModel; index: number } | undefined {
  for (const cards of rows.values()) {
    const index = cards.findIndex((card) => card.key === key);
    const card = cards[index];
    if (card !== undefined) {
      return { card, index };
    }
  }
  return undefined;
}

/** The very first card: in the tray, or in the first stage that has one. */
export function firstCard(rows: Rows): StageCardModel | undefined {
  return PLACES.map((place) => rows.get(place)?.[0]).find((card) => card !== undefined);
}

/**
 * The card that an arrow leads to. In the tray, which flows like text, Left and Right go from card to card;
 * Down leaves it. In a stage Up and Down go from card to card, Left and Right from stage to stage, and Up
 * from the first card leads to the tray.
 */
export function neighbour(rows: Rows, from: StageCardModel, arrow: string): StageCardModel | undefined {
  const cards = rows.get(from.place) ?? [];
  const index = cards.findIndex((card) => card.key === from.key);
  if (arrow === "Home" || arrow === "End") {
    return arrow === "Home" ? cards[0] : cards.at(-1);
  }
  if (from.place === "none") {
    switch (arrow) {
      case "ArrowRight":
        return cards[index + 1];
      case "ArrowLeft":
        return cards[index - 1];
      case "ArrowDown":
        return STAGES.map((stage) => rows.get(stage.id)?.[0]).find((card) => card !== undefined);
      default:
        return undefined;
    }
  }
  switch (arrow) {
    case "ArrowDown":
      return cards[index + 1];
    case "ArrowUp":
      return index > 0 ? cards[index - 1] : rows.get("none")?.[0];
    case "ArrowRight":
    case "ArrowLeft": {
      const order = STAGES.map((stage) => stage.id);
      const at = order.indexOf(from.place);
      const beyond = arrow === "ArrowRight" ? order.slice(at + 1) : order.slice(0, at).toReversed();
      const column = beyond.map((place) => rows.get(place) ?? []).find((each) => each.length > 0);
      return column?.[Math.min(index, column.length - 1)];
    }
    default:
      return undefined;
  }
}

/** The card to focus after some have left: the next of the same place, or the one before. */
export function afterLeaving(
  rows: Rows,
  from: StageCardModel,
  leaving: ReadonlySet<string>,
): StageCardModel | undefined {
  const cards = rows.get(from.place) ?? [];
  const index = cards.findIndex((card) => card.key === from.key);
  const stays = (card: StageCardModel) => card.members.some((member) => !leaving.has(member.id));
  return cards.slice(index + 1).find(stays) ?? cards.slice(0, index).findLast(stays);
}

/** With a card in hand the arrows jump from place to place: Left and Right among stages, Up to the tray. */
export const placeCoordinates: KeyboardCoordinateGetter = (event, { context }) => {
  const { over, active, droppableRects } = context;
  const here = (over?.id ?? active?.data.current?.["place"]) as Place | undefined;
  const at = STAGES.findIndex((stage) => stage.id === here);
  let target: Place | undefined;
  switch (event.code) {
    case "ArrowRight":
      target = STAGES[at + 1]?.id;
      break;
    case "ArrowLeft":
      target = STAGES[at - 1]?.id;
      break;
    case "ArrowUp":
      target = "none";
      break;
    case "ArrowDown":
      target = at === -1 ? STAGES[0]?.id : undefined;
      break;
    default:
      return undefined;
  }
  event.preventDefault();
  const rect = target === undefined ? undefined : droppableRects.get(target);
  return rect === undefined ? undefined : { x: rect.left + 8, y: rect.top + 8 };
};
