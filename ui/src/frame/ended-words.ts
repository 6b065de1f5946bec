// What came of a sync that a person started, in the words of the notice that the desktop shows when nobody looks.
import type { IntegrationView, RunView, SyncOutcome } from "../api";
import { formatCount, formatNumberOf } from "../kit";

/** More lists than this are counted, not named. */
const MOST_LISTS = 4;

/** What is told of it: that it went well, or what went wrong and what helps. */
export type Ended = { well: string } | { say: string; hint: string };

/** What to tell of a sync; undefined: it was cancelled, or nothing was read. `after`: the integration as it is now. */
export function endedWords({ name, runs }: SyncOutcome, after: IntegrationView | undefined): Ended | undefined {
  if (runs.length === 0 || runs.some(({ outcome }) => outcome === "cancelled")) {
    return undefined;
  }
  const troubles = runs.flatMap(({ outcome, problem }) => (outcome === "failed" && problem !== null ? [problem] : []));
  const trouble = troubles.find(({ who }) => who === "you") ?? troubles[0];
  if (trouble !== undefined) {
    return {
      say: trouble.who === "you" ? `${name} needs you` : `${name} could not sync`,
      hint: `${trouble.say} ${trouble.hint}`.trim(),
    };
  }
  const unreadable = runs.reduce((sum, { counts }) => sum + (counts.failed ?? 0), 0);
  if (unreadable > 0) {
    return {
      say: `${name}: ${formatNumberOf(unreadable, "record", "records")} could not be read`,
      hint: "Activity shows which they are, and reads them again.",
    };
  }
  const lists = listsOf(runs, after);
  const parts = [shortened(lists.filter(hasChanged).map(({ live, noun }) => of(live, noun)), "lists"), shortened(news(lists), "changes")];
  const told = parts.filter((part) => part !== "").join("; ");
  return { well: told === "" ? `${name}: nothing has changed since the last sync.` : `${name}: ${told}.` };
}

/** What became of one list. */
interface ReadList {
  noun: string;
  isReference: boolean;
  live: number;
  added: number;
  changed: number;
  gone: number;
}

/** The lists that were read, records before reference data. */
function listsOf(runs: readonly RunView[], after: IntegrationView | undefined): ReadList[] {
  const lists = runs.flatMap(({ stream, counts }): ReadList[] => {
    const status = after?.streams.find((each) => each.stream === stream);
    return status === undefined
      ? []
      : [
          {
            noun: status.label.toLowerCase(),
            isReference: status.kind === "reference",
            live: status.live,
            added: counts.added ?? 0,
            changed: counts.changed ?? 0,
            gone: counts.gone ?? 0,
          },
        ];
  });
  return lists.toSorted((one, other) => Number(one.isReference) - Number(other.isReference));
}

function hasChanged({ added, changed, gone }: ReadList): boolean {
  return added + changed + gone > 0;
}

/** "3 new statuses", "1 status gone": what is other in reference data. A first read is no news. */
function news(lists: readonly ReadList[]): string[] {
  return lists
    .filter(({ isReference, added, live }) => isReference && added < live)
    .flatMap(({ noun, added, changed, gone }) => [
      ...(added > 0 ? [`${formatCount(added)} new ${added === 1 ? singular(noun) : noun}`] : []),
      ...(changed > 0 ? [`${of(changed, noun)} changed`] : []),
      ...(gone > 0 ? [`${of(gone, noun)} gone`] : []),
    ]);
}

function shortened(parts: readonly string[], what: string): string {
  const named = parts.length > MOST_LISTS ? parts.slice(0, MOST_LISTS - 1) : parts;
  const more = parts.length - named.length;
  return [...named, ...(more > 0 ? [`${formatCount(more)} more ${what}`] : [])].join(", ");
}

function of(count: number, plural: string): string {
  return formatNumberOf(count, singular(plural), plural);
}

/** The singular of the plurals that connectors use: "win probabilities" is "win probability". */
function singular(plural: string): string {
  if (plural === "people") {
    return "person";
  }
  if (plural.endsWith("ies")) {
    return `${plural.slice(0, -3)}y`;
  }
  if (/(?:uses|sses|xes|ches)$/.test(plural)) {
    return plural.slice(0, -2);
  }
  return plural.endsWith("s") ? plural.slice(0, -1) : plural;
}
