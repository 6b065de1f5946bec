// Tables of records as a person uses them: the view in the address, the drawer, the export, people and users.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";

import { type AppError, type RecordListQuery } from "../../api";
import { mockAnswers, mockRecord } from "../../api/mock";
import { openAddress } from "../../kit";
import { draw, type Drawn, drawAt } from "../../test/draw";
import { CutNotice } from "../ExportButton";

vi.mock("@tanstack/react-virtual", async (original) => {
  const { withSizes } = await import("../../grid/test/virtual-mock");
  return withSizes(original);
});

// Whole screens are drawn, on machines that do other things as well.
vi.setConfig({ testTimeout: 30_000 });

const lazily = { timeout: 10_000 };
const world = () => mockAnswers({ integrations: [{}] });
const asked = ({ program }: Drawn) =>
  program.calls.filter(({ command }) => command === "record_page").map(({ args }) => args["query"] as RecordListQuery);
const refusal: AppError = { code: "database", who: "us", say: "The database could not be read.", hint: "Restart Patchbay.", field: null, reference: null };
const row = (name: RegExp) => screen.findByRole("row", { name }, lazily);
const ticket = (id: string) => `/tickets?open=${encodeURIComponent(openAddress({ integration: mockRecord("ticket", 0).integration_id, stream: "tickets", vendorId: id }))}`;
const person = (id: string) => `/people?open=${encodeURIComponent(openAddress({ integration: mockRecord("person", 0).integration_id, stream: "contacts", vendorId: id }))}`;

const read = (last_success_at: string | null) => ({ stream: "tickets", label: "Tickets", kind: "ticket" as const, on: true, live: 1, gone: 0, last_success_at, next_due_at: null, failures: 0, shrink_hold: null });
const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();

test("what is typed stands in the address and is asked of the program", async () => {
  const drawn = await drawAt("/tickets", world());
  await row(/Printer does not work \(1\)/);
  await userEvent.type(screen.getByRole("searchbox", { name: "Search tickets" }), "vpn");
  await waitFor(() => expect(drawn.router.state.location.search).toMatchObject({ search: "vpn" }));
  await waitFor(() => expect(asked(drawn).at(-1)?.text).toBe("vpn"));
  await row(/VPN does not work \(3\)/);
});

test("a search that comes with the address stands in the field", async () => {
  await drawAt("/tickets?search=vpn", world());
  expect((await screen.findByRole("searchbox", { name: "Search tickets" }, lazily)).getAttribute("value")).toBe("vpn");
});

test("filters and sorting come from the address, and Yes is asked as true", async () => {
  const drawn = await drawAt(`/tickets?sort=-summary&filter=${encodeURIComponent('{"closed":["Yes"]}')}`, world());
  await screen.findByText("Closed: Yes", {}, lazily);
  expect(asked(drawn).at(-1)).toMatchObject({ sort: { column: "summary", descending: true }, filters: { closed: ["true"] } });
  await userEvent.click(screen.getByRole("button", { name: "Remove the filter Closed: Yes" }));
  await waitFor(() => expect(asked(drawn).at(-1)?.filters).toEqual({}));
});

test("the column Closed says whose count it is", async () => {
  await drawAt("/tickets", world());
  const header = await screen.findByRole("columnheader", { name: "Closed" }, lazily);
  expect(header.getAttribute("title")).toBe("As the vendor and the Closed Statuses of Configure count it");
  expect(header.getAttribute("aria-description")).toMatch(/^As the vendor and the Closed Statuses of Configure count it\. Enter sorts\./);
});

test("the values of a switch are offered as Yes and No", async () => {
  await drawAt("/people", world());
  await row(/Person 1 /);
  await userEvent.click(screen.getByRole("button", { name: "Filter Active" }));
  expect(await screen.findByRole("checkbox", { name: /Yes/ })).toBeDefined();
  expect(screen.getByRole("checkbox", { name: /No/ })).toBeDefined();
});

test("Enter opens the drawer, Escape closes it and goes back to the row", async () => {
  const { router } = await drawAt("/companies", world());
  await row(/Bergen Dental 1/);
  const cell = screen.getByRole("gridcell", { name: "Bergen Dental 1" });
  cell.focus();
  await userEvent.keyboard("{Enter}");
  const drawer = await screen.findByRole("dialog", { name: "Bergen Dental 1" });
  expect(within(drawer).getByText("Linked to Harbour Dental")).toBeDefined();
  expect(within(drawer).getAllByRole("tab").map(({ textContent }) => textContent)).toEqual(["Details", "Contacts", "Tickets", "Opportunities", "Projects", "Devices", "Vendor's data"]);
  await userEvent.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await waitFor(() => expect(document.activeElement?.textContent).toBe("Bergen Dental 1"));
  expect(router.state.location.search).not.toHaveProperty("open");
});

