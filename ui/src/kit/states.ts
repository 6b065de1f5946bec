// The states that an integration may be in: their words, colours and which of two is worse.
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconHandStop,
  IconPlayerPause,
  IconPlugConnectedX,
  IconRefresh,
  type TablerIcon,
} from "@tabler/icons-react";

import type { IntegrationState } from "../api";

/** A state of an integration as the program sends it, and "syncing" while a sync runs. */
export type ShownState = IntegrationState | "syncing";

/** How a state is shown. */
export interface StateLook {
  word: string;
  color: "green" | "accent" | "red" | "orange" | "gray";
  icon: TablerIcon;
}

/** How every state is shown, the worst first. */
export const stateLooks: Readonly<Record<ShownState, StateLook>> = {
  stopped: { word: "Stopped", color: "red", icon: IconHandStop },
  error: { word: "Error", color: "red", icon: IconAlertTriangle },
  disconnected: { word: "Disconnected", color: "orange", icon: IconPlugConnectedX },
  not_set_up: { word: "Not set up", color: "orange", icon: IconCircleDashed },
  syncing: { word: "Syncing", color: "accent", icon: IconRefresh },
  paused: { word: "Paused", color: "gray", icon: IconPlayerPause },
  connected: { word: "Connected", color: "green", icon: IconCircleCheck },
};

const order = Object.keys(stateLooks) as ShownState[];

/** The states in which a person has to do something. */
export const needsPerson: ReadonlySet<ShownState> = new Set(["stopped", "error", "disconnected", "not_set_up"]);

/** The state to show: a sync that runs hides a state that is well, never one that needs a person. */
export function shownState(state: ShownState, syncing = false): ShownState {
  return syncing && (state === "connected" || state === "not_set_up" || state === "paused")
    ? "syncing"
    : state;
}

/** The worst of some states; none where there are none. */
export function worstState(states: readonly ShownState[]): ShownState | undefined {
  return order.find((state) => states.includes(state));
}
