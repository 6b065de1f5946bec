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

test("while everything is paused, the pill says so and what needs somebody comes first", () => {
  const paused = "paused until 15:40";
  expect(overallStatus([anIntegration()], paused)).toEqual({ words: "Paused until 15:40", state: "paused" });
  expect(overallStatus([anIntegration(), anIntegration({ state: "paused" })], paused).words).toBe("Paused until 15:40");
  expect(overallStatus([anIntegration({ state: "paused" })], paused).words).toBe("Paused");
  expect(overallStatus([anIntegration({ state: "error" })], paused).words).toBe("Error");
});

test("words that are too long end with an ellipsis", () => {
  draw(<StatusPill integrations={[anIntegration({ setup: "import", name: "A".repeat(60) })]} />);
  const words = screen.getByText(/^Set-up of A/);
  expect(words.dataset["truncate"]).toBe("end");
});

test("nothing is in step before its set-up is complete and it was read", () => {
  expect(of({ setup: "import" })).toEqual({ words: "Set-up of Northwind PSA is not finished", state: "not_set_up" });
  expect(of({ setup: "sync", state: "not_set_up" }, {}).words).toBe("Set-up of Northwind PSA is not finished");
  expect(of({ setup: "sync", state: "not_set_up" }, { setup: "configure" }).words).toBe(
    "Set-up of 2 integrations is not finished",
  );
  expect(of({ last_success_at: null })).toEqual({ words: "Nothing has synced yet", state: "unread" });
  expect(of({ last_success_at: null, name: "New" }, {}).words).toBe("New: not synced yet");
  // What needs somebody at once comes first.
  expect(of({ setup: "import" }, { state: "error" }).state).toBe("error");
});

test("what works in part only is not in step", () => {
  expect(of({ reason: "Projects: The key may not read them." })).toEqual({
    words: "Northwind PSA: not everything was read",
    state: "partly",
  });
  const stream = { stream: "contacts", label: "Contacts", kind: "person" as const, on: true, live: 1, gone: 0, last_success_at: null, next_due_at: null, failures: 2, shrink_hold: null };
  expect(of({ streams: [stream] }, {}).state).toBe("partly");
  expect(of({ streams: [{ ...stream, on: false }] }, {}).words).toBe("Everything in step");
});

test("its list says of each that is not whole what it lacks, as its card does", async () => {
  const stream = { stream: "contacts", label: "Contacts", kind: "person" as const, on: true, live: 1, gone: 0, last_success_at: null, next_due_at: null, failures: 0, shrink_hold: [10, 8] as [number, number] };
  const lost = { lost: ["Projects"], won: [], switched_off: [] };
  expect(of({ rights_change: lost })).toEqual({ words: "Northwind PSA: not everything was read", state: "partly" });
  draw(
    <StatusPill
      integrations={[
        anIntegration({ id: "a", name: "A held one", streams: [stream] }),
        anIntegration({ id: "b", name: "B with less rights", rights_change: lost }),
        anIntegration({ id: "c", name: "C well" }),
        anIntegration({ id: "d", name: "D unread", last_success_at: null }),
      ]}
    />,
  );
  await userEvent.click(screen.getByRole("button", { name: "Status: 2 integrations: not everything was read" }));
  const rows = (await screen.findAllByRole("listitem")).map(({ textContent }) => textContent);
  expect(rows[0]).toContain("Not read last time: Contacts.");
  expect(rows[1]).toContain("Not permitted any more: Projects.");
  expect(rows[2]).toBe("C wellConnectedResyncConfigure");
  expect(rows[3]).toContain("Nothing has been read yet.");
});

test("what the pill names comes first in its list", async () => {
  draw(
    <StatusPill
      integrations={[
        anIntegration({ id: "a", name: "A with less rights", rights_change: { lost: ["Projects"], won: [], switched_off: [] } }),
        anIntegration({ id: "z", name: "Z begun", setup: "import" }),
      ]}
    />,
  );
  await userEvent.click(screen.getByRole("button", { name: "Status: Set-up of Z begun is not finished" }));
  expect((await screen.findAllByRole("listitem"))[0]?.textContent).toContain("Z begun");
});

test("its list leads on with a set-up that is not finished", async () => {
  draw(<StatusPill integrations={[anIntegration({ id: "a", name: "A well one" }), anIntegration({ setup: "configure" })]} />);
  await userEvent.click(screen.getByRole("button", { name: "Status: Set-up of Northwind PSA is not finished" }));
  expect(await screen.findByText("Its set-up is not finished, so nothing is synced by itself.")).toBeDefined();
  expect(screen.getAllByRole("listitem")[0]?.textContent).toContain("Northwind PSA");
  expect(screen.getByRole("button", { name: "Go on with the set-up of Northwind PSA" })).toBeDefined();
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
