// The words for runs: outcome, trigger and mode as a person says them.
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleX,
  IconHandStop,
  IconMinus,
  IconRefresh,
  type TablerIcon,
} from "@tabler/icons-react";

import type { ReadMode, RunOutcome, Trigger } from "../api";

/** How an outcome looks. */
export const outcomes: Readonly<
  Record<RunOutcome, { word: string; color: string; icon: TablerIcon }>
> = {
  running: { word: "Running", color: "accent", icon: IconRefresh },
  done: { word: "Done", color: "green", icon: IconCircleCheck },
  partly: { word: "Done with issues", color: "orange", icon: IconAlertTriangle },
  failed: { word: "Failed", color: "red", icon: IconCircleX },
  cancelled: { word: "Cancelled", color: "gray", icon: IconHandStop },
  skipped: { word: "Skipped", color: "gray", icon: IconMinus },
};

/** Who started a run. */
export const triggers: Readonly<Record<Trigger, string>> = {
  schedule: "Schedule",
  person: "You",
  command_line: "Command line",
  wizard: "Set-up",
};

/** How a run reads. */
export const modes: Readonly<Record<ReadMode, string>> = {
  full: "Everything",
  changes: "Changes",
  ids: "Ids only",
};

const actors: Readonly<Record<string, string>> = {
  window: "You",
  tray: "You",
  "command line": "Command line",
  sync: "Sync",
  schedule: "Schedule",
  sandbox: "Sandbox",
};

/** Who changed something: a person in the window is "You", as with runs. */
export function actorWords(actor: string): string {
  return actors[actor] ?? actor;
}
