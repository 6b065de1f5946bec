// What belongs to a record and is shown in tabs of its drawer.
import type { IntegrationView, RecordKind, RecordView } from "../api";
import { partsOf } from "./record-parts";

/** A tab: records of a kind that point at the one in the drawer. */
export interface Related {
  kind: RecordKind;
  label: string;
  /** The column in which they hold its id. */
  by: "company_id" | "contact_id" | "owner_id";
}

/** Kinds of records that a company has. */
const ofCompany: readonly Related[] = [
  { kind: "person", label: "Contacts", by: "company_id" },
  { kind: "ticket", label: "Tickets", by: "company_id" },
  { kind: "opportunity", label: "Opportunities", by: "company_id" },
  { kind: "project", label: "Projects", by: "company_id" },
  { kind: "device", label: "Devices", by: "company_id" },
];

/** The tabs of a record, for kinds that its integration reads. */
export function relatedTabs({ record }: RecordView, integration: IntegrationView | undefined): readonly Related[] {
  const brought = integration?.streams.map(({ kind }) => kind);
  return everyTab(record).filter(({ kind }) => brought?.includes(kind) ?? true);
}

function everyTab(record: RecordView["record"]): readonly Related[] {
  switch (record.kind) {
    case "company":
      return ofCompany;
    case "person":
      // Contacts report tickets, staff own them.
      return [{ kind: "ticket", label: "Tickets", by: partsOf(record).role === "staff" ? "owner_id" : "contact_id" }];
    default:
      return [];
  }
}
