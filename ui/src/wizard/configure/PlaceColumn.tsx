// A stage, or the tray of unassigned statuses: its head, its cards, and the place to drop one.
import { useDroppable } from "@dnd-kit/core";
import { Button, Kbd, Title, Tooltip } from "@mantine/core";
import { memo } from "react";

import { Count } from "../../kit";
import { type CardActions, StageCard } from "./StageCard";
import styles from "./stage.module.css";
import { type Place, placeLabel, type StageCardModel, STAGES } from "./stages";

/** What `PlaceColumn` takes. */
export interface PlaceColumnProps {
  place: Place;
  /** The cards that are drawn. */
  cards: readonly StageCardModel[];
  /** Cards that are not drawn yet. */
  more: number;
  onMore: (place: Place) => void;
  /** Statuses in it, counted one by one. */
  statuses: number;
  actions: CardActions;
  /** The key of the card where Tab arrives. */
  stop: string | undefined;
  selected: ReadonlySet<string>;
  dragged: ReadonlySet<string>;
  unfolded: ReadonlySet<string>;
  /** The vendor's name. */
  vendor: string;
  /** The boards that are synced; none: all of them. */
  scope: ReadonlySet<string> | undefined;
  /** What an empty tray says. */
  empty: string;
}

export const PlaceColumn = memo(function PlaceColumn(props: PlaceColumnProps) {
  const { place, cards, more, onMore, statuses, scope } = props;
  const { setNodeRef, isOver } = useDroppable({ id: place });
  const stage = STAGES.findIndex((each) => each.id === place);
  const label = placeLabel(place);
  return (
    <section
      ref={setNodeRef}
      className={styles[place === "none" ? "tray" : "column"]}
      data-over={isOver || undefined}
      aria-label={`${label}, ${statuses} ${statuses === 1 ? "status" : "statuses"}`}
    >
      <div className={styles["head"]}>
        <Tooltip label={STAGES[stage]?.help} disabled={stage === -1}>
          <Title order={3} size="h4">
            {label}
          </Title>
        </Tooltip>
        <Count value={statuses} fz="sm" c="dimmed" flex={1} />
        <Kbd size="xs" className={styles["key"] ?? ""} aria-hidden>
          {stage + 1}
        </Kbd>
      </div>
      <ul className={styles["cards"]}>
        {cards.map((card) => (
          <StageCard
            key={card.key}
            card={card}
            vendor={props.vendor}
            actions={props.actions}
            isStop={props.stop === card.key}
            isSelected={props.selected.has(card.key)}
            isDragged={props.dragged.has(card.key)}
            isUnfolded={props.unfolded.has(card.key)}
            isOutside={
              scope !== undefined &&
              card.members.every((member) => member.parent !== null && !scope.has(member.parent))
            }
          />
        ))}
        {cards.length === 0 && <li className={styles["hint"]}>{props.empty}</li>}
        {more > 0 && (
          <li>
            <Button size="xs" variant="subtle" onClick={() => onMore(place)}>
              Show more ({more})
            </Button>
          </li>
        )}
      </ul>
    </section>
  );
});
