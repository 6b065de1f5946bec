// The stage board itself: toolbar, meter, tray and columns, with dragging by pointer and by keyboard.
import {
  type Announcements,
  type CollisionDetection,
  DndContext,
  DragOverlay,
  KeyboardCode,
  KeyboardSensor,
  PointerSensor,
  pointerWithin,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { Badge, Button, Group, Kbd, Stack, Text, VisuallyHidden } from "@mantine/core";
import { useCallback, useMemo, useState } from "react";

import type { ConnectorView, IntegrationView, ReferenceChoice, Stage } from "../../api";
import { formatNumberOf } from "../../kit";
import { placeCoordinates } from "./board-moves";
import { type BoardFilter, BoardToolbar } from "./BoardToolbar";
import { CardMenu } from "./CardMenu";
import { CoverageMeter } from "./CoverageMeter";
import { PlaceColumn } from "./PlaceColumn";
import { useScope } from "./reference";
import styles from "./stage.module.css";
import { patchFor, type Place, placeLabel, stagesOf, STAGES } from "./stages";
import { useBoardActions } from "./use-board-actions";
import type { Leftovers } from "./unlisted";
import { CARDS_AT_ONCE, useBoardCards } from "./use-board-cards";
import type { Saving } from "./use-settings-saver";
import { useSuggestions } from "./use-suggestions";

const everything: BoardFilter = { board: undefined, text: "", inactive: false, outside: false };
const noLimits: ReadonlyMap<Place, number> = new Map();
const codes = { start: [KeyboardCode.Enter], cancel: [KeyboardCode.Esc], end: [KeyboardCode.Enter] };

/** Only near an edge, and not so fast that the target runs away. */
const scrolling = { threshold: { x: 0.1, y: 0.1 }, acceleration: 4 };

/** Where the pointer is; by keyboard, where the upper left corner of the card in hand is. */
const collisions: CollisionDetection = (args) => {
  const { left, top } = args.collisionRect;
  return pointerWithin({ ...args, pointerCoordinates: args.pointerCoordinates ?? { x: left + 4, y: top + 4 } });
};

/** Ids that stand in a stage although the vendor has no such status any more. */
function Vanished({
  statuses,
  stages,
  saving,
}: {
  statuses: readonly ReferenceChoice[];
  stages: ReadonlyMap<string, Stage>;
  saving: Saving;
}) {
  const known = new Set(statuses.map((status) => status.id));
  const gone = [...stages.keys()].filter((id) => !known.has(id));
  if (gone.length === 0) {
    return null;
  }
  const words = formatNumberOf(gone.length, "assigned status is", "assigned statuses are");
  return (
    <Group gap="sm">
      <Text size="sm" c="dimmed">
        {words} no longer at the vendor.
      </Text>
      <Button
        size="xs"
        variant="default"
        onClick={() =>
          saving.saver.change(
            "removal of vanished statuses",
            patchFor(saving.ids, new Map(gone.map((id) => [id, "none"]))),
          )
        }
      >
        Remove
      </Button>
    </Group>
  );
}

/** The board over `statuses`, of which there is at least one. */
export function BoardView({
  integration,
  connector,
  statuses,
  leftovers,
  saving,
}: {
  integration: IntegrationView;
  connector: ConnectorView;
  statuses: readonly ReferenceChoice[];
  leftovers: Leftovers;
  saving: Saving;
}) {
  const [filter, setFilter] = useState(everything);
  const [limits, setLimits] = useState(noLimits);
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const stages = useMemo(() => stagesOf(saving.ids), [saving.ids]);
  const scope = useScope(connector, integration.settings);
  const boardsWord = connector.words.boards === "" ? "Boards" : connector.words.boards;
  const board = useBoardCards(statuses, leftovers, stages, scope, filter, unfolded, limits, boardsWord);
  const cards = useBoardActions(board.rows, saving, unfolded, setUnfolded);
  const suggestions = useSuggestions(integration, board.counted, saving);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 6 } }),
    useSensor(KeyboardSensor, { keyboardCodes: codes, coordinateGetter: placeCoordinates }),
  );
  const inHand = cards.draggedKeys.size;
  const what = inHand > 1 ? `${inHand} cards` : (cards.dragged?.name ?? "The card");
  const showMore = useCallback(
    (place: Place) =>
      setLimits((before) =>
        new Map(before).set(place, (before.get(place) ?? CARDS_AT_ONCE) + 2 * CARDS_AT_ONCE),
      ),
    [],
  );
  const column = (place: Place, empty: string) => (
    <PlaceColumn
      key={place}
      place={place}
      cards={board.rows.get(place) ?? []}
      more={board.more.get(place) ?? 0}
      onMore={showMore}
      statuses={board.counts.get(place) ?? 0}
      actions={cards.actions}
      stop={cards.stop}
      selected={cards.selected}
      dragged={cards.draggedKeys}
      unfolded={unfolded}
      vendor={connector.name}
      scope={scope}
      empty={empty}
    />
  );
  const announcements: Announcements = {
    onDragStart: () => "Picked up. Arrows choose a stage, Enter drops it there, Escape puts it back.",
    onDragOver: ({ over }) => (over === null ? undefined : `Over ${placeLabel(over.id as Place)}.`),
    onDragEnd: ({ over }) =>
      over === null ? "Put back." : `${what} dropped on ${placeLabel(over.id as Place)}.`,
    onDragCancel: () => "Put back.",
  };
  return (
    <Stack gap="sm">
      <BoardToolbar
        filter={filter}
        onFilter={(patch) => setFilter((before) => ({ ...before, ...patch }))}
        boards={board.boards}
        boardsWord={boardsWord}
        inactive={board.inactive}
        outside={board.outside}
        onSuggest={() => void suggestions.suggest()}
        isSuggesting={suggestions.isBusy}
      />
      <CoverageMeter
        coverage={board.coverage}
        boards={board.boards}
        boardsWord={boardsWord}
        stages={stages}
        onPick={(picked) => setFilter((before) => ({ ...before, board: picked }))}
      />
      <Group justify="space-between" gap="sm" mih={24}>
        <Text size="xs" c="dimmed">
          On a status: <Kbd size="xs">1</Kbd>–<Kbd size="xs">5</Kbd> assign, <Kbd size="xs">0</Kbd> unassign,
          arrows move, <Kbd size="xs">Space</Kbd> selects several, <Kbd size="xs">Enter</Kbd> picks up
          {board.grouped && (
            <>
              , <Kbd size="xs">+</Kbd> shows its boards
            </>
          )}
          .
        </Text>
        {cards.selected.size > 0 && (
          <Group gap="sm">
            <Text size="sm">{cards.selected.size} selected</Text>
            <Button size="xs" variant="default" onClick={cards.clearSelection}>
              Clear selection
            </Button>
          </Group>
        )}
      </Group>
      <DndContext
        sensors={sensors}
        collisionDetection={collisions}
        autoScroll={scrolling}
        accessibility={{
          announcements,
          screenReaderInstructions: {
            draggable:
              "Press 1 to 5 to assign a stage, 0 to unassign, arrows to go to another status, Space to select, Enter to pick up.",
          },
        }}
        onDragStart={({ active }) => cards.pick(String(active.id))}
        onDragEnd={({ over }) => cards.drop(over === null ? undefined : (over.id as Place))}
        onDragCancel={() => cards.drop(undefined)}
      >
        {column("none", filter.text === "" ? "Nothing is unassigned here." : "No unassigned status has this name.")}
        <div className={styles["columns"]}>
          {STAGES.map((stage) => column(stage.id, "Drop a status here."))}
        </div>
        <DragOverlay dropAnimation={null}>
          {cards.dragged !== undefined && (
            <div className={styles["inHand"]}>
              {cards.dragged.name}
              {inHand > 1 && <Badge>{inHand}</Badge>}
            </div>
          )}
        </DragOverlay>
      </DndContext>
      {leftovers.size > 0 && (
        <Text size="xs" c="dimmed">
          “No longer listed”: {connector.name} has dropped the status, but tickets still have it. It needs a stage as
          long as they do.
        </Text>
      )}
      <Vanished statuses={statuses} stages={stages} saving={saving} />
      <CardMenu
        open={cards.menu}
        onMove={cards.moveFromMenu}
        onUnfold={cards.unfold}
        onClose={cards.closeMenu}
      />
      <VisuallyHidden aria-live="polite">{cards.said}</VisuallyHidden>
    </Stack>
  );
}
