// The settings of the program: what is changed at once goes back when it is refused.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";

import type { AppError } from "../../api";
import { mockAnswers } from "../../api/mock";
import type { MockAnswer } from "../../api/transport/mock";
import { draw, type Drawn } from "../../test/draw";
import { SettingsPage } from "../SettingsPage";

vi.setConfig({ testTimeout: 30_000 });
afterEach(() => vi.restoreAllMocks());

const refusal: AppError = { code: "database", who: "us", say: "It could not be kept.", hint: "Try again.", field: null, reference: null };
const page = (more: Record<string, MockAnswer> = {}, sandbox = false) =>
  draw(<SettingsPage />, { ...mockAnswers({ integrations: [{ sandbox }] }), ...more });
const called = ({ program }: Drawn, command: string) =>
  program.calls.filter((call) => call.command === command).map(({ args }) => args);
const on = (control: HTMLElement) => (control as HTMLInputElement).checked;

test("a switch turns at once, and back again when the program refuses", async () => {
  let answer: (() => void) | undefined;
  page({
    set_preferences: () =>
      new Promise((_, refuse) => {
        // What the program refuses is a plain object.
        // oxlint-disable-next-line typescript/prefer-promise-reject-errors
        answer = () => refuse(refusal);
      }),
  });
  const control = await screen.findByRole("switch", { name: /When something needs you/ });
  expect(on(control)).toBe(true);
  await userEvent.click(control);
  await waitFor(() => expect(on(control)).toBe(false));
  answer?.();
  await waitFor(() => expect(on(control)).toBe(true));
  expect(await screen.findByText("It could not be kept.")).toBeDefined();
});

test("closing the window is asked for, kept in the tray, or quits", async () => {
  const drawn = page();
  const group = within(await screen.findByRole("radiogroup", { name: "When the window is closed" }));
  expect(on(group.getByRole("radio", { name: "Ask" }))).toBe(true);
  for (const [name, kept] of [[/Quit/, false], [/Go on in the tray/, true], [/Ask/, null]] as const) {
    await userEvent.click(group.getByRole("radio", { name }));
    await waitFor(() =>
      expect(called(drawn, "set_preferences").at(-1)?.["preferences"]).toMatchObject({ close_to_tray: kept }),
    );
    await waitFor(() => expect(on(group.getByRole("radio", { name }))).toBe(true));
  }
});

test("a preference that was never kept asks", async () => {
  page({ preferences: () => ({ notify_completed: true, notify_problems: false }) });
  expect(on(await screen.findByRole("radio", { name: "Ask" }))).toBe(true);
});

test("quiet hours are typed in local time and kept in UTC", async () => {
  // Half an hour beyond five ahead of UTC.
  vi.spyOn(Date.prototype, "getTimezoneOffset").mockReturnValue(-330);
  const drawn = page();
  await userEvent.click(await screen.findByRole("switch", { name: "Keep quiet hours" }));
  await waitFor(() => expect(called(drawn, "set_quiet_hours")).toEqual([{ hours: { from: "16:30:00", until: "00:30:00" } }]));
  expect((await screen.findByLabelText("From")).getAttribute("value")).toBe("22:00");
  expect(screen.getByLabelText("Until").getAttribute("value")).toBe("06:00");
});

test("quiet hours that are no window are not kept", async () => {
  vi.spyOn(Date.prototype, "getTimezoneOffset").mockReturnValue(0);
  const drawn = page({ quiet_hours: () => ({ from: "22:00:00", until: "06:00:00" }) });
  const until = await screen.findByLabelText("Until");
  await userEvent.clear(until);
  await userEvent.type(until, "22:00");
  expect(await screen.findByText("Another time than From")).toBeDefined();
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(called(drawn, "set_quiet_hours")).toEqual([]);
});

test("the schedule is paused and goes on", async () => {
  const drawn = page();
  await userEvent.click(await screen.findByRole("button", { name: "Pause for four hours" }));
  await userEvent.click(await screen.findByRole("button", { name: "Go on now" }));
  await screen.findByRole("button", { name: "Pause for an hour" });
  expect(called(drawn, "pause_everything")).toEqual([{ minutes: 240 }, { minutes: null }]);
});

test("starting with the desktop says so when it cannot be set", async () => {
  page({
    set_autostart: () => {
      throw refusal;
    },
  });
  const control = await screen.findByRole("switch", { name: /Start with the desktop/ });
  await userEvent.click(control);
  expect(await screen.findByText("It could not be kept.")).toBeDefined();
  expect(on(control)).toBe(false);
});

test("the sandbox is removed only after a yes", async () => {
  const drawn = page({}, true);
  await userEvent.click(await screen.findByRole("button", { name: "Remove the sandbox" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Remove the sandbox?" }));
  expect(called(drawn, "remove_sandbox")).toEqual([]);
  await userEvent.click(dialog.getByRole("button", { name: "Remove" }));
  expect(await screen.findByText("The sandbox was removed.")).toBeDefined();
});

test("folders open by their own buttons", async () => {
  const drawn = page();
  await userEvent.click(await screen.findByRole("button", { name: "Open the log files" }));
  expect(called(drawn, "open_folder")).toEqual([{ folder: "logs" }]);
});
