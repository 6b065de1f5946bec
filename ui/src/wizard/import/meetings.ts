// Rows that would become the same one of ours: nobody should find that out after the import.
import { type LinkTarget, type Selection, untick } from "./selection";

/** Several records of the vendor that would be one of ours. */
export interface Meeting {
  /** Changes with what meets: an agreement is to exactly this. */
  key: string;
  to: LinkTarget;
  /** The ticked rows, in the order in which they were ticked. */
  rows: readonly { id: string; name: string }[];
}

/** The meetings in what is ticked, but for those that were agreed to. */
export function meetingsOf({ ticked, links, agreed }: Selection): Meeting[] {
  const byOwn = new Map<string, { to: LinkTarget; rows: { id: string; name: string }[] }>();
  for (const id of ticked) {
    const to = links.get(id);
    if (to !== undefined) {
      const group = byOwn.get(to.id) ?? { to, rows: [] };
      group.rows.push({ id, name: to.row });
      byOwn.set(to.id, group);
    }
  }
  return [...byOwn.values()]
    .filter(({ to, rows }) => rows.length + to.linked.length > 1)
    .map(({ to, rows }) => ({ key: JSON.stringify([to.id, ...rows.map(({ id }) => id).toSorted()]), to, rows }))
    .filter(({ key }) => !agreed.has(key));
}

/** The selection after a person said that they belong together. */
export function agree(selection: Selection, { key }: Meeting): Selection {
  return { ...selection, agreed: new Set([...selection.agreed, key]) };
}

const nameKey = (name: string) => name.trim().toLowerCase();

/**
 * The selection after they were taken apart: the first row stays linked, unless something else is linked
 * already; the others are created new, or unticked where their name is taken.
 */
export function separate(selection: Selection, { to, rows }: Meeting): Selection {
  const apart = to.linked.length > 0 ? rows : rows.slice(1);
  const links = new Map(selection.links);
  const taken = new Set([nameKey(to.name)]);
  const left: string[] = [];
  for (const { id, name } of apart) {
    links.delete(id);
    if (taken.has(nameKey(name))) {
      left.push(id);
    }
    taken.add(nameKey(name));
  }
  return untick({ ...selection, links }, left);
}
