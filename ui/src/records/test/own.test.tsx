// Companies and users of our own: listed, renamed, deleted, and brought back.
import { notificationsStore } from "@mantine/notifications";
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";

import type { OwnCompanyView } from "../../api";
import { mockAnswers } from "../../api/mock";
import { drawAt } from "../../test/draw";

vi.mock("@tanstack/react-virtual", async (original) => {
  const { withSizes } = await import("../../grid/test/virtual-mock");
  return withSizes(original);
});

// Whole screens are drawn, on machines that do other things as well.
vi.setConfig({ testTimeout: 30_000 });

const lazily = { timeout: 10_000 };
const world = () => mockAnswers({ integrations: [{}] });
const row = (name: RegExp) => screen.findByRole("row", { name }, lazily);
const gone = (name: RegExp) => waitFor(() => expect(screen.queryByRole("row", { name })).toBeNull(), lazily);
const undo = async () => userEvent.click(await screen.findByRole("button", { name: "Undo" }, lazily));

test("deleting a user asks first and says what goes with them, and Undo brings them back", async () => {
  const { program } = await drawAt("/people?tab=users", world());
  await row(/Ben Ortiz/);
  await userEvent.click(screen.getByRole("gridcell", { name: "Ben Ortiz" }));
  const drawer = within(await screen.findByRole("dialog", { name: "Ben Ortiz" }, lazily));
  // Two vendors' people are this user: both are told, in the row and in the drawer.
  expect(screen.getByRole("gridcell", { name: "Ben Ortiz (Acme PSA), B. Ortiz (Acme RMM)", hidden: true })).toBeDefined();
  expect(drawer.getByRole("link", { name: "B. Ortiz" }).getAttribute("href")).toContain("/people?open=");
  await userEvent.click(drawer.getByRole("button", { name: "Delete user" }));
  const question = within(await screen.findByRole("dialog", { name: "Delete Ben Ortiz?" }, lazily));
  expect(program.calls.some(({ command }) => command === "delete_portal_user")).toBe(false);
  expect(question.getByText("The role Technician goes with the user.")).toBeDefined();
  expect(question.getByText("B. Ortiz of Acme RMM is linked to nothing then.")).toBeDefined();
  await userEvent.click(question.getByRole("button", { name: "Delete user" }));
  await gone(/Ben Ortiz/);
  expect(await screen.findByText("Ben Ortiz was deleted. 2 links were taken back.")).toBeDefined();
  // Whoever looks up late still finds Undo.
  expect(notificationsStore.getState().notifications.at(-1)?.autoClose).toBe(60_000);
  await undo();
  await row(/Ben Ortiz/);
  const calls = program.calls.filter(({ command }) => command.includes("delete") || command.includes("undo"));
  expect(calls.map(({ command }) => command)).toEqual(["delete_portal_user", "undo_removal"]);
  expect(await screen.findByText("Ben Ortiz is back.")).toBeDefined();
});

test("our companies have a list of their own with what they are linked to", async () => {
  const { router } = await drawAt("/companies", world());
  await userEvent.click(await screen.findByRole("tab", { name: "Your companies" }, lazily));
  await row(/Northern Lights Holding.*2.*Northern Lights Holding \(Acme PSA\), Northern Lights Holding \(Facilities\) \(Acme PSA\)/);
  expect(router.state.location.search).toEqual({ tab: "own" });
  await userEvent.click(screen.getByRole("switch", { name: "Show unlinked only" }));
  await gone(/Harbour Dental/);
  expect(await row(/Bergen Dental.*Not linked/)).toBeDefined();
});

test("a company is renamed, which can be undone; a name that is taken is said at the field", async () => {
  const answers = world();
  let taken = false;
  await drawAt("/companies?tab=own&open=2", {
    ...answers,
    rename_own_company: (args) => {
      if (taken) {
        // The carrier rejects with the command's error, as the desktop program does.
        // oxlint-disable-next-line typescript/only-throw-error
        throw { code: "conflict", who: "you", say: "There is a company named “Harbour Dental” already.", hint: "", field: "name", reference: null };
      }
      return answers["rename_own_company"]?.(args);
    },
  });
  const field = await screen.findByRole("textbox", { name: "Name" }, lazily);
  const button = screen.getByRole<HTMLButtonElement>("button", { name: "Rename" });
  expect(button.disabled).toBe(true);
  await userEvent.type(field, " North");
  await userEvent.click(button);
  expect(await screen.findByText("Leeds Clinic is called Leeds Clinic North now.")).toBeDefined();
  // The drawer stays, and whoever types goes on typing.
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("textbox", { name: "Name" })));
  await undo();
  expect(await screen.findByRole("dialog", { name: "Leeds Clinic" }, lazily)).toBeDefined();
  expect(screen.getByRole<HTMLInputElement>("textbox", { name: "Name" }).value).toBe("Leeds Clinic");
  taken = true;
  await userEvent.type(screen.getByRole("textbox", { name: "Name" }), "!");
  await userEvent.click(screen.getByRole("button", { name: "Rename" }));
  expect(await screen.findByText("There is a company named “Harbour Dental” already.")).toBeDefined();
});

