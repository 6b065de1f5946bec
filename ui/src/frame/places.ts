// The places of the left rail and of the palette: their names, icons and addresses.
import {
  IconActivity,
  IconBuilding,
  IconDevices,
  IconPlugConnected,
  IconSettings,
  IconSubtask,
  IconTargetArrow,
  IconTicket,
  IconUsers,
  type TablerIcon,
} from "@tabler/icons-react";

/** A place that one can go to from anywhere. */
export interface Place {
  to:
    | "/integrations"
    | "/companies"
    | "/tickets"
    | "/opportunities"
    | "/projects"
    | "/people"
    | "/devices"
    | "/activity"
    | "/settings";
  label: string;
  icon: TablerIcon;
  /** Other words that it is looked for by. */
  keywords: string[];
}

/** All places, in the order of the rail. */
export const places: readonly Place[] = [
  { to: "/integrations", label: "Integrations", icon: IconPlugConnected, keywords: ["tools", "vendors", "connections"] },
  { to: "/companies", label: "Companies", icon: IconBuilding, keywords: ["mapping", "links", "clients", "customers"] },
  { to: "/tickets", label: "Tickets", icon: IconTicket, keywords: ["notes", "comments", "boards"] },
  { to: "/opportunities", label: "Opportunities", icon: IconTargetArrow, keywords: ["sales", "pipeline"] },
  { to: "/projects", label: "Projects", icon: IconSubtask, keywords: ["work", "plans", "managers", "phases"] },
  { to: "/people", label: "People", icon: IconUsers, keywords: ["users", "contacts", "roles", "staff"] },
  { to: "/devices", label: "Devices", icon: IconDevices, keywords: ["assets", "configurations", "machines"] },
  { to: "/activity", label: "Activity", icon: IconActivity, keywords: ["runs", "problems", "audit", "failed records", "changes"] },
  { to: "/settings", label: "Settings", icon: IconSettings, keywords: ["appearance", "notifications", "schedule"] },
];
