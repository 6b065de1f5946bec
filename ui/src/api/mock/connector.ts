// The made-up vendor of the mock program: a connector's table as the real ones send it.
import type { ConnectorView, ReferenceChoice, UnlistedStatus } from "../bindings";

const psa = (id: string, name: string, summary: string): ConnectorView => ({
  id,
  name,
  category: "PSA",
  summary,
  fields: [
    field("api_url", "API URL", "The host name that you log in to, without https://. Cloud: na.example.com, eu.example.com, au.example.com… Your own server: its name, with a port if it has one.", "na.example.com"),
    field("company_id", "Company ID", "What you type as company when you log in. Capitals matter.", "YourCompanyID"),
    { ...field("public_key", "Public Key", "From the API member's tab API Keys.", "aBcD1234"), secret: true },
    { ...field("private_key", "Private Key", "Shown once, when the key is made. If it is lost, make a new one.", "iJkL9012"), secret: true },
    {
      ...field("allow_any_certificate", "Allow any certificate", "Only for your own server with a certificate that it made itself: anybody between you and the server could then read along. Never needed for the cloud.", "false"),
      flag: true,
      optional: true,
    },
  ],
  help: [
    { title: "1. Create a security role", steps: ["Open System > Security Roles and press +.", "Press Save and Close."] },
    { title: "2. Create the keys", steps: ["Choose the tab API Keys and press +.", "Copy both keys at once."] },
  ],
  areas: [
    { id: "companies", label: "Companies", required: true, grant: "Companies > Company Maintenance (Inquire Level: All)" },
    { id: "tickets", label: "Tickets", required: true, grant: "Service Desk > Service Tickets (Inquire Level: All)" },
    { id: "opportunities", label: "Opportunities", required: false, grant: "Sales > Opportunity (Inquire Level: All)" },
  ],
  product_variables: [],
  toggles: [
    toggle("sync_users", "Sync Users", "Reads members: your own staff.", ["companies"]),
    toggle("sync_companies", "Sync Companies", "Reads companies and their contacts.", ["companies"]),
    toggle("sync_tickets", "Enable Ticket Sync", "Reads service tickets.", ["tickets"]),
    toggle("sync_opportunities", "Enable Opportunity Sync", "Reads sales opportunities.", ["opportunities"]),
  ],
  filters: [
    {
      id: "skip_inactive_companies",
      label: "Skip Inactive Companies",
      help: "Leaves out companies whose status is marked inactive (recommended).",
      stream: "companies",
      choose_from: "company_statuses",
      is_switch: true,
      recommended: true,
    },
    {
      id: "exclude_company_types",
      label: "Exclude Company Types",
      help: "Leaves out companies that have one of these types.",
      stream: "companies",
      choose_from: "company_types",
      is_switch: false,
      recommended: false,
    },
    {
      id: "boards_to_sync",
      label: "Boards to Sync",
      help: "Keeps only service tickets on these boards.",
      stream: "tickets",
      choose_from: "boards",
      is_switch: false,
      recommended: false,
    },
  ],
  counts: true,
  sync_remark: "",
  choices: [
    {
      id: "closed_statuses",
      label: "Closed Statuses",
      help: "The statuses that mean a ticket is closed. The column Closed of Tickets goes by the vendor’s own mark.",
      section: "Ticket Settings",
      choose_from: "board_statuses",
      pick: "many",
      toggle: "sync_tickets",
      at_once: true,
    },
    {
      id: "client_comment_status",
      label: "Client Comment Status",
      help: "The status that a ticket gets when the client comments on it.",
      section: "Ticket Settings",
      choose_from: "board_statuses",
      pick: "one_per_parent",
      toggle: "sync_tickets",
      at_once: false,
    },
    {
      id: "default_stage",
      label: "Default Stage",
      help: "Where new opportunities start.",
      section: "Opportunity Settings",
      choose_from: "opportunity_stages",
      pick: "one",
      toggle: "sync_opportunities",
      at_once: false,
    },
  ],
  stages: { statuses: "board_statuses", boards: "boards", toggle: "sync_tickets" },
  imports: { staff: "members", contacts: "contacts", companies: "companies" },
  words: { companies: "Companies", staff: "Members", boards: "Service Boards", devices: "Configurations" },
  in_sandbox: true,
  streams: [
    stream("boards", "Service boards", "reference", null, 1440),
    stream("board_statuses", "Ticket statuses", "reference", null, 1440),
    stream("members", "Members", "people", "sync_users", 60),
    stream("companies", "Companies", "companies", "sync_companies", 30),
    stream("contacts", "Contacts", "people", "sync_companies", 30),
    stream("tickets", "Service tickets", "tickets", "sync_tickets", 15),
    stream("opportunities", "Opportunities", "opportunities", "sync_opportunities", 60),
  ],
});

function field(id: string, label: string, help: string, example: string): ConnectorView["fields"][number] {
  return { id, label, help, example, secret: false, flag: false, expiry: false, optional: false };
}

function toggle(id: string, label: string, help: string, areas: string[]): ConnectorView["toggles"][number] {
  return { id, label, help, default_on: true, areas };
}

function stream(
  name: string,
  label: string,
  kind: string,
  toggleId: string | null,
  every: number,
): ConnectorView["streams"][number] {
  return { name, label, kind, toggle: toggleId, every_minutes: every };
}

/** Two vendors that look alike, so that lists have more than one row. */
export const mockConnectors: ConnectorView[] = [
  psa("acme", "Acme PSA", "Companies, contacts, members, tickets, opportunities and all ticket settings."),
  { ...psa("borealis", "Borealis Desk", "Customers, contacts, technicians and tickets."), in_sandbox: false },
];

const boards = ["Help Desk", "Projects", "Alerts", "Onboarding"];
const statuses = ["New", "Assigned", "In Progress", "Waiting on Client", "Completed", "Closed"];

const item = (id: string, name: string, more: Partial<ReferenceChoice> = {}): ReferenceChoice => ({
  id,
  name,
  parent: null,
  parent_name: null,
  active: true,
  closed: null,
  is_default: false,
  ...more,
});

/** Statuses that the vendor no longer lists, but tickets still have. */
export const mockUnlisted: UnlistedStatus[] = [
  { id: "69417", name: "Parked (old)", parent: "4000", parent_name: boards[0] ?? null, tickets: 12 },
  { id: "69431", name: "With supplier", parent: "4017", parent_name: boards[1] ?? null, tickets: 1 },
];

/** Reference data by stream. */
export const mockReference: Record<string, ReferenceChoice[]> = {
  boards: boards.map((name, board) => item(String(4_000 + board * 17), name)),
  board_statuses: boards.flatMap((board, at) =>
    statuses.map((name, status) =>
      item(String(70_000 + at * 131 + status * 7), name, {
        parent: String(4_000 + at * 17),
        parent_name: board,
        closed: status >= 4,
        is_default: status === 0,
      }),
    ),
  ),
  company_statuses: [item("1", "Active"), item("19", "Inactive", { active: false })],
  company_types: ["Client", "Prospect", "Vendor", "Partner"].map((name, at) => item(String(31 + at * 8), name)),
  opportunity_stages: ["Qualification", "Proposal", "Negotiation"].map((name, at) => item(String(5 + at), name)),
  members: ["Ada Quist", "Ben Ortiz", "Cleo Park"].map((name, at) => item(String(180 + at * 3), name)),
};
