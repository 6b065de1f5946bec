// The items to choose from, the switches that hide a part of the step, and which boards are synced.
import { queryOptions } from "@tanstack/react-query";
import { useMemo } from "react";

import { commands, type ConnectorView, type IntegrationView, type ReferenceChoice } from "../../api";
import { unwrap } from "../../kit";
import { idsOf } from "./settings-saver";

/** The items of a stream. The program reads them from the vendor if they never were. */
export const referenceQuery = (integration: string, stream: string) =>
  queryOptions({
    queryKey: ["reference", integration, stream],
    queryFn: () => unwrap(commands.referenceChoices(integration, stream)),
  });

/** What people call a stream. */
export function streamLabel(connector: ConnectorView, stream: string): string {
  return connector.streams.find((each) => each.name === stream)?.label ?? stream;
}

/** Whether a switch of the Sync step is on; no switch at all counts as on. */
export function isOn(
  connector: ConnectorView,
  settings: IntegrationView["settings"],
  toggle: string | null,
): boolean {
  if (toggle === null) {
    return true;
  }
  const value = settings[toggle];
  return typeof value === "boolean"
    ? value
    : (connector.toggles.find((each) => each.id === toggle)?.default_on ?? true);
}

/** Why a part is not shown: "Opportunity sync is off. Switch it on in the Sync step." */
export function offSentence(connector: ConnectorView, toggle: string): string {
  const label = connector.toggles.find((each) => each.id === toggle)?.label ?? toggle;
  const thing = /^Enable (.+)$/.exec(label)?.[1];
  if (thing === undefined) {
    return `“${label}” is off. Switch it on in the Sync step.`;
  }
  const [first = "", ...rest] = thing.split(" ");
  const words = rest.map((word) => (word === word.toUpperCase() ? word : word.toLowerCase()));
  return `${[first, ...words].join(" ")} is off. Switch it on in the Sync step.`;
}

/** The boards whose tickets are synced; none: all of them are. The same set for as long as nothing changes. */
export function useScope(
  connector: ConnectorView,
  settings: IntegrationView["settings"],
): ReadonlySet<string> | undefined {
  const boards = connector.stages?.boards ?? null;
  const ids = connector.filters
    .filter((filter) => boards !== null && filter.choose_from === boards && !filter.is_switch)
    .flatMap((filter) => [...idsOf(settings[filter.id])]);
  const text = JSON.stringify(ids);
  return useMemo(() => {
    const known = JSON.parse(text) as string[];
    return known.length === 0 ? undefined : new Set(known);
  }, [text]);
}

/** Whether an item belongs to what is synced. */
export function inScope(item: ReferenceChoice, scope: ReadonlySet<string> | undefined): boolean {
  return scope === undefined || item.parent === null || scope.has(item.parent);
}

/** An item's parents in the order of their names, each with its items. */
export interface ParentGroup {
  id: string;
  name: string;
  items: ReferenceChoice[];
}

const byName = new Intl.Collator("en-GB", { numeric: true, sensitivity: "base" });

/** Gathers items by their parent. Items without one stand under the id "". */
export function byParent(items: readonly ReferenceChoice[]): ParentGroup[] {
  const groups = new Map<string, ParentGroup>();
  for (const item of items) {
    const id = item.parent ?? "";
    let group = groups.get(id);
    if (group === undefined) {
      group = { id, name: item.parent_name ?? id, items: [] };
      groups.set(id, group);
    }
    group.items.push(item);
  }
  return [...groups.values()].toSorted((one, other) => byName.compare(one.name, other.name));
}
