// A made-up vendor for the tests of the wizard, and what its integration looks like.
import type { AppError, AreaView, ConnectorView, DryRunView, IntegrationView, ReferenceChoice } from "../../api";

/** The id of the integration of the tests. */
export const ID = "0198f3a2-5b6c-7d10-9e21-7a4410c3f0aa";

/** A PSA that nobody sells. */
export const fernwood: ConnectorView = {
  id: "fernwood",
  name: "Fernwood PSA",
  category: "PSA",
  summary: "Companies, contacts, agents and tickets.",
  fields: [
    { id: "host", label: "Host", help: "The name that you log in to, without https://.", example: "desk.example.com", secret: false, flag: false, expiry: false, optional: false },
    { id: "account", label: "Account", help: "", example: "northwind", secret: false, flag: false, expiry: false, optional: false },
    { id: "api_key", label: "API Key", help: "Shown once, when it is made.", example: "aBcD1234", secret: true, flag: false, expiry: false, optional: false },
    { id: "expires_on", label: "Key expires on", help: "", example: "", secret: false, flag: false, expiry: true, optional: true },
    { id: "any_certificate", label: "Allow any certificate", help: "Only for your own server.", example: "false", secret: false, flag: true, expiry: false, optional: true },
  ],
  help: [
    { title: "1. Create a role", steps: ["Open Setup > Roles and press +.", "Name the role “Patchbay” and press Save."] },
    { title: "2. Create a key", steps: ["Open Setup > Keys, press + and copy the key at once."] },
  ],
  areas: [
    { id: "companies", label: "Companies", required: true, grant: "Setup > Roles > your role > Companies: Read" },
    { id: "tickets", label: "Tickets", required: true, grant: "Setup > Roles > your role > Desk: Read" },
    { id: "sales", label: "Sales", required: false, grant: "Setup > Roles > your role > Sales: Read" },
  ],
  product_variables: ["PATCHBAY_FERNWOOD_KEY"],
  toggles: [
    { id: "sync_companies", label: "Sync Companies", help: "Reads companies and their contacts.", default_on: true, areas: ["companies"] },
    { id: "sync_tickets", label: "Enable Ticket Sync", help: "Reads tickets.", default_on: true, areas: ["tickets"] },
    { id: "sync_sales", label: "Enable Opportunity Sync", help: "Reads opportunities.", default_on: true, areas: ["sales"] },
  ],
  filters: [
    { id: "skip_inactive", label: "Skip Inactive Companies", help: "Leaves out inactive companies.", stream: "companies", choose_from: "company_statuses", is_switch: true, recommended: true },
    { id: "exclude_types", label: "Exclude Company Types", help: "Leaves out companies of one of these types.", stream: "companies", choose_from: "company_types", is_switch: false, recommended: false },
    { id: "queues", label: "Queues to Sync", help: "All queues when none is chosen.", stream: "tickets", choose_from: "queues", is_switch: false, recommended: false },
    { id: "exclude_statuses", label: "Exclude Statuses", help: "Leaves out tickets in one of these statuses.", stream: "tickets", choose_from: "statuses", is_switch: false, recommended: false },
  ],
  counts: true,
  sync_remark: "Fernwood has no list of projects.",
  choices: [
    { id: "closed_statuses", label: "Closed Statuses", help: "", section: "Ticket Settings", choose_from: "statuses", pick: "many", toggle: "sync_tickets", at_once: true },
  ],
  stages: { statuses: "statuses", boards: "queues", toggle: "sync_tickets" },
  imports: { staff: "agents", contacts: "contacts", companies: "companies" },
  words: { companies: "Companies", staff: "Agents", boards: "Queues", devices: "Assets" },
  in_sandbox: true,
  streams: [
    { name: "companies", label: "Companies", kind: "companies", toggle: "sync_companies", every_minutes: 15 },
    { name: "contacts", label: "Contacts", kind: "people", toggle: "sync_companies", every_minutes: 15 },
    { name: "agents", label: "Agents", kind: "people", toggle: null, every_minutes: 60 },
    { name: "tickets", label: "Tickets", kind: "tickets", toggle: "sync_tickets", every_minutes: 5 },
    { name: "opportunities", label: "Opportunities", kind: "opportunities", toggle: "sync_sales", every_minutes: 30 },
    { name: "company_types", label: "Company types", kind: "reference", toggle: null, every_minutes: 1440 },
    { name: "company_statuses", label: "Company statuses", kind: "reference", toggle: null, every_minutes: 1440 },
    { name: "queues", label: "Queues", kind: "reference", toggle: null, every_minutes: 1440 },
    { name: "statuses", label: "Statuses", kind: "reference", toggle: null, every_minutes: 1440 },
  ],
};

/** An integration of it, whose set-up stands at the permissions. */
export function anIntegration(over: Partial<IntegrationView> = {}): IntegrationView {
  return {
    id: ID,
    connector: "fernwood",
    name: "Fernwood PSA",
    connector_name: "Fernwood PSA",
    category: "PSA",
    sandbox: false,
    setup: "permissions",
    state: "connected",
    reason: "",
    syncing: false,
    fields: { host: "desk.example.com", account: "northwind", any_certificate: "false" },
    settings: {},
    credentials_expire_on: null,
    last_success_at: null,
    next_due_at: null,
    streams: [],
    ...over,
  };
}

/** A refusal as the program sends it. */
export function refusal(over: Partial<AppError> = {}): AppError {
  return { code: "bad", who: "you", say: "That did not work.", hint: "Try something else.", field: null, reference: null, ...over };
}

/** The three areas with these results, in their order. */
export function areas(...results: string[]): AreaView[] {
  return fernwood.areas.map((area, index) => {
    const result = results[index] ?? "Granted";
    return {
      area: area.id,
      label: area.label,
      required: area.required,
      grant: area.grant,
      result,
      ok: result.startsWith("Granted"),
      details: result.startsWith("Granted") ? [] : [`GET /${area.id}: 403 not allowed`],
    };
  });
}

/** The counts of companies and tickets. */
export function counts(kept = 1204): DryRunView[] {
  return [
    {
      stream: "companies",
      label: "Companies",
      total: 1877,
      kept,
      filters: [{ id: "skip_inactive", label: "Skip Inactive Companies", kept: 1340 }],
      problem: null,
    },
    { stream: "contacts", label: "Contacts", total: 5310, kept: 5310, filters: [], problem: null },
    { stream: "tickets", label: "Tickets", total: 48210, kept: 48210, filters: [], problem: null },
    {
      stream: "opportunities",
      label: "Opportunities",
      total: null,
      kept: null,
      filters: [],
      problem: refusal({ say: "The vendor was too slow." }),
    },
  ];
}

function choice(id: string, name: string, parent?: [string, string], active = true): ReferenceChoice {
  return {
    id,
    name,
    parent: parent?.[0] ?? null,
    parent_name: parent?.[1] ?? null,
    active,
    closed: null,
    is_default: false,
  };
}

/** The items of the vendor's lists, by stream. */
export const lists: Readonly<Record<string, ReferenceChoice[]>> = {
  company_types: [choice("4101", "Client"), choice("4107", "Vendor"), choice("4233", "Prospect", undefined, false)],
  company_statuses: [choice("71", "Active"), choice("78", "Inactive", undefined, false)],
  queues: [choice("910", "Service Desk"), choice("944", "Projects")],
  statuses: [
    choice("60010", "New", ["910", "Service Desk"]),
    choice("60011", "In progress", ["910", "Service Desk"]),
    choice("60044", "New", ["944", "Projects"]),
  ],
};
