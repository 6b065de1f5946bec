// Made-up records of the mock program, computed from their number, so that any amount costs nothing.
import type { Record as VendorRecord, RecordKind, RecordView, Stage } from "../bindings";

/** How many records of each kind there are. */
export const mockTotals: Partial<{ [kind in RecordKind]: number }> = {
  company: 1_204,
  person: 8_410,
  ticket: 200_000,
  opportunity: 312,
  project: 64,
  device: 9_750,
};

const places = ["Bergen", "Leeds", "Porto", "Ghent", "Turku"];
const trades = ["Dental", "Logistics", "Bakery", "Architects", "Legal", "Clinic"];
const statuses = ["New", "Assigned", "In Progress", "Waiting on Client", "Closed"];
const boards = ["Help Desk", "Projects", "Alerts", "Onboarding"];
const pick = <Item>(list: readonly Item[], at: number): Item => list[at % list.length] as Item;
const named = (id: number, name: string) => ({ id: String(id), name });
const companyName = (at: number) => `${pick(places, at)} ${pick(trades, at * 7)} ${at + 1}`;

/** What the record of a kind with this number says. */
export function mockContent(kind: RecordKind, at: number): VendorRecord {
  const company = named(250 + (at % 1_204) * 3, companyName(at % 1_204));
  const common = {
    custom_fields: [],
    created_at: "2026-03-02T09:00:00Z",
    updated_at: new Date(Date.UTC(2026, 8, 1) - at * 420_000).toISOString(),
  };
  switch (kind) {
    case "ticket":
      return {
        kind,
        summary: `${pick(["Printer", "Laptop", "VPN", "Mailbox", "Backup"], at)} does not work (${at + 1})`,
        area: "service",
        board: named(4_000, pick(boards, at * 3)),
        status: at % 50 === 49 ? null : named(70_000, pick(statuses, at)),
        priority: named(8, pick(["Low", "Medium", "High"], at)),
        company,
        owner: named(180, pick(["Ada Quist", "Ben Ortiz", "Cleo Park"], at)),
        closed: at % 5 === 4,
        ...common,
      } as unknown as VendorRecord;
    case "person":
      return {
        kind,
        name: `Person ${at + 1}`,
        role: at % 40 === 0 ? "staff" : "contact",
        email: `person.${at + 1}@example.com`,
        company,
        is_primary: at % 9 === 0,
        active: at % 13 !== 0,
        types: [],
        ...common,
      } as unknown as VendorRecord;
    case "opportunity":
      return {
        kind,
        name: `Renewal ${at + 1}`,
        company,
        stage: named(5, "Proposal"),
        status: named(1, "Open"),
        ...common,
      } as unknown as VendorRecord;
    case "project":
      return {
        kind,
        name: `${pick(["Migration", "Office move", "Network renewal"], at)} ${at + 1}`,
        company,
        board: named(4_017, "Projects"),
        status: named(3, pick(["Open", "On hold", "Completed"], at * 2)),
        manager: named(180, pick(["Ada Quist", "Ben Ortiz", "Cleo Park"], at)),
        closed: at % 3 === 1,
        estimated_start: "2026-03-02",
        estimated_end: `2026-1${at % 3}-15`,
        percent_complete: ((at * 17) % 101) / 100,
        ...common,
      } as unknown as VendorRecord;
    case "device":
      return {
        kind,
        name: `WS-${10_000 + at}`,
        device_type: named(2, "Managed Workstation"),
        company,
        serial_number: `SN${at * 7_919}`,
        active: true,
        ...common,
      } as unknown as VendorRecord;
    default:
      return {
        kind: "company",
        name: companyName(at),
        identifier: `C${at + 1}`,
        status: named(1, at % 17 === 0 ? "Inactive" : "Active"),
        types: [named(31, "Client")],
        phone: "555 0100",
        address: { city: pick(places, at) },
        is_supplier: false,
        deleted: false,
        ...common,
      } as unknown as VendorRecord;
  }
}

/** The stream that brings each kind. */
export const mockStreams: Partial<{ [kind in RecordKind]: string }> = {
  company: "companies",
  person: "contacts",
  ticket: "tickets",
  opportunity: "opportunities",
  project: "projects",
  device: "configurations",
};

const labels: Partial<{ [kind in RecordKind]: string }> = {
  company: "Companies",
  person: "Contacts",
  ticket: "Service tickets",
  opportunity: "Opportunities",
  project: "Projects",
  device: "Configurations",
};

/** The stages of the statuses; the last one was put on none. */
const stages: readonly Stage[] = ["new", "triaged", "working", "waiting"];

/** The stage of a ticket. */
export function mockStage(kind: RecordKind, at: number): Stage | null {
  return kind === "ticket" && at % 50 !== 49 ? (stages[at % statuses.length] ?? null) : null;
}

/** What of ours a company is linked with. */
export function mockLink(kind: RecordKind, at: number): string | null {
  return kind === "company" && at % 3 === 0 ? "Harbour Dental" : null;
}

/** The record of a kind with this number, from 0. */
export function mockRecord(kind: RecordKind, at: number): RecordView {
  const record = mockContent(kind, at);
  return {
    key: at + 1,
    integration: "Acme PSA",
    integration_id: "0190a000-0000-7000-8000-000000000001",
    stream: mockStreams[kind] ?? kind,
    stream_label: labels[kind] ?? kind,
    vendor_id: String(250 + at * 3),
    gone_at: null,
    gone_reason: null,
    first_seen_at: "2026-09-01T08:00:00Z",
    changed_at: "2026-09-01T08:00:00Z",
    record,
    stage: mockStage(kind, at),
    closed: kind === "ticket" ? (record as { closed?: boolean }).closed === true : null,
    linked_to: mockLink(kind, at),
  } as RecordView;
}
