// The model of the stage board: which status stands where, the cards that are drawn, how much is assigned.
import type { ReferenceChoice, Stage } from "../../api";
import type { Patch } from "./settings-saver";
import type { Leftovers } from "./unlisted";

/** The five stages in their order, with what each means. */
export const STAGES: readonly { id: Stage; label: string; help: string }[] = [
  { id: "new", label: "New", help: "Newly created or not yet triaged" },
  { id: "triaged", label: "Triaged", help: "Reviewed and categorised" },
  { id: "working", label: "Working", help: "Actively being worked on" },
  { id: "waiting", label: "Waiting", help: "Waiting for the customer or for somebody outside" },
  { id: "resolved", label: "Resolved", help: "Completed" },
];

/** A stage, or the tray of what has none. */
export type Place = Stage | "none";

/** All places: the tray first, then the stages. */
export const PLACES: readonly Place[] = ["none", ...STAGES.map((stage) => stage.id)];

/** What a place is called. */
export function placeLabel(place: Place): string {
  return STAGES.find((stage) => stage.id === place)?.label ?? "Unassigned";
}

/** The key of a stage in the settings. */
export function stageKey(stage: Stage): string {
  return `stage.${stage}`;
}

/** Reads the ids of a setting. */
export type ReadIds = (key: string) => readonly string[];

/** The stage of every status that has one. */
export function stagesOf(ids: ReadIds): ReadonlyMap<string, Stage> {
  const found = new Map<string, Stage>();
  for (const { id: stage } of STAGES) {
    for (const id of ids(stageKey(stage))) {
      if (!found.has(id)) {
        found.set(id, stage);
      }
    }
  }
  return found;
}

/** The settings after some statuses were put somewhere else. */
export function patchFor(ids: ReadIds, wanted: ReadonlyMap<string, Place>): Patch {
  const patch: Record<string, readonly string[]> = {};
  for (const { id: stage } of STAGES) {
    const now = ids(stageKey(stage));
    const kept = now.filter((id) => (wanted.get(id) ?? stage) === stage);
    const held = new Set(kept);
    const come = [...wanted].filter(([id, place]) => place === stage && !held.has(id));
    if (kept.length !== now.length || come.length > 0) {
      patch[stageKey(stage)] = [...kept, ...come.map(([id]) => id)];
    }
  }
  return patch;
}

/** One card: a status of one board, or the statuses of one name on several. */
export interface StageCardModel {
  /** Unique on the board; changes with the place. */
  key: string;
  place: Place;
  name: string;
  /** What tells it apart: the board, or "6 boards". Empty: nothing has to. */
  detail: string;
  members: readonly ReferenceChoice[];
  /** It stands under the card of its name. */
  isMember: boolean;
  /** The vendor no longer lists it; so many tickets still have it. */
  leftover?: number;
}

/** The ids that a card moves. */
export function cardIds(card: StageCardModel): string[] {
  return [...new Set(card.members.map((member) => member.id))];
}

const none: Leftovers = new Map();

/**
 * The cards of every place. Grouped: statuses of one name in one place are one card. `boards` is what the
 * vendor calls several of them.
 */
export function cardsOf(
  statuses: readonly ReferenceChoice[],
  stages: ReadonlyMap<string, Stage>,
  grouped: boolean,
  boards = "boards",
  leftovers: Leftovers = none,
): ReadonlyMap<Place, StageCardModel[]> {
  const places = new Map<Place, StageCardModel[]>(PLACES.map((place) => [place, []]));
  const groups = new Map<string, ReferenceChoice[]>();
  for (const status of statuses) {
    const place = stages.get(status.id) ?? "none";
    const leftover = leftovers.get(status.id);
    // A new status of the same name is another one.
    const key =
      grouped && leftover === undefined ? groupKey(place, status.name) : memberKey(place, status);
    const group = groups.get(key);
    if (group !== undefined) {
      group.push(status);
      continue;
    }
    const members = [status];
    groups.set(key, members);
    places.get(place)?.push({ key, place, name: status.name, detail: "", members, isMember: false, ...(leftover !== undefined && { leftover }) });
  }
  if (grouped) {
    for (const cards of places.values()) {
      for (const card of cards) {
        const [only] = card.members;
        card.detail =
          card.members.length > 1 ? `${card.members.length} ${boards}` : (only?.parent_name ?? "");
      }
    }
  }
  return places;
}

/** The cards of a group's members, for when it is unfolded. */
export function memberCards(card: StageCardModel): StageCardModel[] {
  return card.members.map((member) => ({
    key: memberKey(card.place, member),
    place: card.place,
    name: member.parent_name ?? member.name,
    detail: "",
    members: [member],
    isMember: true,
  }));
}

function groupKey(place: Place, name: string): string {
  return `${place}/name/${name.trim().toLowerCase()}`;
}

function memberKey(place: Place, status: ReferenceChoice): string {
  return `${place}/status/${status.parent ?? ""}/${status.id}`;
}

/** How much is assigned. */
export interface Coverage {
  assigned: number;
  total: number;
}

/** Counts statuses that have a stage. */
export function coverageOf(
  statuses: readonly ReferenceChoice[],
  stages: ReadonlyMap<string, Stage>,
): Coverage {
  const assigned = statuses.filter((status) => stages.has(status.id)).length;
  return { assigned, total: statuses.length };
}

/** Whole per cent, rounded down: a hundred means all. */
export function percentOf({ assigned, total }: Coverage): number {
  return total === 0 ? 0 : Math.floor((assigned / total) * 100);
}
