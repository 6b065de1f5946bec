// A made-up program that remembers what the wizard does: for its tests, and to look at it in a browser.
import type { Change, Draft, FilterValue, IntegrationView, SetupStep } from "../../api";
import type { MockAnswer } from "../../api/transport/mock";
import { anIntegration, areas, counts, fernwood, lists } from "./fixtures";

/** Answers for every command that the wizard's own steps use. `start`: the integrations that exist. */
export function wizardAnswers(start: readonly IntegrationView[] = []): Record<string, MockAnswer> {
  let integrations = [...start];
  const change = (id: unknown, over: (before: IntegrationView) => Partial<IntegrationView>) => {
    integrations = integrations.map((each) => (each.id === id ? { ...each, ...over(each) } : each));
    return integrations.find((each) => each.id === id);
  };
  return {
    about: () => ({ version: "0.0.0", data_folder: "", log_folder: "", database_bytes: 0, vault: "The keyring of this computer" }),
    startup: () => ({ phase: "ready" }),
    running_progress: () => [],
    connectors: () => [fernwood],
    integrations: () => integrations,
    open_sandbox: () => [
      {
        connector: "fernwood",
        name: "Fernwood PSA",
        fields: { host: "http://127.0.0.1:41733", account: "sandbox" },
        secrets: ["api_key"],
      },
    ],
    test_credentials: () => report,
    test_integration: () => ({ ...report, notes: [] }),
    add_integration: (args) => {
      const { name, fields, sandbox } = args["draft"] as Draft;
      const integration = anIntegration({ name, sandbox, fields: { ...fields, host: "desk.example.com" } });
      integrations = [...integrations, integration];
      return { integration, notes: report.notes };
    },
    replace_credentials: (args) => ({ report: { ...report, notes: [] }, integration: change(args["integration"], () => ({})) }),
    last_permissions: () => null,
    permissions: () => areas("Granted", "Granted but no data", "Granted"),
    preview: () => counts(),
    reference_choices: (args) => lists[args["stream"] as string] ?? [],
    set_settings: (args) => {
      const changes = args["changes"] as Change[];
      return change(args["integration"], (before) => ({
        name: changes.find(({ key }) => key === "name")?.value ?? before.name,
        settings: Object.fromEntries(
          Object.entries({ ...before.settings, ...Object.fromEntries(changes.map(asStored)) }).filter(
            ([key, value]) => key !== "name" && value !== "",
          ),
        ),
      }));
    },
    set_setup_step: (args) =>
      change(args["integration"], () => ({ setup: args["step"] as SetupStep | null })),
    start_sync: () => ({ started: true }),
    cancel_sync: () => true,
    stage_suggestions: () => [],
    unlisted_statuses: () => [],
    own_companies: () => [],
    portal_users: () => [],
    import_candidates: () => ({ total: 0, linked: 0, rows: [] }),
    preferences: () => ({ close_to_tray: true, notify_completed: true, notify_problems: true }),
    paused_until: () => null,
    failed_records: () => [],
    broken_references: () => [],
    find_records: () => [],
  };
}

const report = {
  proved: ["the key works", "read companies", "read tickets"],
  version: "2026.3",
  base_url: "https://desk.example.com/api",
  notes: ["Removed https:// and the path; only the host is used."],
};

function asStored({ key, value }: Change): [string, FilterValue] {
  if (value === "on" || value === "off") {
    return [key, value === "on"];
  }
  return [key, value.startsWith("[") ? (JSON.parse(value) as string[]) : value];
}
