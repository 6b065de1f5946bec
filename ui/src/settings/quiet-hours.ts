// Quiet hours are kept in UTC and shown in the time of this computer.

/** `22:00` (or `22:00:00`) in UTC as the local `HH:MM`. `offset`: minutes that UTC is ahead of local. */
export function toLocal(utc: string, offset: number): string {
  return shift(utc, -offset);
}

/** A local `HH:MM` as `HH:MM:00` in UTC. */
export function toUtc(local: string, offset: number): string {
  return `${shift(local, offset)}:00`;
}

/** Whether a text is a time of day, `HH:MM`. */
export function isTime(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
}

function shift(time: string, minutes: number): string {
  const [hour = "0", minute = "0"] = time.split(":");
  const day = 24 * 60;
  const moved = (((Number(hour) * 60 + Number(minute) + minutes) % day) + day) % day;
  return `${String(Math.floor(moved / 60)).padStart(2, "0")}:${String(moved % 60).padStart(2, "0")}`;
}
