// The parts of a record that tables and drawers look at, whatever its kind.
import type { CustomField, Record as VendorRecord } from "../api";

/** The parts that records of most kinds have. */
interface Parts {
  name?: string;
  summary?: string;
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
