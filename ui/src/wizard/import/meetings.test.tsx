// Several records of the vendor that would become the same one of ours: told, and settled before the import.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";

import type { ImportCandidate, ImportOrder, OwnChoiceQuery, Suggestion } from "../../api";
import type { MockAnswer } from "../../api/transport/mock";
import { drawStep } from "../configure/testing";
import type { ImportWords } from "./candidates";
import { ImportStep } from "./ImportStep";
import { tallyWords } from "./use-import";

vi.setConfig({ testTimeout: 30_000 });

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(480);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(640);
});

const bay: Suggestion = { id: "c1", name: "Bay Dental", reason: "Same name", linked: [] };
const elm: Suggestion = { id: "c2", name: "Elm Care", reason: "Same name", linked: ["Elm Care Home"] };

function row(vendor_id: string, name: string, suggestion: Suggestion | null): ImportCandidate {
  return { vendor_id, name, detail: "", email: null, active: true, linked: null, suggestion, obstacle: "" };
}

const rows = [
  row("1", "Bay Dental", bay),
  row("2", "Bay Dental Ltd", bay),
  row("3", "Elm Care", elm),
  row("4", "Fir Works", { id: "c3", name: "Fir Works", reason: "Same name", linked: [] }),
  row("5", "Oak Mill", null),
];

async function begin(own_choices: MockAnswer = () => ({ total: 0, rows: [] })) {
  const drawn = drawStep(
    ImportStep,
    {
      import_candidates: () => ({ total: rows.length, linked: 0, rows }),
      import_records: ({ order }) => ({
        operation: "op-1",
        rows: (order as ImportOrder).rows.map(({ vendor_id }) => ({ vendor_id, name: vendor_id, result: "linked", say: "" })),
      }),
      own_choices,
    },
    { connector: { imports: { staff: null, contacts: null, companies: "companies" } } },
  );
  const user = userEvent.setup();
  await user.click(await screen.findByLabelText("Import Companies Now"));
  await screen.findByText("Oak Mill");
  return { drawn, user };
}

const isTicked = (name: string) => screen.getByLabelText<HTMLInputElement>(`Import ${name}`).checked;
const order = (drawn: ReturnType<typeof drawStep>) =>
  (drawn.calls("import_records")[0]?.["order"] as ImportOrder | undefined)?.rows;

test("what an import makes is explained, and that nothing is written to the vendor", async () => {
  await begin();
  const about = screen.getByText(/Each ticked row becomes a company of yours in Patchbay/);
  expect(about.textContent).toContain("Nothing is written to Made-up PSA.");
});

