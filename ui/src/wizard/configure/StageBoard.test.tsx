// The stage board in the step: by keyboard, by menu, suggestions, boards that are not synced, many boards.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";

import { ConfigureStep } from "./ConfigureStep";
import { drawStep, refusal, status } from "./testing";

// Looking elements up by their role is slow in a made-up page.
vi.setConfig({ testTimeout: 30_000 });

const statuses = [
  status("11", "Logged", "A"),
  status("12", "Waiting", "A"),
  status("21", "Waiting", "B"),
  status("22", "Closed", "B", { closed: true }),
  status("23", "Old", "B", { active: false }),
];
const choices = { reference_choices: () => statuses };
const onlyBoard = { connector: { choices: [] } };

function column(name: string) {
  return within(screen.getByRole("region", { name: new RegExp(`^${name}, `) }));
}

async function card(name: string) {
  return screen.findByRole("button", { name: new RegExp(`^${name}.*, (Unassigned|New|Triaged|Working|Waiting|Resolved)$`) });
}

test("digits assign, 0 unassigns, and the focus goes on to the next status", async () => {
  const drawn = drawStep(ConfigureStep, choices, onlyBoard);
  const user = userEvent.setup();
  (await card("Logged")).focus();
  await user.keyboard("1");
  expect(column("New").getByRole("button", { name: /^Logged/ })).toBeDefined();
  expect(document.activeElement?.getAttribute("aria-label")).toBe("Waiting 2 boards, Unassigned");
  await user.keyboard("4");
  expect(screen.getByText("3 of 4 statuses assigned (75 %)")).toBeDefined();
  await drawn.stand()?.commit();
  expect(drawn.stored()).toEqual({ "stage.new": ["11"], "stage.waiting": ["12", "21"] });
  (await card("Logged")).focus();
  await user.keyboard("0");
  expect(column("Unassigned").getByRole("button", { name: /^Logged/ })).toBeDefined();
  await drawn.stand()?.commit();
  expect(drawn.stored()).toEqual({ "stage.waiting": ["12", "21"] });
});

test("Space selects several, and a digit moves all of them at once", async () => {
  const drawn = drawStep(ConfigureStep, choices, onlyBoard);
  const user = userEvent.setup();
  (await card("Logged")).focus();
  await user.keyboard(" {Shift>}{ArrowRight}{/Shift}");
  expect(screen.getByText("2 selected")).toBeDefined();
  await user.keyboard("3");
  expect(column("Working").getAllByRole("button", { name: /, Working$/ })).toHaveLength(2);
  await drawn.stand()?.commit();
  expect(drawn.stored()).toEqual({ "stage.working": ["11", "12", "21"] });
  await user.keyboard("{Control>}z{/Control}");
  await drawn.stand()?.commit();
  expect(drawn.stored()).toEqual({});
});

test("a group is unfolded and one of its boards moved alone, by the menu", async () => {
  const drawn = drawStep(ConfigureStep, choices, onlyBoard);
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Show the boards of Waiting" }));
  await user.click(screen.getByRole("button", { name: "Move Waiting, B board" }));
  await user.click(await screen.findByRole("menuitem", { name: "Triaged" }));
  await drawn.stand()?.commit();
  expect(drawn.stored()).toEqual({ "stage.triaged": ["21"] });
});

test("Suggest stages fills only what has none, tells how many, and is undone in one step", async () => {
  const drawn = drawStep(
    ConfigureStep,
    {
      ...choices,
      stage_suggestions: () => [
        { status: "11", stage: "triaged" },
        { status: "12", stage: "waiting" },
        { status: "22", stage: "resolved" },
        { status: "23", stage: "new" },
      ],
    },
    { ...onlyBoard, integration: { settings: { "stage.new": ["11"] } } },
  );
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Suggest stages" }));
  const toast = await screen.findByText("2 statuses were given a stage. 1 status is left: the name does not tell.");
  expect(toast).toBeDefined();
  await drawn.stand()?.commit();
  expect(drawn.stored()).toEqual({
    "stage.new": ["11"],
    "stage.waiting": ["12"],
    "stage.resolved": ["22"],
  });
  await user.click(screen.getAllByRole("button", { name: "Undo" }).at(-1) as HTMLElement);
  await drawn.stand()?.commit();
  expect(drawn.stored()).toEqual({ "stage.new": ["11"] });
  expect(screen.getByText("1 of 4 statuses assigned (25 %)")).toBeDefined();
});

test("boards that are not synced and inactive statuses are hidden, not counted, and shown on request", async () => {
  drawStep(ConfigureStep, choices, { ...onlyBoard, integration: { settings: { boards: ["B"] } } });
  const user = userEvent.setup();
  expect(await screen.findByText("0 of 2 statuses assigned (0 %)")).toBeDefined();
  expect(screen.queryByRole("button", { name: /^Logged/ })).toBeNull();
  await user.click(screen.getByRole("switch", { name: "Show boards that are not synced (1)" }));
  expect(screen.getByRole("button", { name: /^Logged.*not synced/ })).toBeDefined();
  expect(screen.getByText("0 of 2 statuses assigned (0 %)")).toBeDefined();
  await user.click(screen.getByRole("switch", { name: "Show inactive statuses (1)" }));
  expect(screen.getByRole("button", { name: /^Old.*inactive/ })).toBeDefined();
});

