// The parts of a record that tables and drawers look at, whatever its kind.
import type { CustomField, PersonRole, Record as VendorRecord, RecordReference, RecordView } from "../api";

/** The parts that records of most kinds have. */
interface Parts {
  name?: string;
  summary?: string;
  number?: string | null;
  status?: RecordReference | null;
  role?: PersonRole;
  area?: "service" | "project";
  custom_fields?: CustomField[];
  created_at?: string | null;
  updated_at?: string | null;
}

/** A record, seen without regard to its kind. */
export function partsOf(record: VendorRecord): Parts {
  return record as Parts;
}

/** What a person would call it. */
export function titleOf(record: VendorRecord): string {
  const { summary, name } = partsOf(record);
  return summary ?? name ?? "";
}

/** What people know it by: a ticket's number where the vendor has one, otherwise the vendor's id. */
export function numberOf({ record, vendor_id }: Pick<RecordView, "record" | "vendor_id">): string {
  return partsOf(record).number ?? vendor_id;
}

/** A part of the whole, 0.53, as people read it: "53 %". */
export function percentText(part: number | null | undefined): string {
  return part === null || part === undefined ? "" : `${Math.round(part * 100)} %`;
}
