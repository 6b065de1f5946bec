// Next while the wizard's own sync still runs: the page joins it, whether the program says so or refuses.
import { screen } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";

import type { MockAnswer } from "../../api/transport/mock";
import { progressStore } from "../../frame/live";
import { anIntegration, ID, refusal } from "../mock/fixtures";
import { drawWizard } from "../mock/draw-wizard";
import { wizardAnswers } from "../mock/program";

const PATH = `/integrations/${ID}/setup/sync`;
const running = anIntegration({ setup: "configure", syncing: true });
const answers: Readonly<Record<string, MockAnswer>> = {
  "refuses, as it is syncing already": () => {
    throw refusal({ code: "syncing", say: "“Fernwood PSA” is already syncing.", hint: "Wait for it, or cancel it first." });
  },
  "says that it started nothing": () => ({ started: false }),
};

afterEach(() => progressStore.clear(ID));

describe.each(Object.keys(answers))("the program %s", (name) => {
  const start_sync = answers[name] as MockAnswer;

  it("is a word about the sync that runs, and no fault", async () => {
    const { user } = drawWizard(PATH, { ...wizardAnswers([running]), start_sync });
    await screen.findByRole("switch", { name: "Sync Companies" });
    await user.click(screen.getByRole("button", { name: "Next" }));
    expect(await screen.findByRole("heading", { name: "Configure", level: 2 })).toBeTruthy();
    expect((await screen.findByText("The sync that began before goes on.")).getAttribute("role")).toBe("status");
    expect(screen.queryByText(/already syncing/)).toBeNull();
    expect(screen.queryByText(/two minutes/)).toBeNull();
    expect(screen.getByRole("region", { name: "Sync in the background" })).toBeTruthy();
  });

  it("says that new choices count from the next sync on", async () => {
    const { user } = drawWizard(PATH, { ...wizardAnswers([running]), start_sync });
    await user.click(await screen.findByRole("switch", { name: "Enable Ticket Sync" }));
    await user.click(screen.getByRole("button", { name: "Next" }));
    expect(await screen.findByText(/^Your choices are saved\. The sync that began before goes on/)).toBeTruthy();
  });
});

it("says nothing of a sync that has ended meanwhile", async () => {
  let syncing = true;
  const start = wizardAnswers([running]);
  const { user, program } = drawWizard(PATH, {
    ...start,
    integrations: () => [{ ...running, syncing }],
    set_setup_step: (args) => ({ ...(start["set_setup_step"]?.(args) as object), syncing }),
    start_sync: () => ({ started: false }),
  });
  await screen.findByRole("switch", { name: "Sync Companies" });
  await user.click(screen.getByRole("button", { name: "Next" }));
  await screen.findByText("The sync that began before goes on.");
  syncing = false;
  await user.click(screen.getByRole("button", { name: "Next" }));
  await screen.findByRole("heading", { name: "Import", level: 2 });
  expect(screen.queryByText("The sync that began before goes on.")).toBeNull();
  expect(program.calls.filter(({ command }) => command === "start_sync")).toHaveLength(1);
});