test("720 statuses of as many names are drawn a page at a time", async () => {
  const many = Array.from({ length: 720 }, (_, index) =>
    status(`s${index}`, `Status ${index}`, `board ${index % 60}`),
  );
  drawStep(ConfigureStep, { reference_choices: () => many }, onlyBoard);
  const user = userEvent.setup();
  expect(await screen.findByText("0 of 720 statuses assigned (0 %)")).toBeDefined();
  expect(column("Unassigned").getAllByRole("button", { name: /, Unassigned$/ })).toHaveLength(40);
  await user.type(screen.getByRole("textbox", { name: "Find a status" }), "Status 719");
  await waitFor(() =>
    expect(column("Unassigned").getAllByRole("button", { name: /, Unassigned$/ })).toHaveLength(1),
  );
});

test("the vendor is silent: its words, a way to try again, and the rest stays usable", async () => {
  let calls = 0;
  drawStep(ConfigureStep, {
    reference_choices: ({ stream }) => {
      calls += 1;
      if (stream === "statuses" && calls === 1) {
        // The carrier rejects with the command's error, as the desktop program does.
        // oxlint-disable-next-line typescript/only-throw-error
        throw refusal;
      }
      return statuses;
    },
  }, { connector: { choices: [] } });
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain(refusal.say);
  expect(screen.getByRole("button", { name: "Quick Sync" })).toBeDefined();
  await userEvent.click(within(alert).getByRole("button", { name: "Try again" }));
  expect(await card("Logged")).toBeDefined();
});

test("no statuses at all: says so and offers to read the settings again", async () => {
  const drawn = drawStep(
    ConfigureStep,
    { reference_choices: () => [], start_sync: () => ({ started: true }) },
    onlyBoard,
  );
  expect(await screen.findByText("No statuses to assign")).toBeDefined();
  await userEvent.click(screen.getByRole("button", { name: "Sync PSA Data" }));
  expect(drawn.calls("start_sync")).toEqual([{ integration: "one", what: "reference", fromWizard: false }]);
});

test("ids of statuses that have vanished are told, kept by moves, and removed on request", async () => {
  const drawn = drawStep(ConfigureStep, choices, {
    ...onlyBoard,
    integration: { settings: { "stage.new": ["11", "999"] } },
  });
  const user = userEvent.setup();
  (await card("Logged")).focus();
  await user.keyboard("2");
  await drawn.stand()?.commit();
  expect(drawn.stored()).toEqual({ "stage.new": ["999"], "stage.triaged": ["11"] });
  expect(screen.getByText("1 assigned status is no longer at the vendor.")).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Remove" }));
  await drawn.stand()?.commit();
  expect(drawn.stored()).toEqual({ "stage.triaged": ["11"] });
});

test("a status that is no longer listed but that tickets still have is told, counted, and given a stage", async () => {
  const left = { id: "99", name: "Waiting", parent: "A", parent_name: "A board", tickets: 12 };
  const drawn = drawStep(
    ConfigureStep,
    { ...choices, unlisted_statuses: () => [left] },
    { ...onlyBoard, integration: { settings: { "stage.waiting": ["12", "21"] } } },
  );
  const gone = await screen.findByRole("button", {
    name: "Waiting A board, no longer listed by Made-up PSA, 12 tickets still have it, Unassigned",
  });
  expect(gone.textContent).toContain("No longer listed, 12 tickets");
  // It counts, and is no part of the card of the status that has its name now.
  expect(screen.getByText("2 of 5 statuses assigned (40 %)")).toBeDefined();
  expect(column("Waiting").getByRole("button", { name: "Waiting 2 boards, Waiting" })).toBeDefined();
  gone.focus();
  await userEvent.setup().keyboard("3");
  await drawn.stand()?.commit();
  expect(drawn.stored()).toEqual({ "stage.waiting": ["12", "21"], "stage.working": ["99"] });
  expect(screen.getByText("3 of 5 statuses assigned (60 %)")).toBeDefined();
  expect(screen.queryByText(/no longer at the vendor/)).toBeNull();
});

test("statuses that a sync reads meanwhile appear", async () => {
  let known: ReturnType<typeof status>[] = [];
  const drawn = drawStep(ConfigureStep, { reference_choices: () => known }, onlyBoard);
  expect(await screen.findByText("No statuses to assign")).toBeDefined();
  known = statuses;
  drawn.program.send("page-event", { event: "data_changed", tags: ["stream:one:statuses"] });
  expect(await card("Logged")).toBeDefined();
});
