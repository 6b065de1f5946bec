// What is said below the name of a related record, so that one is told from the others.
import type { Device, Opportunity, Person, Project, RecordReference, RecordView, Ticket } from "../api";
import { formatDay } from "../kit";
import { shownValue } from "./filter-words";
import { numberOf } from "./record-parts";

/** The words, in their order: a ticket's number and status, a person's e-mail address… */
export function relatedWords(row: RecordView): string[] {
  const { record } = row;
  switch (record.kind) {
    case "ticket": {
      const { status } = record as unknown as Ticket;
      return [`#${numberOf(row)}`, nameOr(status, "no status")];
    }
    case "project": {
      const { status } = record as unknown as Project;
      return [nameOr(status, "no status")];
    }
    case "opportunity": {
      const { stage, status, expected_close } = record as unknown as Opportunity;
      const close = expected_close === null || expected_close === undefined ? [] : [`closes ${formatDay(expected_close)}`];
      return [...named(stage), nameOr(status, "no status"), ...close];
    }
    case "person": {
      const { email, role } = record as unknown as Person;
      return [email ?? "no e-mail address", ...(role === "staff" ? [shownValue("role", role)] : [])];
    }
    case "device": {
      const { device_type, serial_number } = record as unknown as Device;
      return [...named(device_type), serial_number ?? "no serial number"];
    }
    default:
      return [`#${row.vendor_id}`];
  }
}

function nameOr(reference: RecordReference | null | undefined, none: string): string {
  return reference?.name || none;
}

function named(reference: RecordReference | null | undefined): string[] {
  return reference?.name ? [reference.name] : [];
}
