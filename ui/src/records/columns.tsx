// The columns of every table of records. An id is the column's name in the store, so that it can sort.
import type {
  Company,
  Device,
  Opportunity,
  Person,
  Project,
  RecordReference,
  RecordView,
  Ticket,
} from "../api";
import type { GridColumn } from "../grid";
import { formatDay, RelativeTime } from "../kit";
import { NO_STAGE, shownValue } from "./filter-words";
import { numberOf, partsOf, percentText } from "./record-parts";

/** A column of a table of records. */
export interface RecordColumn extends GridColumn<RecordView> {
  /** What the export says, where the cell shows more than a text. */
  plain?: (row: RecordView) => string;
}
type Column = RecordColumn;

const as = <Kind,>(row: RecordView): Kind => row.record as unknown as Kind;
const named = (reference: RecordReference | null | undefined): string => reference?.name ?? "";

const integration: Column = {
  id: "integration",
  header: "Integration",
  width: 160,
  cell: (row) => row.integration,
};
const vendorId: Column = {
  id: "vendor_id",
  header: "Id",
  width: 96,
  align: "end",
  cell: (row) => row.vendor_id,
};
const number: Column = {
  id: "number",
  header: "Number",
  hint: "The number people know the ticket by",
  width: 104,
  sortable: true,
  align: "end",
  cell: numberOf,
};
const ticketStage: Column = {
  id: "stage",
  header: "Stage",
  hint: "Where Configure puts the ticket's status",
  width: 112,
  sortable: true,
  filterable: "stage",
  cell: (row) => (row.stage === null ? NO_STAGE : shownValue("stage", row.stage)),
};
const linkedTo: Column = {
  id: "linked_to",
  header: "Linked to",
  hint: "Your own company that it is linked to",
  width: 200,
  sortable: true,
  filterable: "linked",
  cell: (row) => row.linked_to ?? "",
};
const updated: Column = {
  id: "updated_at",
  header: "Changed",
  width: 132,
  sortable: true,
  cell: (row) => {
    const at = partsOf(row.record).updated_at;
    return at === null || at === undefined ? "" : <RelativeTime at={at} />;
  },
  plain: (row) => partsOf(row.record).updated_at ?? "",
};
const created: Column = {
  id: "created_at",
  header: "Created",
  width: 132,
  sortable: true,
  defaultHidden: true,
  cell: (row) => {
    const at = partsOf(row.record).created_at;
    return at === null || at === undefined ? "" : <RelativeTime at={at} />;
  },
  plain: (row) => partsOf(row.record).created_at ?? "",
};
const company = (width = 200): Column => ({
  id: "company_name",
  header: "Company",
  width,
  sortable: true,
  filterable: "company_name",
  blank: "No company",
  cell: (row) => named(as<{ company?: RecordReference | null }>(row).company),
});
const text = <Kind,>(
  id: string,
  header: string,
  width: number,
  cell: (record: Kind) => string | null | undefined,
  more: Partial<Column> = {},
): Column => ({ id, header, width, sortable: true, cell: (row) => cell(as<Kind>(row)) ?? "", ...more });

const dayText = (day: string | null | undefined) => day && formatDay(day);

/** Columns whose values can be chosen from a list. `blank`: what is said of rows without a value. */
const chosen = (id: string, blank = "None"): Partial<Column> => ({ filterable: id, blank });

export const companyColumns: readonly Column[] = [
  text<Company>("name", "Company", 280, ({ name }) => name, { pinned: true }),
  linkedTo,
  text<Company>("identifier", "Identifier", 140, ({ identifier }) => identifier),
  text<Company>("status_name", "Status", 120, ({ status }) => named(status), chosen("status_name", "No status")),
  text<Company>("types", "Types", 160, ({ types }) => (types ?? []).map(({ name }) => name).join(", "), {
    sortable: false,
  }),
  text<Company>("city", "City", 140, ({ address }) => address?.city, chosen("city", "No city")),
  text<Company>("state", "State", 90, ({ address }) => address?.state, { defaultHidden: true }),
  text<Company>("zip", "Postcode", 100, ({ address }) => address?.zip, { defaultHidden: true }),
  text<Company>("phone", "Phone", 140, ({ phone }) => phone),
  text<Company>("website", "Website", 180, ({ website }) => website, { defaultHidden: true }),
  updated,
  created,
  { ...integration, defaultHidden: true },
  { ...vendorId, defaultHidden: true },
];

