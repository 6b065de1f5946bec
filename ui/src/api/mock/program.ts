// The made-up program behind the page in a plain browser: integrations that can be added, synced,
// paused and removed, with progress as the real one tells it. No test of the program's own rules.
import type {
  Change,
  IntegrationName,
  IntegrationView,
  NotStarted,
  PageEvent,
  Preferences,
  ProgressView,
  QuietHours,
  SetupStep,
} from "../bindings";
import { type MockAnswer, type MockProgram, mockTransport } from "../transport/mock";
import { activityAnswers } from "./activity";
import { mockConnectors, mockReference, mockUnlisted } from "./connector";
import { importAnswers } from "./imports";
import { areas, type Draft, mockIntegration, progress, tested } from "./integration";
import { recordAnswers } from "./record-list";
import { mockTotals } from "./records";
import { refuse } from "./refuse";
import { userAnswers } from "./users";

/** What the made-up program starts with. */
export interface MockStart {
  /** Integrations that are there already. */
  integrations?: Partial<IntegrationView>[];
  /** Answers that take the place of the usual ones. */
  answers?: Record<string, MockAnswer>;
  /** Streams that are being read for as long as the page is open. */
  progress?: (integrations: readonly IntegrationView[]) => ProgressView[];
  /** Until when the whole schedule is paused. */
  pausedUntil?: string;
}

