// The command palette: opened by key, searched, obeyed; records are found and opened in their table.
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";

import { drawAt } from "../test/draw";
import { anIntegration } from "../test/integrations";
import { matching } from "./palette-actions";
import { places } from "./places";

const one = anIntegration();

async function openPalette(answers = {}) {
  const drawn = await drawAt("/tickets", { integrations: () => [one], find_records: () => [], ...answers });
  await screen.findByRole("heading", { level: 1, name: "Tickets" });
  await userEvent.keyboard("{Control>}k{/Control}");
  const field = await screen.findByLabelText("Search commands and records", { selector: "input" });
  return { ...drawn, field };
}

test("Ctrl+K opens it, typing and Enter go to a place", async () => {
  const { router, field } = await openPalette();
  await userEvent.type(field, "go dev");
  await userEvent.keyboard("{Enter}");
  await waitFor(() => expect(router.state.location.pathname).toBe("/devices"));
});

test("an integration is resynced from it, and its PSA data read", async () => {
  const { program, field } = await openPalette({ start_sync: () => ({ started: true }) });
  await userEvent.type(field, "psa data northwind");
  await userEvent.click(await screen.findByText("Sync PSA Data of Northwind PSA"));
  await waitFor(() =>
    expect(program.calls.find(({ command }) => command === "start_sync")?.args).toEqual({
      integration: one.id,
      what: "reference",
      fromWizard: false,
    }),
  );
  expect(await screen.findByText("Sync PSA Data of Northwind PSA started.")).toBeDefined();
});

test("a tool that is no PSA has no PSA data, and one that is not set up cannot be synced", async () => {
  await openPalette({
    integrations: () => [
      anIntegration({ id: "a", name: "Rmm one", category: "RMM" }),
      anIntegration({ id: "b", name: "New one", state: "not_set_up", setup: "sync" }),
    ],
  });
  expect(await screen.findByText("Resync Rmm one")).toBeDefined();
  expect(screen.queryByText("Sync PSA Data of Rmm one")).toBeNull();
  expect(screen.queryByText("Resync New one")).toBeNull();
  expect(screen.getByText("Configure New one")).toBeDefined();
});

test("a record is found by name after a rest, and opened in its table", async () => {
  const { program, router, field } = await openPalette({
    find_records: ({ text }: Record<string, unknown>) => [
      {
        key: 7,
        integration_id: "i/1",
        integration: "Northwind PSA",
        stream: "companies",
        vendor_id: "19/7",
        gone_at: null,
        gone_reason: null,
        first_seen_at: "2026-11-01T00:00:00Z",
        changed_at: "2026-11-01T00:00:00Z",
        record: { kind: "company", name: `Company ${String(text)}` },
      },
    ],
  });
  await userEvent.type(field, "contoso");
  await userEvent.click(await screen.findByText("Company contoso"));
  await waitFor(() => expect(router.state.location.pathname).toBe("/companies"));
  expect(router.state.location.search).toEqual({ open: "i%2F1/companies/19%2F7" });
  expect(program.calls.filter(({ command }) => command === "find_records")).toHaveLength(1);
});

test("every word that is typed has to occur", () => {
  const group = {
    group: "Go to",
    actions: places.map(({ to, label, icon, keywords }) => ({
      id: to, label: `Go to ${label}`, icon, keywords, run: () => undefined,
    })),
  };
  expect(matching([group], "go peo")[0]?.actions.map(({ id }) => id)).toEqual(["/people"]);
  expect(matching([group], "mapping")[0]?.actions.map(({ id }) => id)).toEqual(["/companies"]);
  expect(matching([group], "zebra")).toEqual([]);
  // Called "Devices" before known by "configurations".
  expect(matching([group], "dev")[0]?.actions[0]?.id).toBe("/devices");
  const other = { group: "Other", actions: [{ ...group.actions[0]!, label: "Map", id: "m" }] };
  expect(matching([group, other], "map").map((each) => each.group)).toEqual(["Other", "Go to"]);
});