export const ticketColumns: readonly Column[] = [
  text<Ticket>("summary", "Summary", 360, ({ summary }) => summary, { pinned: true }),
  number,
  ticketStage,
  text<Ticket>("status_name", "Status", 150, ({ status }) => named(status), chosen("status_name", "No status")),
  text<Ticket>("board_name", "Board", 150, ({ board }) => named(board), chosen("board_name", "No board")),
  company(),
  text<Ticket>("priority_name", "Priority", 150, ({ priority }) => named(priority), chosen("priority_name", "No priority")),
  text<Ticket>("owner_name", "Owner", 140, ({ owner }) => named(owner), chosen("owner_name", "No owner")),
  {
    id: "closed",
    header: "Closed",
    hint: "As the vendor and the Closed Statuses of Configure count it",
    width: 80,
    sortable: true,
    ...chosen("closed"),
    cell: (row) => (row.closed === true ? "Yes" : "No"),
  },
  updated,
  created,
  { ...integration, defaultHidden: true },
  { ...vendorId, header: "Vendor's id", defaultHidden: true },
];

export const personColumns: readonly Column[] = [
  text<Person>("name", "Name", 240, ({ name }) => name, { pinned: true }),
  text<Person>("role", "Kind", 100, ({ role }) => (shownValue("role", role ?? "contact")), chosen("role")),
  text<Person>("email", "E-mail", 260, ({ email }) => email),
  company(),
  text<Person>("phone", "Phone", 140, ({ phone }) => phone),
  text<Person>("title", "Title", 160, ({ title }) => title, { sortable: false }),
  text<Person>("active", "Active", 80, ({ active }) => (active ? "Yes" : "No"), chosen("active")),
  text<Person>("identifier", "Identifier", 120, ({ identifier }) => identifier, { defaultHidden: true }),
  updated,
  created,
  { ...integration, defaultHidden: true },
  { ...vendorId, defaultHidden: true },
];

export const opportunityColumns: readonly Column[] = [
  text<Opportunity>("name", "Opportunity", 300, ({ name }) => name, { pinned: true }),
  company(),
  text<Opportunity>("stage_name", "Stage", 150, ({ stage }) => named(stage), chosen("stage_name", "No stage")),
  text<Opportunity>("status_name", "Status", 130, ({ status }) => named(status), chosen("status_name", "No status")),
  text<Opportunity>("expected_close", "Expected close", 130, ({ expected_close }) => dayText(expected_close), {
    plain: (row) => as<Opportunity>(row).expected_close ?? "",
  }),
  updated,
  created,
  { ...integration, defaultHidden: true },
  { ...vendorId, defaultHidden: true },
];

export const projectColumns: readonly Column[] = [
  text<Project>("name", "Project", 300, ({ name }) => name, { pinned: true }),
  company(),
  text<Project>("status_name", "Status", 140, ({ status }) => named(status), chosen("status_name", "No status")),
  text<Project>("board_name", "Board", 150, ({ board }) => named(board), chosen("board_name", "No board")),
  text<Project>("manager_name", "Manager", 150, ({ manager }) => named(manager), chosen("manager_name", "No manager")),
  text<Project>("estimated_start", "Planned start", 120, ({ estimated_start }) => dayText(estimated_start), {
    plain: (row) => as<Project>(row).estimated_start ?? "",
  }),
  text<Project>("estimated_end", "Planned end", 120, ({ estimated_end }) => dayText(estimated_end), {
    plain: (row) => as<Project>(row).estimated_end ?? "",
  }),
  text<Project>("percent_complete", "Done", 72, ({ percent_complete }) => percentText(percent_complete), {
    sortable: false,
    align: "end",
  }),
  text<Project>("closed", "Closed", 80, ({ closed }) => (closed ? "Yes" : "No"), {
    ...chosen("closed"),
    hint: "As the vendor counts it",
  }),
  text<Project>("type", "Type", 140, ({ project_type }) => named(project_type), {
    sortable: false,
    defaultHidden: true,
  }),
  updated,
  created,
  { ...integration, defaultHidden: true },
  { ...vendorId, defaultHidden: true },
];

export const deviceColumns: readonly Column[] = [
  text<Device>("name", "Device", 240, ({ name }) => name, { pinned: true }),
  text<Device>("type_name", "Type", 180, ({ device_type }) => named(device_type), chosen("type_name", "No type")),
  company(),
  text<Device>("status_name", "Status", 120, ({ status }) => named(status), chosen("status_name", "No status")),
  text<Device>("serial_number", "Serial number", 160, ({ serial_number }) => serial_number),
  text<Device>("model", "Model", 180, ({ model }) => model),
  text<Device>("active", "Active", 80, ({ active }) => (active ? "Yes" : "No"), chosen("active")),
  updated,
  created,
  { ...integration, defaultHidden: true },
  { ...vendorId, defaultHidden: true },
];

/** What a column says of a row, as text. */
export function plainText({ plain, cell }: RecordColumn, row: RecordView): string {
  const shown = plain?.(row) ?? cell(row);
  return typeof shown === "string" ? shown : "";
}
