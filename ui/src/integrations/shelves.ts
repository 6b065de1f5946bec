// The shelves of the catalogue and of the Integrations page, in their order.

const order = ["PSA", "RMM", "Cloud & billing", "Training"];

/** Things by their category, in the catalogue's order; a category that is not known stands last. */
export function groupByCategory<Thing extends { category: string }>(
  things: readonly Thing[],
): [string, Thing[]][] {
  const groups = new Map<string, Thing[]>();
  for (const thing of things) {
    const group = groups.get(thing.category) ?? [];
    groups.set(thing.category, group);
    group.push(thing);
  }
  return [...groups].toSorted(([a], [b]) => place(a) - place(b) || a.localeCompare(b));
}

function place(category: string): number {
  const at = order.indexOf(category);
  return at < 0 ? order.length : at;
}
