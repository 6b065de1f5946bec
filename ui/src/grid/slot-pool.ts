// Which row element shows which row: elements that scrolled out are given the rows that scrolled in.

/**
 * Remembers one element number for each shown row, so that React changes the text of old elements in place of
 * making new ones, and a row that stays shown keeps its element (and with it the keyboard's focus).
 */
export class SlotPool {
  private slots = new Map<number, number>();

  /** The slot of every index in `indexes`, lowest slot first. */
  assign(indexes: readonly number[]): { index: number; slot: number }[] {
    const next = new Map<number, number>();
    const taken = new Set<number>();
    for (const index of indexes) {
      const slot = this.slots.get(index);
      if (slot !== undefined) {
        next.set(index, slot);
        taken.add(slot);
      }
    }
    let free = 0;
    for (const index of indexes) {
      if (next.has(index)) {
        continue;
      }
      while (taken.has(free)) {
        free += 1;
      }
      next.set(index, free);
      taken.add(free);
    }
    this.slots = next;
    return [...next]
      .map(([index, slot]) => ({ index, slot }))
      .toSorted((a, b) => a.slot - b.slot);
  }
}
