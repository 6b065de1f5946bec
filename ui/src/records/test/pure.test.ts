// Tables without a page: the address, the words of values, the export.
import { expect, test } from "vitest";

import type { RecordView } from "../../api";
import { mockRecord } from "../../api/mock";
import { lastReads, oldest } from "../AsOf";
import { companyColumns, personColumns, projectColumns, ticketColumns } from "../columns";
import { toCsv } from "../csv";
import { rowsToCsv, shownColumns } from "../export-rows";
import { allFacts, factsOf } from "../facts-of";
import { inOrder, shownValue, storedValue } from "../filter-words";
import { percentText } from "../record-parts";
import { relatedWords } from "../related-words";
import { sortUsers } from "../users";
import { parseView, sortText, viewToQuery } from "../view";
import { anIntegration } from "../../test/integrations";

const stream = (kind: "ticket" | "person", at: string | null) => ({ stream: kind, label: kind, kind, on: true, live: 1, gone: 0, last_success_at: at, next_due_at: null, failures: 0, shrink_hold: null });
const user = (name: string, role: "admin" | "viewer" | "technician") => ({ id: name, name, email: "", role, role_locked: false, role_reason: "", company: null, source: null, links: [] });
const belowTicket = (more: object) => relatedWords({ ...mockRecord("ticket", 0), record: { kind: "ticket", summary: "Mail", ...more } } as unknown as RecordView);

test.each(["=1+1", "+49 30 1", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "|calc", "%0a", "＝1+1"])(
  "%j never becomes a formula",
  (text) => {
    expect(toCsv([], [[text]])).toBe(`\r\n"'${text}"`);
  },
);

test("values keep their quotes, commas, breaks and ordinary words", () => {
  expect(toCsv(["A", "B"], [['Say "yes", now', "one\ntwo"], ["plain", ""]])).toBe(
    '"A","B"\r\n"Say ""yes"", now","one\ntwo"\r\n"plain",""',
  );
});

test("the address and the question say the same", () => {
  const view = parseView({ search: 42 as unknown as string, sort: "-closed", of: "x", filter: { closed: ["Yes"], board_name: ["Help Desk"] } });
  expect(viewToQuery("ticket", view)).toEqual({
    kind: "ticket",
    integration: "x",
    stream: null,
    text: "42",
    include_gone: false,
    sort: { column: "closed", descending: true },
    filters: { closed: ["true"], board_name: ["Help Desk"] },
  });
  expect(sortText(view.sorting)).toBe("-closed");
  expect(sortText(null)).toBeUndefined();
});

test("an address that makes no sense is no view", () => {
  const view = parseView({ search: {} as unknown as string, filter: "nonsense", open: 7 as unknown as string, sort: "" });
  expect(view).toMatchObject({ search: undefined, filter: undefined, sorting: null, filters: {}, open: "7" });
});

test("values of switches and roles are read as words and asked as the store keeps them", () => {
  for (const [column, value, word] of [["closed", "true", "Yes"], ["active", "false", "No"], ["role", "staff", "Staff"]] as const) {
    expect(shownValue(column, value)).toBe(word);
    expect(storedValue(column, word)).toBe(value);
  }
  // A status may be called like that: it is left alone.
  expect(storedValue("status_name", "Yes")).toBe("Yes");
  expect(shownValue("status_name", "true")).toBe("true");
});

test("the export has the columns as they are arranged, the first always first", () => {
  expect(shownColumns(ticketColumns, "none").map(({ id }) => id)).not.toContain("created_at");
  localStorage.setItem("k", JSON.stringify({ visibility: { vendor_id: false, created_at: true }, order: ["updated_at", "summary"], sizing: {} }));
  const ids = shownColumns(ticketColumns, "k").map(({ id }) => id);
  expect(ids.slice(0, 2)).toEqual(["summary", "updated_at"]);
  expect(ids).toContain("created_at");
  expect(ids).not.toContain("vendor_id");
});

test("the export says moments as they are, not how long ago", () => {
  const columns = ticketColumns.filter(({ id }) => id === "summary" || id === "closed" || id === "updated_at");
  expect(rowsToCsv(columns, [mockRecord("ticket", 4)])).toBe(
    '"Summary","Closed","Changed"\r\n"Backup does not work (5)","Yes","2026-08-31T23:32:00.000Z"',
  );
});

test("every column says something as text of every record", () => {
  expect(rowsToCsv(companyColumns, [mockRecord("company", 0)])).toContain('"Bergen Dental 1"');
  expect(rowsToCsv(personColumns, [mockRecord("person", 0)])).toContain('"Staff"');
});

test("a project's dates and progress are told, and what no stage holds says so", () => {
  expect(rowsToCsv(projectColumns, [mockRecord("project", 3)])).toContain('"2026-03-02","2026-10-15","51 %"');
  const stages = ticketColumns.filter(({ id }) => id === "number" || id === "stage");
  const known = mockRecord("ticket", 2);
  const numbered = { ...known, record: { ...known.record, number: "20417" } } as RecordView;
  expect(rowsToCsv(stages, [numbered, mockRecord("ticket", 4)])).toBe(
    '"Number","Stage"\r\n"20417","Working"\r\n"262","No stage"',
  );
});

