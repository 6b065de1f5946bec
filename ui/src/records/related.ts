// What belongs to a record and is shown in tabs of its drawer.
import type { RecordKind } from "../api";

/** Kinds of records that a company has. */
const ofCompany: readonly { kind: RecordKind; label: string }[] = [
  { kind: "person", label: "Contacts" },
  { kind: "ticket", label: "Tickets" },
  { kind: "opportunity", label: "Opportunities" },
  { kind: "device", label: "Devices" },
];

/** The tabs of a record of this kind. */
export function relatedTabs(kind: RecordKind): readonly { kind: RecordKind; label: string }[] {
  return kind === "company" ? ofCompany : [];
}