/** Starts a made-up program. */
export function mockProgram(start: MockStart = {}): MockProgram {
  let integrations = (start.integrations ?? []).map((more) => mockIntegration(more));
  let preferences: Preferences = {
    close_to_tray: null,
    notify_completed: true,
    notify_problems: true,
  };
  let quiet: QuietHours | null = null;
  let pausedUntil = start.pausedUntil ?? null;
  const tell = (event: PageEvent) => program.send("page-event", event);
  const changed = (...tags: string[]) => tell({ event: "data_changed", tags });
  const one = (id: unknown): IntegrationView =>
    integrations.find((each) => each.id === id) ??
    refuse("not_found", "There is no such integration.", "Choose another one.");
  const update = (id: unknown, more: Partial<IntegrationView>): IntegrationView => {
    const after = { ...one(id), ...more };
    integrations = integrations.map((each) => (each.id === id ? after : each));
    changed("integrations");
    return after;
  };

  function sync(id: unknown): void {
    const integration = update(id, { syncing: true });
    tell({ event: "sync_began", integration: integration.id, trigger: "person" });
    let read = 0;
    const timer = setInterval(() => {
      read += 480;
      const runs = integration.streams
        .filter((stream) => stream.kind !== "reference")
        .map((stream, at) => progress(integration.id, stream.stream, read / (at + 1), stream.live, at));
      tell({ event: "progress", runs });
      if (read > 8_000 || !integrations.some((each) => each.id === id && each.syncing)) {
        clearInterval(timer);
        update(id, { syncing: false, state: "connected", last_success_at: new Date().toISOString() });
        tell({ event: "sync_finished", integration: integration.id, trigger: "person", outcome: null, problem: null });
        changed("runs", "records:company", "records:person", "records:ticket");
      }
    }, 250);
  }

  const imports = importAnswers(changed);
  const users = userAnswers(changed);
  const answers: Record<string, MockAnswer> = {
    startup: () => ({ phase: "ready" }),
    about: () => ({
      version: "0.1.0",
      data_folder: "~/.local/share/patchbay",
      log_folder: "~/.local/share/patchbay/logs",
      database_bytes: 12_345_678,
      vault: "The keyring of this computer",
    }),
    connectors: () => mockConnectors,
    integrations: () => integrations,
    open_sandbox: () => [
      {
        connector: "acme",
        name: "Acme PSA",
        fields: { api_url: "http://127.0.0.1:40123", company_id: "sandbox" },
        secrets: ["public_key", "private_key"],
      },
    ],
    remove_sandbox: () => {
      const before = integrations.length;
      integrations = integrations.filter((each) => !each.sandbox);
      changed("integrations");
      return { integrations: before - integrations.length, records: 0, imported: 0 };
    },
    test_credentials: ({ draft }) => tested(draft as Draft),
    test_integration: () => tested({ fields: {}, secrets: {} }),
    add_integration: ({ draft }) => {
      const { name, fields, sandbox } = draft as Draft & { name: string; sandbox: boolean };
      const notes = tested(draft as Draft).notes;
      const integration = mockIntegration({
        name,
        fields,
        sandbox,
        setup: "permissions",
        state: "not_set_up",
        last_success_at: null,
        next_due_at: null,
        streams: [],
      });
      integrations = [...integrations, integration];
      changed("integrations");
      return { integration, notes };
    },
    replace_credentials: ({ integration, fields, secrets }) => ({
      report: tested({ fields, secrets } as Draft),
      integration: one(integration),
    }),
    permissions: () => areas(),
    last_permissions: () => ({ checked_at: new Date().toISOString(), areas: areas() }),
    set_settings: ({ integration, changes }) => {
      const before = one(integration);
      const settings = { ...before.settings };
      let name = before.name;
      for (const { key, value } of changes as Change[]) {
        if (key === "name") {
          name = value;
        } else if (value === "") {
          delete settings[key];
        } else if (value.startsWith("[")) {
          settings[key] = JSON.parse(value) as string[];
        } else {
          settings[key] = value === "on" || value === "off" ? value === "on" : value;
        }
      }
      return update(integration, { settings, name });
    },
    preview: () => [
      { stream: "companies", label: "Companies", total: 1_877, kept: 1_204, filters: [{ id: "skip_inactive_companies", label: "Skip Inactive Companies", kept: 1_340 }], problem: null },
      { stream: "tickets", label: "Service tickets", total: 48_210, kept: 48_210, filters: [], problem: null },
    ],
    reference_choices: ({ stream }) => mockReference[String(stream)] ?? [],
    unlisted_statuses: () => mockUnlisted,
    stage_suggestions: () =>
      (mockReference["board_statuses"] ?? []).flatMap(({ id, name, closed }) =>
        closed === true
          ? [{ status: id, stage: "resolved" }]
          : name === "New"
            ? [{ status: id, stage: "new" }]
            : [],
      ),
    set_setup_step: ({ integration, step }) =>
      update(integration, {
        setup: step as SetupStep | null,
        ...(step === null ? { state: "connected" as const } : {}),
      }),
    set_paused: ({ integration, paused }) =>
      update(integration, {
        state: paused === true ? "paused" : "connected",
        reason: paused === true ? "Paused by you." : "",
      }),
    remove_integration: ({ integration }) => {
      const gone = one(integration);
      integrations = integrations.filter((each) => each.id !== gone.id);
      changed("integrations", "runs");
      return gone;
    },
    start_sync: ({ integration }) => {
      sync(integration);
      return { started: true };
    },
    accept_shrink: ({ integration }) => {
      sync(integration);
      return { started: true };
    },
    sync_everything: () => {
      const began: IntegrationName[] = [];
      const refused: NotStarted[] = [];
      for (const { id, connector, name, state, syncing, setup } of integrations) {
        const integration = { id, connector, name };
        const code = syncing
          ? "syncing"
          : setup !== null && state === "not_set_up"
            ? "not_set_up"
            : state === "paused"
              ? "paused"
              : state === "disconnected" || state === "stopped"
                ? "needs_credentials"
                : undefined;
        if (code === undefined) {
          sync(id);
          began.push(integration);
        } else {
          refused.push({ integration, why: { code, who: "you", say: "Not now.", hint: "", field: null, reference: null } });
        }
      }
      return { began, refused };
    },
    clear_and_resync: ({ integration }) => {
      sync(integration);
      return { records: mockTotals.ticket, backup: "~/.local/share/patchbay/backups/before-clear.db" };
    },
    cancel_sync: ({ integration }) => {
      update(integration, { syncing: false });
      return true;
    },
    running_progress: () => start.progress?.(integrations) ?? [],
    pause_everything: ({ minutes }) => {
      pausedUntil =
        minutes === null ? null : new Date(Date.now() + Number(minutes) * 60_000).toISOString();
      tell({ event: "paused", until: pausedUntil });
      return pausedUntil;
    },
    paused_until: () => pausedUntil,
    kind_counts: () =>
      integrations.flatMap(({ id }) =>
        Object.entries(mockTotals).map(([kind, live]) => ({ kind, integration: id, live })),
      ),
    ...recordAnswers,
    ...imports,
    ...users,
    undo_removal: (args) =>
      (String(args["operation"]).startsWith("user ") ? users : imports)["undo_removal"]?.(args),
    ...activityAnswers(() => integrations),
    preferences: () => preferences,
    set_preferences: ({ preferences: after }) => {
      preferences = after as Preferences;
      return preferences;
    },
    autostart: () => false,
    set_autostart: ({ on }) => on,
    quiet_hours: () => quiet,
    set_quiet_hours: ({ hours }) => {
      quiet = hours as QuietHours | null;
      return null;
    },
    open_folder: () => null,
    closing_answer: () => null,
    closing_dismissed: () => null,
    unlock: () => null,
    open_again: () => null,
    ...start.answers,
  };
  const program = mockTransport(answers);
  return program;
}