test("a drawer that an address opened leaves the focus in the table", async () => {
  await drawAt(ticket("250"), world());
  await screen.findByRole("dialog", { name: /Printer does not work/ }, lazily);
  await row(/Laptop does not work \(2\)/);
  await userEvent.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await waitFor(() => expect(document.activeElement?.getAttribute("role")).toBe("gridcell"));
});

test("a company's tickets are in its drawer, and lead to all of them", async () => {
  await drawAt(`/companies?open=${encodeURIComponent(openAddress({ integration: mockRecord("company", 0).integration_id, stream: "companies", vendorId: "250" }))}`, world());
  const drawer = within(await screen.findByRole("dialog", { name: "Bergen Dental 1" }, lazily));
  await userEvent.click(drawer.getByRole("tab", { name: "Tickets" }));
  const all = await drawer.findByRole("link", { name: /^All \d+ tickets$/ });
  expect(decodeURIComponent(all.getAttribute("href") ?? "").replaceAll("+", " ")).toContain('{"company_name":["Bergen Dental 1"]}');
  const [first] = within(drawer.getByRole("list", { name: "Tickets" })).getAllByRole("listitem");
  expect(first?.textContent).toMatch(/^Printer does not work \(1\)#250 · New · changed /);
});

test("a contact's tickets are those that it reported, a technician's those that it owns", async () => {
  const contact = await drawAt(person("253"), { ...world(), record_page: () => ({ total: 0, as_of: null, rows: [] }) });
  await userEvent.click(await screen.findByRole("tab", { name: "Tickets" }, lazily));
  expect(await screen.findByText("No tickets of this person are held.")).toBeDefined();
  expect(asked(contact).at(-1)?.filters).toEqual({ contact_id: ["253"] });
  contact.unmount();
  const staff = await drawAt(person("250"), world());
  await userEvent.click(await screen.findByRole("tab", { name: "Tickets" }, lazily));
  await waitFor(() => expect(asked(staff).at(-1)?.filters).toEqual({ owner_id: ["250"] }));
});

test("a ticket shows the number people know, in the table and in the drawer", async () => {
  const known = mockRecord("ticket", 0);
  const numbered = { ...known, record: { ...known.record, number: "20417" } };
  await drawAt(ticket("250"), {
    ...world(),
    record_page: () => ({ total: 1, as_of: null, rows: [numbered] }),
    record_detail: () => ({ record: numbered, raw: null, linked_company: null }),
  });
  const drawer = within(await screen.findByRole("dialog", { name: /Printer does not work/ }, lazily));
  expect(drawer.getByText("Service tickets #20417")).toBeDefined();
  expect(drawer.getByText("Vendor's id").nextSibling?.textContent).toBe("250");
  await userEvent.keyboard("{Escape}");
  expect(await screen.findByRole("gridcell", { name: "20417" })).toBeDefined();
});

test("stages are a column and a filter, also for what has none", async () => {
  const drawn = await drawAt("/tickets", world());
  expect((await row(/Laptop does not work \(2\)/)).textContent).toContain("Triaged");
  await userEvent.click(screen.getByRole("button", { name: "Filter Stage" }));
  await userEvent.click(await screen.findByRole("checkbox", { name: /No stage/ }));
  await waitFor(() => expect(asked(drawn).at(-1)?.filters).toEqual({ stage: [""] }));
  await userEvent.click(screen.getByRole("checkbox", { name: /Waiting/ }));
  await waitFor(() => expect(asked(drawn).at(-1)?.filters).toEqual({ stage: ["", "waiting"] }));
});

test("tickets without an owner can be chosen, and the chip says so", async () => {
  const answers = world();
  const drawn = await drawAt("/tickets", {
    ...answers,
    column_values: () => [{ value: "", count: 97 }, { value: "Ada Quist", count: 3 }],
  });
  await row(/Printer does not work \(1\)/);
  await userEvent.click(screen.getByRole("button", { name: "Filter Owner" }));
  await userEvent.click(await screen.findByRole("checkbox", { name: /No owner.*97/ }));
  await waitFor(() => expect(asked(drawn).at(-1)?.filters).toEqual({ owner_name: [""] }));
  expect(await screen.findByText("Owner: No owner")).toBeDefined();
});

test("a company in a ticket's drawer leads to its own", async () => {
  await drawAt(ticket("250"), mockAnswers({ integrations: [{ id: mockRecord("ticket", 0).integration_id }] }));
  const drawer = within(await screen.findByRole("dialog", { name: /Printer does not work/ }, lazily));
  const link = await drawer.findByRole("link", { name: "Bergen Dental 1" });
  const wanted = openAddress({ integration: mockRecord("company", 0).integration_id, stream: "companies", vendorId: "250" });
  expect(decodeURIComponent(link.getAttribute("href") ?? "")).toBe(`/companies?open=${wanted}`);
});

test("with several integrations the line over a table is as of the oldest, and tells of each", async () => {
  await drawAt("/tickets", mockAnswers({
    integrations: [
      { id: "a", name: "Acme PSA", streams: [read(ago(1))] },
      { id: "b", name: "Old desk", streams: [read(ago(5))] },
      { id: "c", name: "New desk", streams: [read(null)] },
    ],
  }));
  const line = (await screen.findByText(/^From the copy on this computer, as of/, {}, lazily));
  const shown = line.querySelector("[aria-describedby]");
  expect(shown?.textContent).toBe("5 hr ago");
  const told = document.querySelector(`[id="${shown?.getAttribute("aria-describedby") ?? ""}"]`)?.textContent;
  expect(told).toMatch(/Acme PSA: 1 hr ago \(.*\); Old desk: 5 hr ago \(.*\); New desk: not read yet/);
});

test("the counts of a filter are those under the search and the other filters", async () => {
  const drawn = await drawAt(`/tickets?search=vpn&filter=${encodeURIComponent('{"closed":["No"],"stage":["New"]}')}`, world());
  await screen.findByText("Closed: No", {}, lazily);
  await userEvent.click(screen.getByRole("button", { name: "Filter Stage, 1 chosen" }));
  await screen.findByRole("checkbox", { name: /New/ });
  const { args } = drawn.program.calls.findLast(({ command }) => command === "column_values") ?? {};
  expect(args).toMatchObject({
    column: "stage",
    query: { kind: "ticket", text: "vpn", filters: { closed: ["false"], stage: ["new"] } },
  });
});

test("companies say what they are linked to, and can be narrowed to those that are not", async () => {
  const drawn = await drawAt("/companies", world());
  expect((await row(/Bergen Dental 1/)).textContent).toContain("Harbour Dental");
  await userEvent.click(screen.getByRole("button", { name: "Filter Linked to" }));
  await userEvent.click(await screen.findByRole("checkbox", { name: /Not linked/ }));
  await waitFor(() => expect(asked(drawn).at(-1)?.filters).toEqual({ linked: ["false"] }));
  expect(await screen.findByText("Linked to: Not linked")).toBeDefined();
});

test("projects have a table of their own", async () => {
  const drawn = await drawAt("/projects", world());
  await row(/^Migration 1 /);
  expect(asked(drawn).at(-1)?.kind).toBe("project");
});

test("a table of what no connected tool has says so", async () => {
  const tool = mockAnswers({ integrations: [{ streams: [] }] });
  await drawAt("/projects", { ...tool, record_page: () => ({ total: 0, as_of: null, rows: [] }) });
  expect(await screen.findByText("None of the tools that are connected has projects that Patchbay reads.", {}, lazily)).toBeDefined();
});

test("notes are asked when they are looked at; public and internal are told apart in words", async () => {
  const drawn = await drawAt(ticket("250"), world());
  const drawer = within(await screen.findByRole("dialog", { name: /Printer does not work/ }, lazily));
  expect(drawn.program.calls.some(({ command }) => command === "ticket_notes")).toBe(false);
  await userEvent.click(drawer.getByRole("tab", { name: "Notes" }));
  const notes = await drawer.findAllByRole("listitem");
  expect(notes.map((note) => within(note).queryByText("Internal") !== null)).toEqual([false, true, false]);
  expect(within(notes[0] as HTMLElement).getByText("Public")).toBeDefined();
});

test("a record that a filter leaves out says so and why", async () => {
  await drawAt(`/companies?open=${encodeURIComponent(openAddress({ integration: mockRecord("company", 0).integration_id, stream: "companies", vendorId: "990003" }))}`, world());
  expect(await screen.findByText("This record is left out", {}, lazily)).toBeDefined();
  expect(screen.getByText("Left out")).toBeDefined();
  expect(screen.getByText(/A filter of the Sync step leaves it out/)).toBeDefined();
});

test("a record that there is not says so in the drawer", async () => {
  await drawAt(ticket("7"), world());
  expect(await screen.findByText(/has no record 7/, {}, lazily)).toBeDefined();
});

test("a table that cannot be read says so, and reads again", async () => {
  let broken = true;
  const answers = world();
  await drawAt("/tickets", {
    ...answers,
    record_page: (args) => {
      if (broken) {
        throw refusal;
      }
      return answers["record_page"]?.(args);
    },
  });
  expect(await screen.findByText("The database could not be read.", {}, lazily)).toBeDefined();
  broken = false;
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  await row(/Printer does not work \(1\)/);
});

test("the export gathers all rows that the table shows, page by page, and copies them", async () => {
  const answers = world();
  const drawn = await drawAt("/tickets", {
    ...answers,
    record_page: async (args) => ({ ...((await answers["record_page"]?.(args)) as object), total: 6_500 }),
  });
  const user = userEvent.setup();
  await row(/Printer does not work \(1\)/);
  await user.click(screen.getByRole("button", { name: "Export" }));
  expect(await screen.findByText(/^All 6,500 rows that the table shows are copied/)).toBeDefined();
  await user.click(await screen.findByRole("button", { name: "Copy tickets as CSV" }, lazily));
  const lines = (await navigator.clipboard.readText()).split("\r\n");
  expect(lines[1]).toMatch(/^"Printer does not work \(1\)","250"/);
  expect(lines.length).toBeGreaterThan(6_500);
  expect(screen.queryByRole("alert")).toBeNull();
  const offsets = drawn.program.calls.filter(({ command, args }) => command === "record_page" && args["limit"] === 500).map(({ args }) => args["offset"]);
  expect(offsets).toEqual(Array.from({ length: 13 }, (_, at) => at * 500));
});

test("an export that has to be cut says so where it is seen", () => {
  draw(<CutNotice noun="tickets" total={200_000} />);
  expect(screen.getByRole("alert").textContent).toContain("Only the first 50,000 of 200,000 tickets are copied");
});

test("a ticket's stage is a line over its facts", async () => {
  const status = (await import("../../api/mock/connector")).mockReference["board_statuses"]?.[0];
  const settings = { "stage.working": [status?.id ?? ""] };
  const detail = mockRecord("ticket", 0);
  const shown = { ...detail, record: { ...detail.record, status: { id: status?.id, name: status?.name } } };
  await drawAt(ticket("250"), {
    ...mockAnswers({ integrations: [{ id: detail.integration_id, settings }] }),
    record_detail: () => ({ record: shown, raw: null, linked_company: null }),
  });
  const line = within(await screen.findByRole("list", { name: "Stage: Working" }, lazily));
  expect(line.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
    "New, passed", "Triaged, passed", "Working", "Waiting", "Resolved",
  ]);
  expect(line.getByText("Working").closest("li")?.getAttribute("aria-current")).toBe("step");
});

