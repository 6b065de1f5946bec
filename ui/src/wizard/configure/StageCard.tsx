// One card of the stage board: a status, or all statuses of one name; dragged, or moved by a key or its menu.
import { useDraggable } from "@dnd-kit/core";
import { IconChevronDown, IconChevronRight, IconDots, IconEyeOff, IconLock } from "@tabler/icons-react";
import { type KeyboardEvent, memo, type MouseEvent, useCallback } from "react";

import { formatNumberOf } from "../../kit";
import styles from "./stage.module.css";
import { placeLabel, type StageCardModel } from "./stages";

/** What a card asks of the board; the same object for as long as the board lives. */
export interface CardActions {
  /** Remembers where a card is drawn, for the focus. */
  hold: (key: string, element: HTMLElement | null) => void;
  press: (card: StageCardModel, event: KeyboardEvent) => void;
  click: (card: StageCardModel, event: MouseEvent) => void;
  focus: (card: StageCardModel) => void;
  unfold: (card: StageCardModel) => void;
  menu: (card: StageCardModel, at: { x: number; y: number }) => void;
}

/** What `StageCard` takes. */
export interface StageCardProps {
  card: StageCardModel;
  /** The vendor's name. */
  vendor: string;
  actions: CardActions;
  /** It is where Tab arrives. */
  isStop: boolean;
  isSelected: boolean;
  /** It goes along with the card that is dragged. */
  isDragged: boolean;
  isUnfolded: boolean;
  /** None of its boards is synced. */
  isOutside: boolean;
}

/** A card with the same content is not drawn again, though the board makes new ones on every change. */
function sameProps(before: StageCardProps, now: StageCardProps): boolean {
  const { card: old, ...restBefore } = before;
  const { card, ...rest } = now;
  return (
    old.key === card.key &&
    old.name === card.name &&
    old.detail === card.detail &&
    old.leftover === card.leftover &&
    old.members.length === card.members.length &&
    old.members.every((member, index) => member === card.members[index]) &&
    (Object.keys(rest) as (keyof typeof rest)[]).every((key) => rest[key] === restBefore[key])
  );
}

export const StageCard = memo(function StageCard(props: StageCardProps) {
  const { card, vendor, actions, isStop, isSelected, isDragged, isUnfolded, isOutside } = props;
  const { setNodeRef, listeners, attributes } = useDraggable({
    id: card.key,
    data: { place: card.place },
  });
  const key = card.key;
  const hold = useCallback(
    (element: HTMLElement | null) => {
      setNodeRef(element);
      actions.hold(key, element);
    },
    [setNodeRef, actions, key],
  );
  const boards = new Set(card.members.map((member) => member.parent)).size;
  const closed = card.members.filter((member) => member.closed === true).length;
  const inactive = card.members.filter((member) => !member.active).length;
  const closedWords =
    closed === card.members.length ? "counts as closed" : `counts as closed on ${closed} of ${boards} boards`;
  const title = card.isMember ? `${card.members[0]?.name}, ${card.name}` : card.name;
  const detail = [card.detail, isOutside && "not synced"].filter(Boolean).join(" · ");
  const { leftover } = card;
  const tickets = leftover === undefined ? "" : formatNumberOf(leftover, "ticket", "tickets");
  const leftoverWords = `no longer listed by ${vendor}, ${tickets} still ${leftover === 1 ? "has" : "have"} it`;
  // What is read aloud begins with what is seen.
  const parts = [
    `${title} ${detail}`.trim(),
    closed > 0 && closedWords,
    inactive > 0 && "inactive",
    leftover !== undefined && leftoverWords,
    placeLabel(card.place),
  ];
  const canUnfold = !card.isMember && card.members.length > 1;
  const openAt = (element: Element) => {
    const rect = element.getBoundingClientRect();
    actions.menu(card, { x: rect.left, y: rect.bottom });
  };
  return (
    <li
      className={styles["card"]}
      data-selected={isSelected || undefined}
      data-dragged={isDragged || undefined}
      data-member={card.isMember || undefined}
      data-outside={isOutside || undefined}
      data-unlisted={leftover !== undefined || undefined}
    >
      <button
        type="button"
        {...listeners}
        ref={hold}
        className={styles["face"]}
        data-buttons={canUnfold ? 2 : 1}
        tabIndex={isStop ? 0 : -1}
        aria-label={parts.filter((part) => part !== false).join(", ")}
        aria-pressed={isSelected}
        aria-describedby={attributes["aria-describedby"]}
        aria-keyshortcuts="1 2 3 4 5 0 Delete Space"
        {...(canUnfold && { "aria-expanded": isUnfolded })}
        onKeyDown={(event) => {
          actions.press(card, event);
          if (!event.defaultPrevented) {
            listeners?.["onKeyDown"]?.(event);
          }
        }}
        onContextMenu={(event) => {
          event.preventDefault();
          openAt(event.currentTarget);
        }}
        onClick={(event) => actions.click(card, event)}
        onFocus={() => actions.focus(card)}
      >
        <span>
          {/* The web view's own tooltips: hundreds of cards must stay cheap. */}
          {closed > 0 && (
            <span title={`A ticket in it ${closedWords}`}>
              <IconLock size={14} className={styles["mark"]} aria-hidden />
            </span>
          )}
          {inactive > 0 && (
            <span title="Inactive at the vendor">
              <IconEyeOff size={14} className={styles["mark"]} aria-hidden />
            </span>
          )}
          {card.name}
        </span>{" "}
        {detail !== "" && <span className={styles["detail"]}>{detail}</span>}
        {leftover !== undefined && (
          <span className={styles["detail"]} title={leftoverWords.charAt(0).toUpperCase() + leftoverWords.slice(1)}>
            No longer listed, {tickets}
          </span>
        )}
      </button>
      <span className={styles["buttons"]}>
        {canUnfold && (
          <button
            type="button"
            className={styles["small"]}
            tabIndex={-1}
            aria-label={`${isUnfolded ? "Hide" : "Show"} the boards of ${card.name}`}
            onClick={() => actions.unfold(card)}
          >
            {isUnfolded ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
          </button>
        )}
        <button
          type="button"
          className={styles["small"]}
          tabIndex={-1}
          aria-label={`Move ${title}`}
          aria-haspopup="menu"
          onClick={(event) => openAt(event.currentTarget)}
        >
          <IconDots size={14} aria-hidden />
        </button>
      </span>
    </li>
  );
}, sameProps);