test("Quick Match leaves out, and says why, where several rows fit or the company is linked already", async () => {
  const { user } = await begin();
  await user.click(screen.getByRole("button", { name: "Quick Match" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Quick Match" }));
  const ticked = (name: string) => dialog.getByLabelText<HTMLInputElement>(name).checked;
  await dialog.findByLabelText("Link Fir Works to Fir Works");
  expect(ticked("Link Fir Works to Fir Works")).toBe(true);
  expect(ticked("Link Bay Dental to Bay Dental")).toBe(false);
  expect(ticked("Link Bay Dental Ltd to Bay Dental")).toBe(false);
  expect(ticked("Link Elm Care to Elm Care")).toBe(false);
  expect(dialog.getAllByText("1 other row looks like Bay Dental, too")).toHaveLength(2);
  expect(dialog.getByText("Elm Care is linked to “Elm Care Home” already")).toBeDefined();
  await user.click(dialog.getByRole("button", { name: "Select this match" }));
  expect(await screen.findByRole("button", { name: "Import 1 company" })).toBeDefined();
});

test("rows for the same company wait for a person, who keeps them together", async () => {
  const { drawn, user } = await begin();
  await user.click(screen.getAllByTitle(/^Tick Bay Dental and link it/)[0] as HTMLElement);
  expect(drawn.stand()?.problem).toBeUndefined();
  await user.click(screen.getByTitle(/^Tick Bay Dental Ltd and link it/));
  expect(await screen.findByText("“Bay Dental” and “Bay Dental Ltd” would both be Bay Dental.")).toBeDefined();
  expect(screen.getAllByText("Not the only one for Bay Dental")).toHaveLength(2);
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Import 2 companies" }).disabled).toBe(true);
  expect(drawn.stand()?.problem).toContain("the same company");
  await user.click(screen.getByRole("button", { name: "Keep together as Bay Dental" }));
  expect(drawn.stand()?.problem).toBeUndefined();
  await user.click(screen.getByRole("button", { name: "Import 2 companies" }));
  await waitFor(() => expect(order(drawn)?.map(({ link_to }) => link_to)).toEqual(["c1", "c1"]));
});

test("separating leaves the first and creates the others, unless something is linked already", async () => {
  const { drawn, user } = await begin();
  await user.click(screen.getAllByTitle(/^Tick Bay Dental and link it/)[0] as HTMLElement);
  await user.click(screen.getByTitle(/^Tick Bay Dental Ltd and link it/));
  await user.click(await screen.findByRole("button", { name: "Separate from Bay Dental" }));
  await user.click(screen.getByTitle(/^Tick Elm Care and link it/));
  expect(await screen.findByText("“Elm Care” would be Elm Care, which is “Elm Care Home” already.")).toBeDefined();
  // It cannot be created new: the name is taken.
  await user.click(screen.getByRole("button", { name: "Separate from Elm Care" }));
  expect(screen.getByLabelText<HTMLInputElement>("Import Elm Care").checked).toBe(false);
  await user.click(screen.getByRole("button", { name: "Import 2 companies" }));
  await waitFor(() =>
    expect(order(drawn)).toEqual([
      { vendor_id: "1", link_to: "c1" },
      { vendor_id: "2", link_to: null },
    ]),
  );
});

test("two clicks in a row settle one question, and the last leads on to the import", async () => {
  const { user } = await begin();
  await user.click(screen.getAllByTitle(/^Tick Bay Dental and link it/)[0] as HTMLElement);
  await user.click(screen.getByTitle(/^Tick Bay Dental Ltd and link it/));
  await user.click(screen.getByTitle(/^Tick Elm Care and link it/));
  await user.dblClick(await screen.findByRole("button", { name: "Keep together as Bay Dental" }));
  const next = await screen.findByRole("button", { name: "Keep together as Elm Care" });
  next.focus();
  await user.keyboard("{Enter}");
  await waitFor(() => expect(screen.queryByRole("button", { name: "Keep together as Elm Care" })).toBeNull());
  expect(document.activeElement?.textContent).toBe("Import 3 companies");
});

test("the focus is where Quick Match was asked for after it has closed", async () => {
  const { user } = await begin();
  await user.click(screen.getByRole("button", { name: "Quick Match" }));
  await user.click(await screen.findByRole("button", { name: "Select this match" }));
  await waitFor(() => expect(document.activeElement?.textContent).toBe("Quick Match"));
});

test("Undo of Quick Match leaves what was ticked since", async () => {
  const { user } = await begin();
  await user.click(screen.getByRole("button", { name: "Quick Match" }));
  await user.click(await screen.findByRole("button", { name: "Select this match" }));
  await waitFor(() => expect(isTicked("Fir Works")).toBe(true));
  await user.click(screen.getByLabelText("Import Oak Mill"));
  await user.click(screen.getByRole("button", { name: "Undo" }));
  await waitFor(() => expect(isTicked("Fir Works")).toBe(false));
  expect(isTicked("Oak Mill")).toBe(true);
  expect(screen.queryByText("Link to Fir Works")).toBeNull();
});

test("an import that only links does not begin with a nought", () => {
  const words = { one: "company", many: "companies" } as ImportWords;
  const report = (...results: ("created" | "linked" | "failed")[]) =>
    tallyWords({ operation: "o", rows: results.map((result, at) => ({ vendor_id: String(at), name: "", result, say: "" })) }, words);
  expect(report("linked", "linked")).toBe("2 companies linked.");
  expect(report("created", "linked", "failed")).toBe("1 company imported, 1 linked, 1 failed.");
  expect(report()).toBe("Nothing was imported.");
});

test("a search for one of ours that finds nothing, or fails, says so", async () => {
  let fails = false;
  const { user } = await begin(() => {
    if (fails) {
      // The carrier rejects with the command's error, as the desktop program does.
      // oxlint-disable-next-line typescript/only-throw-error
      throw { code: "database", who: "us", say: "The database could not be read.", hint: "", field: null, reference: null };
    }
    return { total: 0, rows: [] };
  });
  await user.click(screen.getByRole("button", { name: "Oak Mill: Create new. Change" }));
  expect(await screen.findByText("There is no company of yours yet")).toBeDefined();
  await user.keyboard("zzz");
  expect(await screen.findByText("No company of yours has this name")).toBeDefined();
  fails = true;
  await user.keyboard("y");
  expect(await screen.findByText("The database could not be read.")).toBeDefined();
});

test("the search for one of ours reaches all of them", async () => {
  const all = Array.from({ length: 1204 }, (_, at) => ({ id: `o${at}`, name: `Own ${at}`, detail: "", linked: [] }));
  const { drawn, user } = await begin((args) => {
    const { text, limit } = args["query"] as OwnChoiceQuery;
    const found = all.filter(({ name }) => name.includes(text));
    return { total: found.length, rows: found.slice(0, limit) };
  });
  await user.click(screen.getByRole("button", { name: "Oak Mill: Create new. Change" }));
  expect(await screen.findByText("And 1,154 more: type to find them")).toBeDefined();
  await user.keyboard("Own 1203");
  await user.click(await screen.findByRole("option", { name: "Own 1203" }));
  await user.click(screen.getByRole("button", { name: "Import 1 company" }));
  await waitFor(() => expect(order(drawn)).toEqual([{ vendor_id: "5", link_to: "o1203" }]));
});
