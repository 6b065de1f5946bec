// What a record holds, as pairs of a label and a text, the same way for every vendor.
import type { Address, Record as VendorRecord, RecordKind, RecordReference, RecordView } from "../api";
import { formatDay } from "../kit";
import { numberOf, partsOf, percentText } from "./record-parts";

/** A label and what stands beside it. `at`: the text is a moment. `company`: it names the vendor's company with this id. */
export interface Fact {
  label: string;
  text: string;
  at?: boolean;
  company?: string;
}

/** Fields that stand elsewhere in the drawer or say nothing to a person. */
const passedOver = new Set(["kind", "custom_fields"]);

/** The words of fields whose name does not say them well. */
const labels: Readonly<Record<string, string>> = {
  created_at: "Created",
  updated_at: "Changed",
  closed_at: "Closed at",
  estimated_start: "Planned start",
  estimated_end: "Planned end",
  percent_complete: "Done",
  due_at: "Due",
  sla: "SLA",
  sla_status: "SLA state",
  ip_address: "IP address",
  mac_address: "MAC address",
  email: "E-mail",
  contact_email: "Contact's e-mail",
  device_type: "Type",
  ticket_type: "Type",
  opportunity_type: "Type",
  project_type: "Type",
  is_primary: "Primary contact",
  is_supplier: "Supplier",
  area: "Kind",
  role: "Kind",
};

/** Values that the program keeps as words of its own. */
const ownWords: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  area: { service: "Service desk", project: "Project" },
  role: { contact: "Contact", staff: "Staff" },
};

/** Fields that people miss where they are empty, in the model's order: they say None. */
const never: Readonly<Partial<{ [Kind in RecordKind]: readonly string[] }>> = {
  ticket: ["board", "status", "company", "owner", "priority"],
  opportunity: ["company", "stage", "status"],
  project: ["company", "board", "status", "manager"],
  device: ["company", "status"],
};
/** Fields that stand before those, where a record has them. */
const first = ["kind", "name", "summary", "number", "area", "device_type"];

/** What the record says, what of yours it is linked to, and the vendor's id where people know another number. */
export function allFacts(row: RecordView): Fact[] {
  const { record, vendor_id, linked_to } = row;
  const facts = factsOf(record, never[record.kind]).map((fact) =>
    fact.label === "Closed" && row.closed !== null ? { ...fact, text: row.closed ? "Yes" : "No" } : fact,
  );
  if (record.kind === "company") {
    facts.unshift({ label: "Linked to", text: linked_to ?? "Not linked to a company of yours" });
  }
  return numberOf(row) === vendor_id ? facts : [...facts, { label: "Vendor's id", text: vendor_id }];
}

/** Everything that the record says, in the model's order; empty fields are left out, but for those `told`. */
export function factsOf(record: VendorRecord, told: readonly string[] = []): Fact[] {
  const facts = withFields(record, told)
    .filter(([field]) => !passedOver.has(field))
    .flatMap(([field, value]): Fact[] => {
      const text = textOfField(field, value) || (told.includes(field) ? "None" : "");
      return text === ""
        ? []
        : [{ label: labelOf(field), text, ...(isMoment(field) ? { at: true } : {}), ...companyOf(field, value) }];
    });
  const own = (partsOf(record).custom_fields ?? []).flatMap(({ caption, value }): Fact[] =>
    value === null || value === "" ? [] : [{ label: caption, text: value }],
  );
  return [...facts, ...own];
}

/** The fields of a record, and those that it has to have, each behind the one before it in the list. */
function withFields(record: VendorRecord, wanted: readonly string[]): [string, unknown][] {
  const fields: [string, unknown][] = Object.entries(record);
  let before = fields.findLastIndex(([field]) => first.includes(field));
  for (const field of wanted) {
    const at = fields.findIndex(([name]) => name === field);
    before = at === -1 ? before + 1 : at;
    if (at === -1) {
      fields.splice(before, 0, [field, null]);
    }
  }
  return fields;
}

function textOfField(field: string, value: unknown): string {
  return field === "percent_complete"
    ? percentText(value as number | null)
    : (ownWords[field]?.[String(value)] ?? textOf(value));
}

function companyOf(field: string, value: unknown): { company?: string } {
  const id = field === "company" ? (value as RecordReference | null)?.id : undefined;
  return id === undefined || id === "" ? {} : { company: id };
}

function labelOf(field: string): string {
  const words = field.replaceAll("_", " ");
  return labels[field] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

function isMoment(field: string): boolean {
  return field.endsWith("_at");
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) {
    return "";
  }
  if (typeof value === "boolean") {
    return value ? "Yes" : "No";
  }
  if (Array.isArray(value)) {
    return value.map(textOf).filter(Boolean).join(", ");
  }
  if (typeof value === "object") {
    return "name" in value ? (value as RecordReference).name : addressText(value as Address);
  }
  const text = String(value);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? formatDay(text) : text;
}

function addressText({ line1, line2, zip, city, state, country }: Address): string {
  return [line1, line2, [zip, city].filter(Boolean).join(" "), state, country].filter(Boolean).join(", ");
}
