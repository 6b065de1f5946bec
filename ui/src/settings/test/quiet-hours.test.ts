// Quiet hours between UTC and the time of this computer, in zones on both sides and between the hours.
import { expect, test } from "vitest";

import { isTime, toLocal, toUtc } from "../quiet-hours";

test.each([
  // minutes that UTC is ahead of local, local time, the same in UTC
  [0, "22:00", "22:00:00"],
  [-60, "00:30", "23:30:00"],
  [-330, "03:15", "21:45:00"],
  [-345, "05:44", "23:59:00"],
  [-840, "06:00", "16:00:00"],
  [300, "22:00", "03:00:00"],
  [210, "20:30", "00:00:00"],
  [570, "14:30", "00:00:00"],
  [720, "12:00", "00:00:00"],
])("with %i minutes, %s is %s in UTC and back", (offset, local, utc) => {
  expect(toUtc(local, offset)).toBe(utc);
  expect(toLocal(utc, offset)).toBe(local);
});

test("there and back is the same for every minute of a day", () => {
  for (const offset of [-765, -330, 0, 150, 660]) {
    for (let minute = 0; minute < 24 * 60; minute += 1) {
      const local = `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
      expect(toLocal(toUtc(local, offset), offset)).toBe(local);
    }
  }
});

test.each(["00:00", "09:59", "23:59"])("%s is a time", (text) => expect(isTime(text)).toBe(true));
test.each(["", "24:00", "9:00", "12:60", "12:00:00", "noon"])("%j is none", (text) => expect(isTime(text)).toBe(false));
