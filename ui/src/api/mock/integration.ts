// An integration of the made-up vendor, and what is done with its credentials and its progress.
import type { IntegrationView, ProgressView, RecordKind } from "../bindings";
import { mockConnectors } from "./connector";
import { mockTotals } from "./records";
import { refuse } from "./refuse";

let lastId = 0;

/** A connector's table names kinds in the plural, an integration's streams do not. */
function kindOf(plural: string): RecordKind {
  const kinds: Readonly<Record<string, RecordKind>> = {
    companies: "company",
    people: "person",
    tickets: "ticket",
    opportunities: "opportunity",
    projects: "project",
    devices: "device",
  };
  return kinds[plural] ?? "reference";
}

/** What the made-up vendor has and no switch of its table is about. */
const withoutSwitch = [
  { name: "projects", label: "Projects", kind: "projects" },
  { name: "configurations", label: "Configurations", kind: "devices" },
];

/** An integration of the first made-up vendor, with what `more` says. */
export function mockIntegration(more: Partial<IntegrationView> = {}): IntegrationView {
  const connector = mockConnectors[0];
  if (connector === undefined) {
    throw new Error("the mock has no connector");
  }
  lastId += 1;
  return {
    id: `0190a000-0000-7000-8000-${String(lastId).padStart(12, "0")}`,
    connector: connector.id,
    name: connector.name,
    connector_name: connector.name,
    category: connector.category,
    sandbox: false,
    setup: null,
    state: "connected",
    reason: "",
    syncing: false,
    fields: { api_url: "na.example.com", company_id: "acme" },
    settings: {},
    credentials_expire_on: null,
    last_success_at: new Date(Date.now() - 4 * 60_000).toISOString(),
    next_due_at: new Date(Date.now() + 11 * 60_000).toISOString(),
    streams: [...connector.streams, ...withoutSwitch].map((stream) => ({
      stream: stream.name,
      label: stream.label,
      kind: kindOf(stream.kind),
      on: true,
      live: mockTotals[kindOf(stream.kind)] ?? 24,
      gone: 0,
      last_success_at: new Date(Date.now() - 4 * 60_000).toISOString(),
      next_due_at: new Date(Date.now() + 11 * 60_000).toISOString(),
      failures: 0,
      shrink_hold: null,
    })),
    ...more,
  } as IntegrationView;
}

/** Credentials as typed. */
export interface Draft {
  fields: Record<string, string>;
  secrets: Record<string, string>;
}

/** What a connection test says; the secret `wrong` is refused. */
export function tested(draft: Draft) {
  if (Object.values(draft.secrets).includes("wrong")) {
    refuse("unauthorized", "The vendor refused the keys.", "Copy both keys again.", "private_key");
  }
  const typed = draft.fields["api_url"] ?? "";
  return {
    proved: ["the keys work", "read companies", "read service boards"],
    version: "v2026.1",
    base_url: "https://na.example.com/v4_6_release/apis/3.0",
    notes: typed.startsWith("https://") ? ["Removed https:// from the API URL."] : [],
  };
}

/** What the credentials may read. */
export function areas() {
  return (mockConnectors[0]?.areas ?? []).map(({ id, label, required, grant }) => ({
    area: id,
    label,
    required,
    result: id === "opportunities" ? "Not permitted" : "Granted",
    ok: id !== "opportunities",
    grant,
    details: [],
  }));
}

/** How far one stream is. `at`: the number of its run. */
export function progress(integration: string, stream: string, read: number, about: number, at: number): ProgressView {
  return {
    run: `0190c000-0000-7000-8000-${String(at).padStart(12, "0")}`,
    integration,
    stream,
    mode: "full",
    read: Math.min(about, Math.floor(read)),
    about,
    per_second: 310,
    waiting_ms: at === 1 ? 12_000 : null,
  };
}
