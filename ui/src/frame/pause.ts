// The pause of the whole schedule, in the same words wherever something would have been synced by itself.
import { useQuery } from "@tanstack/react-query";

import { formatDayTime, useNow } from "../kit";
import { pausedQuery } from "./queries";

const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

/** "paused until 15:40"; with the day where the pause ends on another one. */
export function pausedWords(until: Date, now: Date): string {
  const isToday = until.toDateString() === now.toDateString();
  return `paused until ${isToday ? time.format(until) : formatDayTime(until.getTime(), now.getTime())}`;
}

/** The words while everything is paused; undefined: it is not. */
export function usePausedWords(): string | undefined {
  const { data: until } = useQuery(pausedQuery);
  const now = useNow();
  const end = until === null || until === undefined ? Number.NaN : Date.parse(until);
  return end > now ? pausedWords(new Date(end), new Date(now)) : undefined;
}
