// What came of Sync everything, in words: how many were started, and why the others were not.
import type { EverythingStarted, NotStarted } from "../api";
import { formatCount, formatNumberOf } from "../kit";

/** More than these are counted, not named. */
const MOST_NAMED = 3;

/** The reasons that lie in the state of an integration; any other is told in the program's own words. */
const reasons: Readonly<Record<string, string>> = {
  paused: "it is paused",
  syncing: "it is syncing already",
  not_set_up: "its set-up is not finished",
  needs_credentials: "its keys are missing or were refused",
};

/** Why one was not started: "its keys are missing or were refused." */
export function whyNotStarted({ why }: NotStarted): string {
  const known = reasons[why.code];
  return known === undefined ? [why.say, why.hint].filter((words) => words !== "").join(" ") : `${known}.`;
}

/** Whether somebody has to do something before it can sync: it is neither paused nor syncing already. */
export function needsSomebody({ why }: NotStarted): boolean {
  return why.code !== "paused" && why.code !== "syncing";
}

/** "Syncing 2 of 3", or that nothing was started, without a stop. */
export function howManyStarted({ began, refused }: EverythingStarted): string {
  if (began.length === 0) {
    return refused.length === 0 ? "There is nothing to sync" : "Nothing was started";
  }
  return refused.length === 0
    ? `Syncing ${formatNumberOf(began.length, "integration", "integrations")}`
    : `Syncing ${formatCount(began.length)} of ${formatCount(began.length + refused.length)}`;
}

/** "1 of 2 was not started": what is left to say when those that were started have ended. */
export function howManyNot({ began, refused }: EverythingStarted): string {
  if (began.length === 0) {
    return "Nothing was started";
  }
  const were = refused.length === 1 ? "was" : "were";
  return `${formatCount(refused.length)} of ${formatCount(began.length + refused.length)} ${were} not started`;
}

/** All of it as sentences: "Syncing 2 of 3. Acme was not started: it is paused." */
export function everythingWords(started: EverythingStarted): string {
  const { refused } = started;
  const named = refused.length > MOST_NAMED ? refused.slice(0, MOST_NAMED - 1) : refused;
  const more = refused.length - named.length;
  return [
    `${howManyStarted(started)}.`,
    ...named.map((one) => `${one.integration.name} was not started: ${whyNotStarted(one)}`),
    ...(more > 0 ? [`${formatCount(more)} more were not started.`] : []),
  ].join(" ");
}