test("stages are offered in the order of the work, other values as they come", () => {
  const counted = ["", "waiting", "new", "working"].map((value) => ({ value, count: 1 }));
  expect(inOrder("stage", counted).map(({ value }) => value)).toEqual(["new", "working", "waiting", ""]);
  expect(inOrder("board_name", counted)).toEqual(counted);
});

test("below the name of a related record stands what tells it from the others", () => {
  expect(belowTicket({ number: "20417", status: { id: "New", name: "New" } })).toEqual(["#20417", "New"]);
  expect(belowTicket({ status: null })).toEqual(["#250", "no status"]);
  expect(relatedWords(mockRecord("opportunity", 0))).toEqual(["Proposal", "Open"]);
  expect(relatedWords(mockRecord("person", 40))).toEqual(["person.41@example.com", "Staff"]);
});

test("a vendor's company says what it is linked to first of all, or that it is not", () => {
  expect(allFacts(mockRecord("company", 0))[0]).toEqual({ label: "Linked to", text: "Harbour Dental" });
  expect(allFacts(mockRecord("company", 1))[0]?.text).toBe("Not linked to a company of yours");
  const ticket = mockRecord("ticket", 0);
  expect(allFacts(ticket).at(-1)?.label).not.toBe("Vendor's id");
  const numbered = { ...ticket, record: { ...ticket.record, number: "20417" } } as RecordView;
  expect(allFacts(numbered).at(-1)).toEqual({ label: "Vendor's id", text: "250" });
});

test("a table is as of the oldest good read of what it shows", () => {
  const both = [
    anIntegration({ id: "a", streams: [stream("ticket", "2026-11-22T10:00:00Z"), stream("person", "2026-11-23T10:00:00Z")] }),
    anIntegration({ id: "b", streams: [stream("ticket", "2026-11-22T11:00:00+02:00"), stream("ticket", null)] }),
  ];
  const tickets = lastReads(both, "ticket", undefined);
  expect(tickets.map(({ at }) => at)).toEqual(["2026-11-22T10:00:00Z", "2026-11-22T11:00:00+02:00"]);
  expect(oldest(tickets)).toBe("2026-11-22T11:00:00+02:00");
  expect(oldest(lastReads(both, "ticket", "a"))).toBe("2026-11-22T10:00:00Z");
  expect(oldest(lastReads(both, "device", undefined))).toBeUndefined();
  const unread = [...both, anIntegration({ id: "c", name: "Other", streams: [stream("ticket", null)] })];
  expect(lastReads(unread, "ticket", undefined).at(-1)).toEqual({ name: "Other", at: null });
  const off = { ...stream("ticket", "2026-11-01T10:00:00Z"), on: false };
  const switchedOff = (live: number) => lastReads([anIntegration({ id: "d", streams: [{ ...off, live }] })], "ticket", undefined);
  expect([switchedOff(0).length, switchedOff(3).length]).toEqual([0, 1]);
});

test("facts leave out what is empty and read as a person says it", () => {
  const facts = factsOf({ kind: "ticket", area: "service", closed: false, due_at: null, board: { id: "1", name: "Help Desk" }, custom_fields: [{ id: "1", caption: "Site", value: "North" }, { id: "2", caption: "Empty", value: null }] });
  expect(facts).toEqual([
    { label: "Kind", text: "Service desk" },
    { label: "Closed", text: "No" },
    { label: "Board", text: "Help Desk" },
    { label: "Site", text: "North" },
  ]);
});

test("a drawer says what the table says: planned days, progress, and None where people look for something", () => {
  const project = allFacts(mockRecord("project", 3));
  expect(project.find(({ label }) => label === "Done")?.text).toBe("51 %");
  expect(project.filter(({ label }) => label.startsWith("Planned")).map(({ text }) => text)).toEqual(["2 Mar 2026", "15 Oct 2026"]);
  const bare = { ...mockRecord("ticket", 0), record: { kind: "ticket", summary: "Mail", area: "service", status: { id: "1", name: "New" }, closed: false, custom_fields: [] } } as unknown as RecordView;
  expect(allFacts(bare).map(({ label, text }) => `${label}: ${text}`)).toEqual([
    "Summary: Mail", "Kind: Service desk", "Board: None", "Status: New", "Company: None", "Owner: None", "Priority: None", "Closed: No",
  ]);
  expect(percentText(0.53)).toBe("53 %");
  expect([percentText(1), percentText(0), percentText(null)]).toEqual(["100 %", "0 %", ""]);
});

test("users are sorted by role with the most powerful first", () => {
  const users = [user("A", "viewer"), user("B", "admin"), user("C", "technician")];
  expect(sortUsers(users, { column: "role", descending: false }).map(({ name }) => name)).toEqual(["B", "C", "A"]);
  expect(sortUsers(users, { column: "name", descending: true }).map(({ name }) => name)).toEqual(["C", "B", "A"]);
  expect(sortUsers(users, null).map(({ name }) => name)).toEqual(["A", "B", "C"]);
});
