// What the tests of the Configure and the Import step share: a made-up connector, integration and program.
import { type ComponentType, useState } from "react";

import type { Change, ConnectorView, IntegrationView, ReferenceChoice } from "../../api";
import type { MockAnswer } from "../../api/transport/mock";
import { draw } from "../../test/draw";
import type { StepProps, StepState } from "../step-state";

/** A refusal of the program. */
export const refusal = {
  code: "busy",
  who: "us",
  say: "The database is busy.",
  hint: "Try again.",
  field: null,
  reference: null,
};

/** A connector with everything that both steps draw. */
export const connector: ConnectorView = {
  id: "made_up",
  name: "Made-up PSA",
  category: "PSA",
  summary: "",
  fields: [],
  help: [],
  areas: [],
  product_variables: [],
  toggles: [
    { id: "tickets", label: "Enable Ticket Sync", help: "", default_on: true, areas: [] },
    { id: "deals", label: "Enable Opportunity Sync", help: "", default_on: false, areas: [] },
    { id: "people", label: "Sync Users", help: "", default_on: true, areas: [] },
  ],
  filters: [
    {
      id: "boards",
      label: "Boards to Sync",
      help: "",
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
      id: "closed",
      label: "Closed Statuses",
      help: "Tickets in one of these count as closed.",
      section: "Ticket Settings",
      choose_from: "statuses",
      pick: "many",
      toggle: "tickets",
      at_once: true,
    },
    {
      id: "comment",
      label: "Client Comment Status",
      help: "The status after a comment.",
      section: "Ticket Settings",
      choose_from: "statuses",
      pick: "one_per_parent",
      toggle: "tickets",
      at_once: false,
    },
    {
      id: "deal_type",
      label: "Default Type",
      help: "The type of new ones.",
      section: "Opportunity Settings",
      choose_from: "deal_types",
      pick: "one",
      toggle: "deals",
      at_once: false,
    },
  ],
  stages: { statuses: "statuses", boards: "boards", toggle: "tickets" },
  imports: { staff: "members", contacts: null, companies: "companies" },
  words: { companies: "Companies", staff: "Members", boards: "Boards", devices: "Assets" },
  in_sandbox: false,
  streams: [
    { name: "statuses", label: "Statuses", kind: "reference", toggle: null, every_minutes: 60 },
    { name: "members", label: "Members", kind: "people", toggle: "people", every_minutes: 60 },
    { name: "companies", label: "Companies", kind: "companies", toggle: null, every_minutes: 60 },
  ],
};

/** An integration of it. */
export const integration: IntegrationView = {
  id: "one",
  connector: "made_up",
  name: "Acme PSA",
  connector_name: "Made-up PSA",
  category: "PSA",
  sandbox: false,
  setup: "configure",
  state: "connected",
  reason: "",
  syncing: false,
  fields: {},
  settings: {},
  credentials_expire_on: null,
  last_success_at: null,
  next_due_at: null,
  streams: [
    {
      stream: "tickets",
      label: "Tickets",
      kind: "ticket",
      on: true,
      live: 1200,
      gone: 4,
      last_success_at: null,
      next_due_at: null,
      failures: 0,
      shrink_hold: null,
    },
  ],
};

/** A status of a board. */
export function status(
  id: string,
  name: string,
  board: string,
  more: Partial<ReferenceChoice> = {},
): ReferenceChoice {
  return {
    id,
    name,
    parent: board,
    parent_name: `${board} board`,
    active: true,
    closed: false,
    is_default: false,
    ...more,
  };
}

/** Stores changes in `view` as the program does. */
export function keep(view: IntegrationView, changes: readonly Change[]): IntegrationView {
  const settings = { ...view.settings };
  for (const { key, value } of changes) {
    if (value === "") {
      delete settings[key];
    } else {
      settings[key] = JSON.parse(value) as string[];
    }
  }
  return { ...view, settings };
}

/** Draws a step as the wizard does. `stand()` is what it told last; `stored()` what the program holds. */
export function drawStep(
  Step: ComponentType<StepProps>,
  answers: Record<string, MockAnswer>,
  over: { integration?: Partial<IntegrationView>; connector?: Partial<ConnectorView> } = {},
) {
  let stand: StepState | undefined;
  let view: IntegrationView = { ...integration, ...over.integration };
  const tell = (state: StepState) => {
    stand = state;
  };
  function Wizard() {
    const [first] = useState(view);
    return <Step integration={first} connector={{ ...connector, ...over.connector }} onReady={tell} />;
  }
  const drawn = draw(<Wizard />, {
    set_settings: ({ changes }) => {
      view = keep(view, changes as Change[]);
      return view;
    },
    stage_suggestions: () => [],
    unlisted_statuses: () => [],
    own_companies: () => [],
    portal_users: () => [],
    ...answers,
  });
  return {
    ...drawn,
    stand: () => stand,
    stored: () => view.settings,
    /** The arguments of every call of a command. */
    calls: (command: string) =>
      drawn.program.calls.filter((call) => call.command === command).map((call) => call.args),
  };
}
