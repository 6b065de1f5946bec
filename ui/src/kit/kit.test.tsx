// The kit's components and helpers, as a person and a screen reader meet them.
import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";

import { draw } from "../test/draw";
import {
  type Answer,
  AppErrorObject,
  ConfirmModal,
  CopyButton,
  ErrorState,
  LoadingState,
  notifyDone,
  openAddress,
  parseOpenAddress,
  progressWords,
  RelativeTime,
  StateBadge,
  toAppError,
  unwrap,
  useCommand,
} from ".";
import { formatDay, formatDayTime } from "./format";
import { LOADING_DELAY_MS } from "./LoadingState";
import { clockRuns, TICK_MS } from "./now";

afterEach(() => void vi.useRealTimers());

const refusal = {
  code: "not_permitted",
  who: "you",
  say: "The role may not read companies.",
  hint: "Grant Company Maintenance in ConnectWise.",
  field: "public_key",
  reference: "403 Forbidden (request 77)",
};

test("an error says what, what helps, which field, and the vendor's words under a fold", async () => {
  const again = vi.fn<() => void>();
  draw(<ErrorState error={refusal} onRetry={again} fieldLabel={() => "Public Key"} />);
  const alert = screen.getByRole("alert");
  expect(alert.textContent).toContain(refusal.say);
  expect(alert.textContent).toContain(refusal.hint);
  expect(alert.textContent).toContain("Public Key");
  expect(screen.getByText(refusal.reference).closest("details")?.open).toBe(false);
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(again).toHaveBeenCalledTimes(1);
});

test.each([
  ["vendor", "In the vendor's own words"],
  ["you", "In the vendor's own words"],
  ["us", "Details"],
])("what support may ask for is called after where it came from: %s", (who, summary) => {
  draw(<ErrorState error={{ code: "database", who, say: "It broke.", hint: "", reference: "code 10" }} />);
  expect(screen.getByText(summary)).toBeDefined();
});

test("whatever is thrown becomes an error with plain words", async () => {
  await expect(unwrap({ status: "error", error: refusal })).rejects.toMatchObject(refusal);
  await expect(unwrap(Promise.reject(new Error("no answer")))).rejects.toMatchObject({
    code: "not_reached",
    reference: "no answer",
  });
  await expect(unwrap({ status: "ok", data: 7 })).resolves.toBe(7);
  const error = new AppErrorObject(refusal);
  expect(toAppError(error)).toBe(error);
});

const never: Answer<number> = { status: "error", error: { say: "never", hint: "" } };

function Caller({ answer, done }: { answer: Answer<number>; done?: string }) {
  const command = useCommand((sent: string) => Promise.resolve(sent === "x" ? answer : never), {
    ...(done === undefined ? {} : { done: (data: number) => `${done} ${data}` }),
    invalidates: [["runs"]],
  });
  return (
    <button type="button" onClick={() => command.mutate("x")}>
      {command.error?.code ?? "call"}
    </button>
  );
}

test("a refused command is thrown and shown with what helps", async () => {
  draw(<Caller answer={{ status: "error", error: refusal }} />);
  await userEvent.click(screen.getByRole("button", { name: "call" }));
  expect(await screen.findByText(refusal.say)).toBeDefined();
  expect(screen.getByText(refusal.hint)).toBeDefined();
  expect(screen.getByRole("button", { name: "not_permitted" })).toBeDefined();
});

test("a command that is done says so and has its queries asked again", async () => {
  const { queryClient } = draw(<Caller answer={{ status: "ok", data: 3 }} done="Linked" />);
  queryClient.setQueryData(["runs"], []);
  await userEvent.click(screen.getByRole("button", { name: "call" }));
  expect(await screen.findByText("Linked 3")).toBeDefined();
  expect(queryClient.getQueryState(["runs"])?.isInvalidated).toBe(true);
});

test("a toast takes back what was done", async () => {
  const undo = vi.fn<() => void>();
  draw(<div />);
  act(() => void notifyDone({ message: "Linked to Contoso.", undo }));
  const button = await screen.findByRole("button", { name: "Undo" });
  await userEvent.click(button);
  expect(undo).toHaveBeenCalledTimes(1);
  await waitFor(() => expect(screen.queryByText("Linked to Contoso.")).toBeNull());
});

test("relative times move on together with one timer, which ends with the last of them", () => {
  vi.useFakeTimers({ now: new Date("2026-11-22T12:00:00Z") });
  const { unmount } = draw(
    <>
      <RelativeTime at="2026-11-22T11:56:00Z" />
      <RelativeTime at="2026-11-22T12:12:00Z" />
      <RelativeTime at={null} />
    </>,
  );
  expect(vi.getTimerCount()).toBeGreaterThanOrEqual(1);
  expect(screen.getByText(/^4 min ago/)).toBeDefined();
  expect(screen.getByText(/^in 12 min/)).toBeDefined();
  expect(screen.getByText("never")).toBeDefined();
  expect(screen.getByText(/^4 min ago/).textContent).toContain("22 November 2026");
  act(() => void vi.advanceTimersByTime(TICK_MS * 4));
  expect(screen.getByText(/^5 min ago/)).toBeDefined();
  expect(screen.getByText(/^in 11 min/)).toBeDefined();
  expect(clockRuns()).toBe(true);
  unmount();
  expect(clockRuns()).toBe(false);
});

