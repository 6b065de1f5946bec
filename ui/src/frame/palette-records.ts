// Found records as lines of the palette, grouped by kind; choosing one opens its table with its drawer.
import {
  IconBuilding,
  IconDevices,
  IconSubtask,
  IconTargetArrow,
  IconTicket,
  IconUser,
  type TablerIcon,
} from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";

import type { RecordKind, RecordView } from "../api";
import { openAddress } from "../kit";
import { numberOf } from "../records/record-parts";
import type { PaletteGroup } from "./palette-actions";

interface KindPlace {
  group: string;
  to: "/companies" | "/people" | "/tickets" | "/opportunities" | "/projects" | "/devices";
  icon: TablerIcon;
}

const kinds: Readonly<Partial<{ [Kind in RecordKind]: KindPlace }>> = {
  company: { group: "Companies", to: "/companies", icon: IconBuilding },
  person: { group: "People", to: "/people", icon: IconUser },
  ticket: { group: "Tickets", to: "/tickets", icon: IconTicket },
  opportunity: { group: "Opportunities", to: "/opportunities", icon: IconTargetArrow },
  project: { group: "Projects", to: "/projects", icon: IconSubtask },
  device: { group: "Devices", to: "/devices", icon: IconDevices },
};

/** What a record is called: its summary if it is a ticket, its name if not. */
export function recordName({ record, vendor_id }: RecordView): string {
  const name = record.kind === "ticket" ? record.summary : record.name;
  return name === undefined || name === "" ? `Without a name (${vendor_id})` : name;
}

/** A ticket's number, the id of anything else. */
function calledBy(record: RecordView): string {
  return record.record.kind === "ticket" ? `#${numberOf(record)}` : `id ${record.vendor_id}`;
}

function addressOf({ integration_id, stream, vendor_id }: RecordView): string {
  return openAddress({ integration: integration_id, stream, vendorId: vendor_id });
}

/** Opens the table of a record's kind with the record in the drawer. */
export function useOpenRecord(): (record: RecordView) => void {
  const navigate = useNavigate();
  return (record) => {
    const to = kinds[record.record.kind]?.to;
    if (to !== undefined) {
      void navigate({ to, search: { open: addressOf(record) } });
    }
  };
}

/** Records in groups by kind, in the order in which the kinds first occur. */
export function foundGroups(
  records: readonly RecordView[],
  open: (record: RecordView) => void,
): PaletteGroup[] {
  const groups = new Map<string, PaletteGroup>();
  for (const record of records) {
    const place = kinds[record.record.kind];
    if (place === undefined) {
      continue; // There is no table for it.
    }
    const { group, icon } = place;
    const actions = groups.get(group)?.actions ?? [];
    actions.push({
      id: `record-${record.record.kind}-${addressOf(record)}`,
      label: recordName(record),
      description: `${record.integration} · ${calledBy(record)}`,
      icon,
      run: () => open(record),
    });
    groups.set(group, { group, actions });
  }
  return [...groups.values()];
}
