// What a record holds, as pairs of a label and a text, the same way for every vendor.
import type { Address, Record as VendorRecord, RecordReference, RecordView } from "../api";
import { numberOf, partsOf } from "./record-parts";

/** A label and what stands beside it. `at`: the text is a moment. */
export interface Fact {
  label: string;
  text: string;
  at?: boolean;
}

/** Fields that stand elsewhere in the drawer or say nothing to a person. */
const passedOver = new Set(["kind", "custom_fields"]);

/** The words of fields whose name does not say them well. */
const labels: Readonly<Record<string, string>> = {
  created_at: "Created",
  updated_at: "Changed",
  closed_at: "Closed at",
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

/** What the record says, what of yours it is linked to, and the vendor's id where people know another number. */
export function allFacts(row: RecordView): Fact[] {
  const { record, vendor_id, linked_to } = row;
  const facts = factsOf(record).map((fact) =>
    fact.label === "Closed" && row.closed !== null ? { ...fact, text: row.closed ? "Yes" : "No" } : fact,
  );
  if (record.kind === "company") {
    facts.unshift({ label: "Linked to", text: linked_to ?? "Not linked to a company of yours" });
  }
  return numberOf(row) === vendor_id ? facts : [...facts, { label: "Vendor's id", text: vendor_id }];
}

/** Everything that the record says, in the model's order; empty fields are left out. */
export function factsOf(record: VendorRecord): Fact[] {
  const facts = Object.entries(record)
    .filter(([field]) => !passedOver.has(field))
    .flatMap(([field, value]): Fact[] => {
      const text = ownWords[field]?.[String(value)] ?? textOf(value);
      return text === "" ? [] : [{ label: labelOf(field), text, ...(isMoment(field) ? { at: true } : {}) }];
    });
  const own = (partsOf(record).custom_fields ?? []).flatMap(({ caption, value }): Fact[] =>
    value === null || value === "" ? [] : [{ label: caption, text: value }],
  );
  return [...facts, ...own];
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
  return String(value);
}

function addressText({ line1, line2, zip, city, state, country }: Address): string {
  return [line1, line2, [zip, city].filter(Boolean).join(" "), state, country].filter(Boolean).join(", ");
}
