// Ticks of the Import step outlive the search that brought them, and the count is of all of them.
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";

import type { ImportCandidate, ImportOrder, ImportQuery } from "../../api";
import { drawStep } from "../configure/testing";
import { ImportStep } from "./ImportStep";

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(480);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(640);
});

const people = ["Ada North", "Brook North", "Cleo South", "Dana South", "Emil West"].map(
  (name, at): ImportCandidate => ({
    vendor_id: `p${at + 1}`,
    name,
    detail: "",
    email: null,
    active: true,
    linked: null,
    suggestion: null,
    obstacle: name === "Dana South" ? "No e-mail address" : "",
  }),
);

const import_candidates = ({ query }: Record<string, unknown>) => {
  const { text, offset, limit } = query as ImportQuery;
  const found = people.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()));
  return { total: found.length, linked: 0, rows: found.slice(offset, offset + Math.min(limit, 500)) };
};
const import_records = ({ order }: Record<string, unknown>) => ({
  operation: "op-1",
  rows: (order as ImportOrder).rows.map(({ vendor_id }) => ({ vendor_id, name: vendor_id, result: "created", say: "" })),
});

async function begin() {
  const drawn = drawStep(ImportStep, { import_candidates, import_records });
  const user = userEvent.setup();
  await user.click(await screen.findByLabelText("Import Users Now"));
  await screen.findByText("Ada North");
  const search = async (text: string, wanted: string) => {
    await user.clear(screen.getByLabelText("Search members"));
    await user.type(screen.getByLabelText("Search members"), text);
    await screen.findByText(wanted);
  };
  return { drawn, user, search };
}

test("ticking all of a search keeps what was ticked before, and the count is of everything", async () => {
  const { drawn, user, search } = await begin();
  await user.click(screen.getByLabelText("Import Emil West"));
  await search("north", "2 in all, 0 linked");
  await user.click(screen.getByLabelText("Tick all that match “north”"));
  expect(await screen.findByText("3 ticked in all, 1 of them not in this list")).toBeDefined();
  await search("south", "2 in all, 0 linked");
  await waitFor(() => expect(screen.queryByText("Ada North")).toBeNull());
  // One of the two cannot be imported.
  await user.click(screen.getByLabelText("Tick all that match “south”"));
  expect(await screen.findByText("4 ticked in all, 3 of them not in this list")).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Import 4 users" }));
  await waitFor(() => expect(drawn.calls("import_records")).toHaveLength(1));
  const [call] = drawn.calls("import_records");
  const order = call?.["order"] as ImportOrder | undefined;
  expect(order?.rows.map(({ vendor_id }) => vendor_id).toSorted()).toEqual(["p1", "p2", "p3", "p5"]);
});

test("unticking all of a search leaves the others ticked", async () => {
  const { user, search } = await begin();
  await user.click(screen.getByLabelText("Import Emil West"));
  await search("north", "2 in all, 0 linked");
  await user.click(screen.getByLabelText("Tick all that match “north”"));
  await screen.findByRole("button", { name: "Import 3 users" });
  await user.click(screen.getByLabelText("Tick all that match “north”"));
  expect(await screen.findByRole("button", { name: "Import 1 user" })).toBeDefined();
});

test("all that could not be gathered says why and keeps the ticks", async () => {
  let broken = false;
  const drawn = drawStep(ImportStep, {
    import_candidates: (args) => {
      if (broken) {
        // oxlint-disable-next-line typescript/only-throw-error
        throw { code: "database", who: "us", say: "The disk is full.", hint: "", field: null, reference: null };
      }
      return import_candidates(args);
    },
  });
  const user = userEvent.setup();
  await user.click(await screen.findByLabelText("Import Users Now"));
  await user.click(await screen.findByLabelText("Import Ada North"));
  broken = true;
  await user.click(screen.getByLabelText("Tick all"));
  expect(await screen.findByText("The disk is full.")).toBeDefined();
  expect(screen.getByRole("button", { name: "Import 1 user" })).toBeDefined();
  expect(drawn.stand()?.busy).toBe(false);
});

test("whoever is inactive at the vendor is passed over by Tick all, said so, and can be ticked alone", async () => {
  const drawn = drawStep(ImportStep, {
    import_candidates: (args) => {
      const page = import_candidates(args);
      return { ...page, rows: page.rows.map((row) => ({ ...row, active: row.name !== "Brook North" })) };
    },
    import_records,
  });
  const user = userEvent.setup();
  await user.click(await screen.findByLabelText("Import Users Now"));
  await user.click(await screen.findByLabelText("Tick all"));
  expect(await screen.findByText("3 ticked in all · 1 inactive passed over")).toBeDefined();
  expect(screen.getByLabelText<HTMLInputElement>("Import Brook North").checked).toBe(false);
  await user.click(screen.getByLabelText("Import Brook North"));
  expect(await screen.findByText("4 ticked in all")).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Import 4 users" }));
  await waitFor(() => expect(drawn.calls("import_records")).toHaveLength(1));
});
