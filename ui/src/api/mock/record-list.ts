// The made-up tables, drawers, notes and searches over the made-up records.
import type {
  GoneReason,
  Note,
  Record as VendorRecord,
  RecordDetail,
  RecordKind,
  RecordListQuery,
  RecordView,
} from "../bindings";
import type { MockAnswer } from "../transport/mock";
import { mockContent, mockLink, mockRecord, mockStage, mockStreams, mockTotals } from "./records";
import { refuse } from "./refuse";

/** What a column of the store says of a record, as text. */
function valueOf(record: VendorRecord, column: string): string {
  const field = column.replace(/_(name|id)$/, "");
  const fields = record as unknown as Record<string, unknown>;
  const part = fields[column] ?? fields[field === "type" ? "device_type" : field];
  if (typeof part === "object" && part !== null) {
    const { id, name } = part as { id: string; name: string };
    return column.endsWith("_id") ? id : name;
  }
  return part === undefined || part === null ? "" : String(part);
}

/** What a column says of the record with a number: of itself, or what the program works out. */
function columnOf(kind: RecordKind, at: number, record: VendorRecord, column: string): string {
  switch (column) {
    case "stage":
      return mockStage(kind, at) ?? "";
    case "linked":
      return String(mockLink(kind, at) !== null);
    default:
      return valueOf(record, column);
  }
}

let last: { key: string; numbers: number[] } | undefined;

/** The numbers of the records that a table shows. Searched and filtered like the real ones, but not sorted. */
function numbersOf({ kind, text, filters }: RecordListQuery): number[] {
  const wanted = text?.trim().toLowerCase() ?? "";
  const words = wanted.split(/\s+/);
  const chosen = Object.entries(filters).filter(([, values]) => values.length > 0);
  const key = JSON.stringify([kind, wanted, chosen]);
  if (last?.key !== key) {
    const numbers: number[] = [];
    for (let at = 0; at < (mockTotals[kind] ?? 0); at += 1) {
      const record = mockContent(kind, at);
      const { name = "", summary = name } = record as { name?: string; summary?: string };
      if (
        words.every((word) => summary.toLowerCase().includes(word)) &&
        chosen.every(([column, values]) => values.includes(columnOf(kind, at, record, column)))
      ) {
        numbers.push(at);
      }
    }
    last = { key, numbers };
  }
  return last.numbers;
}

/** The program answers no more rows at once, whatever is asked for. */
const LONGEST_PAGE = 500;

/** A page of a table; sorting turns it round. */
export function mockPage(query: RecordListQuery, offset: number, limit: number) {
  const numbers = numbersOf(query);
  const end = Math.min(numbers.length, offset + Math.min(limit, LONGEST_PAGE));
  const rows: RecordView[] = [];
  for (let at = offset; at < end; at += 1) {
    const number = numbers[query.sort?.descending === true ? numbers.length - 1 - at : at];
    rows.push(mockRecord(query.kind, number ?? 0));
  }
  return { total: numbers.length, as_of: new Date(Date.now() - 4 * 60_000).toISOString(), rows };
}

/** Companies that are gone, by their id, with the reason. */
const gone: Readonly<Record<string, GoneReason>> = { "990001": "absent", "990002": "deleted", "990003": "filtered" };
/** A ticket with values as long as people write them. */
const LONG = "990010";

function special(id: string): RecordView | undefined {
  const reason = gone[id];
  if (reason !== undefined) {
    return { ...mockRecord("company", Number(id) - 989_990), vendor_id: id, gone_at: "2026-09-14T02:00:00Z", gone_reason: reason };
  }
  if (id !== LONG) {
    return undefined;
  }
  const ticket = mockRecord("ticket", 10);
  return {
    ...ticket,
    vendor_id: LONG,
    record: {
      ...ticket.record,
      summary: `Since the move to the new building nobody in accounting reaches ${"the-file-server-with-a-very-long-name".repeat(3)}, and the printer of the second floor prints everything twice`,
      custom_fields: [
        { id: "7", caption: "What the caller has already tried before calling the service desk", value: "Restarted everything. ".repeat(12) },
        { id: "9", caption: "Path", value: `\\\\server\\${"folder\\".repeat(24)}` },
      ],
    } as VendorRecord,
  };
}

const notes: Note[] = [
  { id: "1", text: "Good morning,\nthe printer does not print since yesterday.", author: "Person 12", is_internal: false, by_contact: true, created_at: "2026-09-01T07:12:00Z" },
  { id: "2", text: "Spooler hangs again. Same as last month: do not tell the customer before the driver is checked.", author: "Ada Quist", is_internal: true, created_at: "2026-09-01T08:30:00Z" },
  { id: "3", text: "We have restarted the print service. Please try again.", author: "Ada Quist", is_internal: false, is_resolution: true, created_at: "2026-09-01T09:02:00Z" },
];

function detail(stream: string, id: string): RecordDetail {
  const kind = (Object.keys(mockStreams) as RecordKind[]).find((each) => mockStreams[each] === stream);
  const at = (Number(id) - 250) / 3;
  const found =
    special(id) ?? (kind !== undefined && at >= 0 && at < (mockTotals[kind] ?? 0) ? mockRecord(kind, at) : undefined);
  if (found === undefined) {
    return refuse("not_found", `“Acme PSA” has no record ${id} in “${stream}”.`, "Its stream may have been cleared: sync it again.");
  }
  return {
    record: found,
    raw: JSON.stringify(found.record, null, 2),
    linked_company: kind === undefined ? null : mockLink(kind, at),
  };
}

function find(text: string): RecordView[] {
  const wanted = text.trim().replace(/^#/, "").toLowerCase();
  const kinds = Object.keys(mockStreams) as RecordKind[];
  const at = (Number(wanted) - 250) / 3;
  const byId = Number.isInteger(at) && at >= 0 ? kinds.filter((kind) => at < (mockTotals[kind] ?? 0)).map((kind) => mockRecord(kind, at)) : [];
  const own = special(wanted);
  const byName = wanted === "" ? [] : ["company" as const, "person" as const].flatMap((kind) =>
    numbersOf({ kind, integration: null, stream: null, text: wanted, include_gone: true, sort: null, filters: {} })
      .slice(0, 12)
      .map((number) => mockRecord(kind, number)),
  );
  return [...(own === undefined ? [] : [own]), ...byId, ...byName].slice(0, 30);
}

/** Questions about records. */
export const recordAnswers: Record<string, MockAnswer> = {
  record_page: ({ query, offset, limit }) =>
    mockPage(query as RecordListQuery, Number(offset), Number(limit)),
  column_values: ({ query, column: name }) => {
    const { kind, filters, ...rest } = query as RecordListQuery;
    const column = String(name);
    const others = Object.fromEntries(Object.entries(filters).filter(([other]) => other !== column));
    const counted = new Map<string, number>();
    for (const at of numbersOf({ kind, filters: others, ...rest })) {
      const value = columnOf(kind, at, mockContent(kind, at), column);
      counted.set(value, (counted.get(value) ?? 0) + 1);
    }
    return [...counted].map(([value, count]) => ({ value, count })).toSorted((a, b) => Number(b.value === "") - Number(a.value === "") || b.count - a.count);
  },
  record_detail: ({ stream, vendorId }) => detail(String(stream), String(vendorId)),
  find_records: ({ text }) => find(String(text)),
  ticket_notes: ({ ticket }) => (Number(ticket) % 2 === 0 ? notes : []),
};
