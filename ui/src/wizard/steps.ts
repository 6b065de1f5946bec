// The steps of the set-up: their order, their words, and how far an integration has got.
import type { ConnectorView, IntegrationView, SetupStep } from "../api";

/** Every step in its order. */
export const STEP_ORDER: readonly SetupStep[] = ["connect", "permissions", "sync", "configure", "import"];

/** What each step is called, and what it is for. */
export const STEP_WORDS: Readonly<Record<SetupStep, { label: string; about: string }>> = {
  connect: { label: "Connect", about: "Where the tool is, and with which keys Patchbay signs in." },
  permissions: { label: "Permissions", about: "What the keys may read, tested one area at a time." },
  sync: { label: "Sync", about: "What is read, what is left out, and how often." },
  configure: { label: "Configure", about: "What statuses mean, and what new records start with." },
  import: {
    label: "Import",
    about: "Optional: who of your staff and which companies come in now. You can also do this later.",
  },
};

/** Up to this height the rows of a list count more than the words above them; the style sheets name it, too. */
export const LOW_WINDOW = "(max-height: 860px)";

/** What is said when the set-up is left before its end. */
export function savedWords(name: string): string {
  return `${name} is saved. “Go on with the set-up” on its card leads back to where it stands.`;
}

/** The steps that a connector has: one that offers nothing to configure has no Configure step. */
export function stepsOf(connector: ConnectorView): SetupStep[] {
  const { imports } = connector;
  const has: Readonly<Record<SetupStep, boolean>> = {
    connect: true,
    permissions: connector.areas.length > 0,
    sync: true,
    configure: connector.choices.length > 0 || connector.stages !== null,
    import: imports.staff !== null || imports.companies !== null,
  };
  return STEP_ORDER.filter((step) => has[step]);
}

/** How far the set-up has got, as a place among `steps`; a complete one has reached them all. */
export function reachedOf(steps: readonly SetupStep[], setup: SetupStep | null): number {
  if (setup === null) {
    return steps.length - 1;
  }
  const stands = STEP_ORDER.indexOf(setup);
  const at = steps.findIndex((step) => STEP_ORDER.indexOf(step) >= stands);
  return at === -1 ? steps.length - 1 : at;
}

/** The step to show: the one in the address if it was reached, otherwise where the set-up stood. */
export function stepToShow(
  steps: readonly SetupStep[],
  setup: SetupStep | null,
  asked: string | undefined,
): SetupStep {
  const reached = reachedOf(steps, setup);
  const at = steps.findIndex((step) => step === asked);
  if (at !== -1 && at <= reached) {
    return steps[at] ?? "connect";
  }
  if (setup !== null) {
    return steps[reached] ?? "connect";
  }
  // A step that this connector does not have: the one before it.
  const wanted = STEP_ORDER.findIndex((step) => step === asked);
  return steps.findLast((step) => STEP_ORDER.indexOf(step) < wanted) ?? steps[0] ?? "connect";
}

/**
 * Where **Configure** leads: the step that is called so, but to the keys where those keep it from syncing;
 * and while the set-up is not finished, to where it stands.
 */
export function stepToConfigure({ setup, state }: Pick<IntegrationView, "setup" | "state">): SetupStep {
  return setup ?? (state === "stopped" || state === "disconnected" ? "connect" : "configure");
}

/** Whether the first save of the Sync step is still to come: then what is recommended is proposed. */
export function isBeforeFirstSync(setup: SetupStep | null): boolean {
  return setup !== null && STEP_ORDER.indexOf(setup) <= STEP_ORDER.indexOf("sync");
}
