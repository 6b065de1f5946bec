// The status pill: the worst state wins, its words say how many, its list says why and what to do.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";

import { draw } from "../test/draw";
import { anIntegration } from "../test/integrations";
import { overallStatus, StatusPill } from "./StatusPill";

function of(...states: Parameters<typeof anIntegration>[0][]) {
  return overallStatus(states.map((state) => anIntegration(state)));
}

test("the worst state wins", () => {
  expect(of()).toEqual({ words: "Nothing connected", state: undefined });
  expect(of({}, {})).toEqual({ words: "Everything in step", state: "connected" });
  expect(of({}, { syncing: true }).words).toBe("1 integration: Syncing");
  expect(of({ state: "error" }, { syncing: true }, {}).state).toBe("error");
  expect(of({ state: "error" }, { state: "stopped" }, { state: "error" }).state).toBe("stopped");
  expect(of({ state: "disconnected" }, { state: "disconnected" }, {}).words).toBe(
    "2 integrations: Disconnected",
  );
  expect(of({ state: "error", syncing: true }).words).toBe("Error");
  expect(of({ state: "paused" }, {}).state).toBe("paused");
});

test("its list has the worst first, with the reason, and resyncs", async () => {
  const integrations = [
    anIntegration({ id: "well", name: "A well one" }),
    anIntegration({ id: "ill", name: "Z ill one", state: "error", reason: "The vendor answered 500." }),
  ];
  const { program } = draw(<StatusPill integrations={integrations} />, {
    start_sync: () => ({ started: true }),
  });
  await userEvent.click(screen.getByRole("button", { name: "Status: 1 integration: Error" }));
  const rows = await screen.findAllByRole("listitem");
  expect(rows.map((row) => within(row).queryByText(/one$/)?.textContent)).toEqual(["Z ill one", "A well one"]);
  expect(rows[0]?.textContent).toContain("The vendor answered 500.");
  await userEvent.click(screen.getByRole("button", { name: "Resync Z ill one" }));
  await waitFor(() =>
    expect(program.calls.find(({ command }) => command === "start_sync")?.args["integration"]).toBe("ill"),
  );
});