test("a ticket whose status has no stage says where it gets one", async () => {
  const detail = mockRecord("ticket", 0);
  await drawAt(ticket("250"), {
    ...mockAnswers({ integrations: [{ id: detail.integration_id }] }),
    record_detail: () => ({ record: detail, raw: null, linked_company: null }),
  });
  const drawer = within(await screen.findByRole("dialog", { name: /Printer does not work/ }, lazily));
  expect((await drawer.findByRole("link", { name: "Give it one in Configure" })).getAttribute("href")).toContain("/setup/configure");
});

test("users show their role and why; another one set by hand is locked", async () => {
  const drawn = await drawAt("/people?tab=users", world());
  await row(/Dora Lindqvist/);
  expect(within(await row(/Ada Quist/)).getByText("Locked:")).toBeDefined();
  await userEvent.click(screen.getByRole("gridcell", { name: "Dora Lindqvist" }));
  const drawer = within(await screen.findByRole("dialog", { name: "Dora Lindqvist" }));
  expect(drawer.getByText("The default of Acme PSA: Standard User.")).toBeDefined();
  await userEvent.click(drawer.getByRole("combobox", { name: "Role" }));
  await userEvent.click(await screen.findByRole("option", { name: "Technician" }));
  await waitFor(() =>
    expect(drawn.program.calls.find(({ command }) => command === "set_portal_role")?.args).toMatchObject({ role: "technician" }),
  );
  expect(await drawer.findByText("Locked")).toBeDefined();
});

test("more users are imported from the same place", async () => {
  await drawAt("/people?tab=users", world());
  await row(/Dora Lindqvist/);
  expect(screen.getByRole("link", { name: "Import users from Acme PSA" }).getAttribute("href")).toContain("/setup/import");
});

test("without users the tab leads to where they come from", async () => {
  await drawAt("/people?tab=users", { ...world(), portal_users: () => [] });
  expect((await screen.findByRole("link", { name: "Import people from Acme PSA" }, lazily)).getAttribute("href")).toContain("/setup/import");
});