test("nothing is shown for a quick answer", () => {
  vi.useFakeTimers();
  const { container } = draw(<LoadingState label="Companies are being read" />);
  expect(container.querySelector(".mantine-Skeleton-root")).toBeNull();
  act(() => void vi.advanceTimersByTime(LOADING_DELAY_MS));
  expect(container.querySelector(".mantine-Skeleton-root")).not.toBeNull();
  expect(screen.getByRole("status").textContent).toBe("Companies are being read");
});

test("a state is a word, and a running sync hides none that needs a person", () => {
  draw(
    <>
      <StateBadge state="connected" syncing />
      <StateBadge state="stopped" syncing />
      <StateBadge state="not_set_up" />
    </>,
  );
  expect(screen.getByText("Syncing")).toBeDefined();
  expect(screen.getByText("Stopped")).toBeDefined();
  expect(screen.getByText("Not set up")).toBeDefined();
});

test("progress in words", () => {
  expect(progressWords({ label: "Companies", read: 12000, about: 48000, perSecond: 310.4, waitingMs: 11200 })).toBe(
    "Companies 12,000 of about 48,000 · 310/s · waiting 12 s for the rate limit",
  );
  expect(progressWords({ label: "Tickets", read: 10, about: 5 })).toBe("Tickets 10 of about 10");
  expect(progressWords({ label: "Tickets", read: 10, perSecond: 0 })).toBe("Tickets 10");
});

test("copying says whether it worked", async () => {
  const user = userEvent.setup();
  draw(<CopyButton value="abc" what="the address" />);
  await user.click(screen.getByRole("button", { name: "Copy the address" }));
  expect(screen.getByRole("status").textContent).toBe("Copied");
  await expect(navigator.clipboard.readText()).resolves.toBe("abc");
});

test("a dangerous question starts at Cancel, waits for the word, and shows a refusal", async () => {
  const confirm = vi.fn<() => Promise<never>>(() => Promise.reject(new AppErrorObject(refusal)));
  const close = vi.fn<() => void>();
  draw(
    <ConfirmModal
      opened
      onClose={close}
      title="Disconnect?"
      confirmLabel="Disconnect"
      consequences={["Its keys are removed."]}
      typeToConfirm="Northwind"
      onConfirm={confirm}
    />,
  );
  const button = await screen.findByRole("button", { name: "Disconnect" });
  await waitFor(() => expect(document.activeElement?.textContent).toBe("Cancel"));
  expect(button.hasAttribute("disabled")).toBe(true);
  fireEvent.change(screen.getByLabelText(/to confirm/), { target: { value: "Northwind" } });
  await userEvent.click(button);
  expect((await screen.findByRole("alert")).textContent).toContain(refusal.say);
  expect(close).not.toHaveBeenCalled();
});

test("an address of a record survives any id", () => {
  const address = { integration: "A/B", stream: "tickets", vendorId: "7 %2F" };
  expect(parseOpenAddress(openAddress(address))).toEqual(address);
  expect(parseOpenAddress("only/two")).toBeUndefined();
  expect(parseOpenAddress(7)).toBeUndefined();
});

test("what has just happened is not said to come, though the page's clock is behind", () => {
  vi.useFakeTimers({ now: Date.parse("2026-03-01T12:00:00Z") });
  draw(<RelativeTime past at="2026-03-01T12:00:20Z" />);
  expect(screen.getByText(/just now/)).toBeDefined();
});

const at = (...parts: [number, number, number, number, number]) => new Date(...parts).getTime();

test("a moment is told by its day, as this computer's calendar has it", () => {
  const now = at(2026, 10, 22, 14, 10);
  expect(formatDayTime(at(2026, 10, 22, 0, 3), now)).toBe("today 00:03");
  expect(formatDayTime(at(2026, 10, 21, 23, 59), now)).toBe("yesterday 23:59");
  expect(formatDayTime(at(2026, 10, 20, 14, 3), now)).toBe("20 Nov 14:03");
  expect(formatDayTime(at(2025, 10, 20, 9, 5), now)).toBe("20 Nov 2025 09:05");
});

test("a day is said as a day of this place, and what is no day stays", () => {
  expect(formatDay("2026-03-02")).toBe("2 Mar 2026");
  expect(formatDay("soon")).toBe("soon");
});
