// The menu of a card, for a mouse without dragging: one for the whole board, opened where it is needed.
import { Kbd, Menu } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";

import styles from "./stage.module.css";
import { type Place, placeLabel, type StageCardModel, STAGES } from "./stages";

/** Which card's menu is open, and where. */
export interface OpenMenu {
  card: StageCardModel;
  at: { x: number; y: number };
  /** How many cards it moves. */
  count: number;
}

/** The menu; draws nothing while `open` is undefined. */
export function CardMenu({
  open,
  onMove,
  onUnfold,
  onClose,
}: {
  open: OpenMenu | undefined;
  onMove: (card: StageCardModel, to: Place) => void;
  onUnfold: (card: StageCardModel) => void;
  onClose: () => void;
}) {
  if (open === undefined) {
    return null;
  }
  const { card, at, count } = open;
  const places: Place[] = [...STAGES.map((stage) => stage.id), "none"];
  return (
    <Menu opened onClose={onClose} position="bottom-start" withinPortal returnFocus={false}>
      <Menu.Target>
        <span style={{ position: "fixed", left: at.x, top: at.y, width: 0, height: 0 }} aria-hidden />
      </Menu.Target>
      <Menu.Dropdown aria-label={`Move ${card.name}`}>
        <Menu.Label>{count > 1 ? `Move ${count} selected cards` : `Move ${card.name}`}</Menu.Label>
        {places.map((place) => (
          <Menu.Item
            key={place}
            onClick={() => onMove(card, place)}
            leftSection={
              place === card.place ? <IconCheck size={14} aria-label="Here now" /> : <span style={{ width: 14 }} />
            }
            rightSection={
              <Kbd size="xs" className={styles["key"] ?? ""} aria-hidden>
                {STAGES.findIndex((stage) => stage.id === place) + 1}
              </Kbd>
            }
          >
            {placeLabel(place)}
          </Menu.Item>
        ))}
        {!card.isMember && card.members.length > 1 && (
          <>
            <Menu.Divider />
            <Menu.Item onClick={() => onUnfold(card)}>
              Show or hide its {card.members.length} boards
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
