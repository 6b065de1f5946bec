// The step around the board: choices, saving by itself and its failure, Clear & Resync.
import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";

import { ConfigureStep } from "./ConfigureStep";
import { drawStep, refusal, status } from "./testing";

// Looking elements up by their role is slow in a made-up page.
vi.setConfig({ testTimeout: 30_000 });

const statuses = [
  status("11", "Open", "A"),
  status("12", "Customer answered", "A"),
  status("19", "Closed", "A", { closed: true }),
  status("21", "Open", "B"),
  status("22", "Customer answered", "B"),
  status("29", "Closed", "B", { closed: true }),
];
const types = [
  { id: "t1", name: "Renewal", parent: null, parent_name: null, active: true, closed: null, is_default: false },
];
const choices = {
  reference_choices: ({ stream }: Record<string, unknown>) => (stream === "statuses" ? statuses : types),
};

test("saves by itself and says so", async () => {
  const drawn = drawStep(ConfigureStep, choices, { integration: { settings: { deals: true } } });
  const user = userEvent.setup();
  expect(await screen.findByText("Changes are saved as you make them.")).toBeDefined();
  await user.click(await screen.findByLabelText("Default Type", { selector: "input" }));
  await user.click(await screen.findByRole("option", { name: "Renewal" }));
  expect(screen.getByText("Saving…")).toBeDefined();
  await screen.findByText("Saved", undefined, { timeout: 3000 });
  expect(drawn.stored()["deal_type"]).toEqual(["t1"]);
});

test("choices that change nothing before Patchbay writes say so", async () => {
  drawStep(ConfigureStep, choices, { integration: { settings: { deals: true } } });
  // All of them for opportunities; of those for tickets, Closed Statuses count at once.
  await screen.findByText(/^Kept for when Patchbay writes to Made-up PSA\. This version only reads, so this choice changes/);
  await screen.findByText(/^Client Comment Status: kept for when Patchbay writes to Made-up PSA\./);
  expect(screen.queryByText(/Closed Statuses.*kept for when/)).toBeNull();
});

test("a refused change stays on the screen and in the way of leaving until it is saved", async () => {
  let refused = 2;
  const kept: unknown[] = [];
  const drawn = drawStep(ConfigureStep, {
    ...choices,
    set_settings: ({ changes }) => {
      if (refused > 0) {
        refused -= 1;
        // The carrier rejects with the command's error, as the desktop program does.
        // oxlint-disable-next-line typescript/only-throw-error
        throw refusal;
      }
      kept.push(changes);
      return { id: "one", settings: { closed: ["19", "29"] } };
    },
  });
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "All closed ones" }));
  let left: boolean | undefined;
  await act(async () => {
    left = await drawn.stand()?.commit();
  });
  expect(left).toBe(false);
  expect(screen.getByText(/^Not saved: The database is busy/)).toBeDefined();
  expect(drawn.stand()?.unsaved).toBe("wizard");
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(screen.getByText(/^Not saved/)).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("Saved")).toBeDefined();
  expect(kept).toEqual([[{ key: "closed", value: '["19","29"]' }]]);
  expect(drawn.stand()?.unsaved).toBeUndefined();
});

test("one for each board: the shortcut sets the same name everywhere, a row changes one", async () => {
  const drawn = drawStep(ConfigureStep, choices);
  const user = userEvent.setup();
  await user.click(await screen.findByLabelText("Client Comment Status: same name on all boards", { selector: "input" }));
  await user.click(await screen.findByRole("option", { name: "Customer answered (on 2 of 2)" }));
  await drawn.stand()?.commit();
  expect(drawn.stored()["comment"]).toEqual(["12", "22"]);
  await user.click(screen.getByLabelText("Client Comment Status: B board", { selector: "input" }));
  const lists = await screen.findAllByRole("option", { name: "Open" });
  await user.click(lists.at(-1) as HTMLElement);
  await drawn.stand()?.commit();
  expect(drawn.stored()["comment"]).toEqual(["12", "21"]);
  await user.click(screen.getByRole("button", { name: "Undo" }));
  await drawn.stand()?.commit();
  expect(drawn.stored()["comment"]).toEqual(["12", "22"]);
});

test("choices of a switch that is off give way to a sentence, and are not asked for", async () => {
  const drawn = drawStep(ConfigureStep, choices);
  expect(
    await screen.findByText("Opportunity sync is off. Switch it on in the Sync step."),
  ).toBeDefined();
  expect(screen.queryByLabelText("Default Type")).toBeNull();
  expect(drawn.calls("reference_choices").map((args) => args["stream"])).toEqual(["statuses"]);
});

test("Clear & Resync asks first, with the number of tickets, and tells where the copy is", async () => {
  const drawn = drawStep(ConfigureStep, {
    ...choices,
    clear_and_resync: () => ({ records: 1204, backup: "/data/before.db" }),
  });
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Clear & Resync" }));
  const dialog = await screen.findByRole("dialog");
  expect(dialog.textContent).toContain("1,204 tickets of “Acme PSA” are cleared from this computer.");
  expect(dialog.textContent).toContain("A copy of the database is kept first.");
  expect(dialog.textContent).toContain("Nothing is deleted or changed at Made-up PSA.");
  expect(drawn.calls("clear_and_resync")).toEqual([]);
  await user.click(within(dialog).getByRole("button", { name: "Clear & Resync" }));
  await waitFor(() => expect(drawn.calls("clear_and_resync")).toEqual([{ integration: "one" }]));
  expect(await screen.findByText("/data/before.db")).toBeDefined();
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("Quick Sync reads tickets only, after what is pending was saved", async () => {
  const drawn = drawStep(ConfigureStep, { ...choices, start_sync: () => ({ started: true }) });
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "All closed ones" }));
  await user.click(screen.getByRole("button", { name: "Quick Sync" }));
  await screen.findByText("Tickets that have changed are being read.");
  const order = drawn.program.calls.map((call) => call.command);
  expect(order.indexOf("set_settings")).toBeLessThan(order.indexOf("start_sync"));
  expect(drawn.calls("start_sync")).toEqual([{ integration: "one", what: "tickets", fromWizard: false }]);
});

test("going away saves what is pending", async () => {
  const drawn = drawStep(ConfigureStep, choices);
  await userEvent.click(await screen.findByRole("button", { name: "All closed ones" }));
  drawn.unmount();
  await waitFor(() => expect(drawn.stored()).toEqual({ closed: ["19", "29"] }));
});
