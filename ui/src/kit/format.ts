// Numbers and times in words, by the rules of the person's own region where they do not change the words.

const counts = new Intl.NumberFormat("en-GB");
const exact = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "medium" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const dayOfYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const relative = new Intl.RelativeTimeFormat("en-GB", { numeric: "auto", style: "short" });
const relativeDays = new Intl.RelativeTimeFormat("en-GB", { numeric: "auto", style: "long" });

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `48000` as `48,000`. */
export function formatCount(count: number): string {
  return counts.format(count);
}

/** `formatNumberOf(1, "company", "companies")` is `1 company`. */
export function formatNumberOf(count: number, one: string, many: string): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** The whole date and the time to the second. */
export function formatExact(at: Date): string {
  return exact.format(at);
}

/** `today 14:03`, `yesterday 09:12`, `22 Nov 14:03`; with the year where it is another one. Both in milliseconds. */
export function formatDayTime(at: number, now: number): string {
  const [date, today] = [new Date(at), new Date(now)];
  const days = Math.round((midnight(today) - midnight(date)) / DAY);
  if (days === 0 || days === 1) {
    return `${days === 0 ? "today" : "yesterday"} ${time.format(date)}`;
  }
  const isThisYear = date.getFullYear() === today.getFullYear();
  return `${(isThisYear ? dayOfYear : day).format(date)} ${time.format(date)}`;
}

/** A day without a time, `2026-03-02`, as `2 Mar 2026`; what is no day stays as it is. */
export function formatDay(text: string): string {
  // With a time the day is one of this place; without it would be one of Greenwich.
  const date = new Date(`${text}T00:00`);
  return Number.isNaN(date.getTime()) ? text : day.format(date);
}

function midnight(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** `4 min ago`, `in 3 hr`, `yesterday`; a date beyond four weeks. Both times in milliseconds. */
export function formatRelative(at: number, now: number): string {
  const distance = at - now;
  const size = Math.abs(distance);
  if (size < 45 * SECOND) {
    return distance > 5 * SECOND ? "in less than a minute" : "just now";
  }
  if (size < 59.5 * MINUTE) {
    return relative.format(Math.round(distance / MINUTE), "minute");
  }
  if (size < 23.5 * HOUR) {
    return relative.format(Math.round(distance / HOUR), "hour");
  }
  if (size < 28 * DAY) {
    return relativeDays.format(Math.round(distance / DAY), "day");
  }
  return day.format(new Date(at));
}

/** A duration in milliseconds: `850 ms`, `12 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < SECOND) {
    return `${Math.round(milliseconds)} ms`;
  }
  const seconds = Math.round(milliseconds / SECOND);
  if (seconds < 60) {
    return `${seconds} s`;
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  }
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${counts.format(hours)} h` : `${counts.format(hours)} h ${minutes % 60} min`;
}
