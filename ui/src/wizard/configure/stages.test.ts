// The model of the board: grouping, what a move changes, where the arrows lead.
import { expect, test } from "vitest";

import type { Stage } from "../../api";
import { afterLeaving, neighbour, type Rows } from "./board-moves";
import { cardsOf, coverageOf, patchFor, percentOf, type Place, stagesOf } from "./stages";
import { status } from "./testing";

const statuses = [
  status("1", "Waiting", "A"),
  status("2", "waiting ", "B"),
  status("3", "New", "A"),
  status("4", "Done", "B"),
];

test("statuses of one name in one place are one card; elsewhere they are another", () => {
  const stages = new Map<string, Stage>([["2", "waiting"]]);
  const loose = cardsOf(statuses, new Map(), true);
  expect(loose.get("none")?.map((card) => [card.name, card.detail])).toEqual([
    ["Waiting", "2 boards"],
    ["New", "A board"],
    ["Done", "B board"],
  ]);
  const split = cardsOf(statuses, stages, true);
  expect(split.get("none")?.[0]?.members.map((member) => member.id)).toEqual(["1"]);
  expect(split.get("waiting")?.[0]?.members.map((member) => member.id)).toEqual(["2"]);
  expect(cardsOf(statuses, stages, false).get("none")).toHaveLength(3);
});

test("a move takes an id out of its stage and keeps ids that nobody knows", () => {
  const settings: Record<string, string[]> = { "stage.new": ["3", "vanished"], "stage.working": ["1"] };
  const ids = (key: string) => settings[key] ?? [];
  const patch = patchFor(
    ids,
    new Map<string, Place>([
      ["3", "working"],
      ["1", "working"],
      ["4", "none"],
    ]),
  );
  expect(patch).toEqual({ "stage.new": ["vanished"], "stage.working": ["1", "3"] });
  expect(stagesOf(ids).get("vanished")).toBe("new");
});

test("coverage is rounded down", () => {
  const stages = new Map<string, Stage>([["1", "new"]]);
  expect(coverageOf(statuses, stages)).toEqual({ assigned: 1, total: 4 });
  expect(percentOf({ assigned: 41, total: 48 })).toBe(85);
  expect(percentOf({ assigned: 719, total: 720 })).toBe(99);
  expect(percentOf({ assigned: 0, total: 0 })).toBe(0);
});

test("arrows go through the tray, down into the stages and across them", () => {
  const rows: Rows = cardsOf(
    statuses,
    new Map<string, Stage>([
      ["3", "new"],
      ["4", "resolved"],
    ]),
    false,
  );
  const name = (from: Place, index: number, arrow: string) => {
    const card = rows.get(from)?.[index];
    return card === undefined ? "no card" : neighbour(rows, card, arrow)?.members[0]?.id;
  };
  expect(name("none", 0, "ArrowRight")).toBe("2");
  expect(name("none", 1, "ArrowRight")).toBeUndefined();
  expect(name("none", 1, "ArrowDown")).toBe("3");
  expect(name("new", 0, "ArrowRight")).toBe("4");
  expect(name("resolved", 0, "ArrowLeft")).toBe("3");
  expect(name("resolved", 0, "ArrowUp")).toBe("1");
  const [first] = rows.get("none") ?? [];
  expect(first && afterLeaving(rows, first, new Set(["1"]))?.members[0]?.id).toBe("2");
  expect(first && afterLeaving(rows, first, new Set(["1", "2"]))).toBeUndefined();
});