test("deleting a linked company says what goes with it, and Undo brings it back", async () => {
  await drawAt("/companies?tab=own&open=3", world());
  await userEvent.click(await screen.findByRole("button", { name: "Delete company" }, lazily));
  const question = within(await screen.findByRole("dialog", { name: "Delete Northern Lights Holding?" }, lazily));
  expect(question.getByText("Northern Lights Holding (Facilities) of Acme PSA is linked to nothing then.")).toBeDefined();
  expect(question.getByText("2 users belong to no company then.")).toBeDefined();
  await userEvent.click(question.getByRole("button", { name: "Delete company" }));
  expect(
    await screen.findByText(
      "Northern Lights Holding was deleted. 2 links were taken back, and 2 users belong to no company now.",
      {},
      lazily,
    ),
  ).toBeDefined();
  await gone(/Northern Lights Holding/);
  await undo();
  await row(/Northern Lights Holding/);
});

test("a company that cannot be deleted says why in the question, once", async () => {
  await drawAt("/companies?tab=own&open=3", {
    ...world(),
    delete_own_company: () => {
      // The carrier rejects with the command's error, as the desktop program does.
      // oxlint-disable-next-line typescript/only-throw-error
      throw { code: "database", who: "us", say: "The database could not be read.", hint: "", field: null, reference: null };
    },
  });
  await userEvent.click(await screen.findByRole("button", { name: "Delete company" }, lazily));
  const question = within(await screen.findByRole("dialog", { name: "Delete Northern Lights Holding?" }, lazily));
  await userEvent.click(question.getByRole("button", { name: "Delete company" }));
  expect(await question.findByText("The database could not be read.")).toBeDefined();
  expect(screen.getAllByText("The database could not be read.")).toHaveLength(1);
});

test("of many links a few are named before the company is deleted, the others counted", async () => {
  const answers = world();
  const first = ((await answers["own_companies"]?.({})) as OwnCompanyView[] | undefined)?.[0];
  const link = first?.links[0];
  const links = Array.from({ length: 40 }, (_, at) => ({ ...link, vendor_id: String(at), name: `Site ${at + 1}` }));
  await drawAt("/companies?tab=own&open=1", { ...answers, own_companies: () => [{ ...first, links }] });
  await userEvent.click(await screen.findByRole("button", { name: "Delete company" }, lazily));
  const question = within(await screen.findByRole("dialog", { name: "Delete Harbour Dental?" }, lazily));
  expect(question.getByText("Site 5 of Acme PSA is linked to nothing then.")).toBeDefined();
  expect(question.getByText("35 more are linked to nothing then.")).toBeDefined();
});

test("a company that nothing is linked to is asked about, too", async () => {
  const { program } = await drawAt("/companies?tab=own&open=4", { ...world(), own_companies: () => [{ id: "4", name: "Bergen Dental", version: 1, links: [], users: 0 }] });
  await userEvent.click(await screen.findByRole("button", { name: "Delete company" }, lazily));
  expect(await screen.findByRole("dialog", { name: "Delete Bergen Dental?" }, lazily)).toBeDefined();
  expect(program.calls.some(({ command }) => command === "delete_own_company")).toBe(false);
});

test("the audit offers to bring back what was deleted", async () => {
  const entry = { at: "2026-11-22T10:00:00Z", actor: "window", subject: "Ben Ortiz", changes: [] };
  const { program } = await drawAt("/activity?tab=audit", {
    ...world(),
    audit: () => [
      { ...entry, key: 3, action: "Brought a deleted user back", removal: null },
      { ...entry, key: 2, action: "Deleted a user", removal: "op-9" },
    ],
    undo_removal: () => ({ name: "Ben Ortiz", kept: ["He belongs to no company now."] }),
  });
  await userEvent.click(await screen.findByRole("button", { name: "Undo: bring Ben Ortiz back" }, lazily));
  expect(await screen.findByText("Ben Ortiz is back. He belongs to no company now.")).toBeDefined();
  expect(program.calls.find(({ command }) => command === "undo_removal")?.args).toEqual({ operation: "op-9" });
});

test("Import users leads to the list of the Import step, switched on", async () => {
  const { router } = await drawAt("/people?tab=users", world());
  await userEvent.click(await screen.findByRole("link", { name: /Import users from/ }, lazily));
  const on = await screen.findByLabelText<HTMLInputElement>("Import Users Now", {}, lazily);
  expect(on.checked).toBe(true);
  expect(router.state.location.pathname).toMatch(/setup\/import$/);
});
