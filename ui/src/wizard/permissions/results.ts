// The results of the permission check: how each is shown, and what it means for going on.
import {
  IconCircleCheck,
  IconCircleDashedCheck,
  IconCircleOff,
  IconHelpCircle,
  IconLock,
  type TablerIcon,
} from "@tabler/icons-react";

import type { AreaView, PermissionReport } from "../../api";

/** How a result is shown. */
export interface ResultLook {
  color: "green" | "red" | "orange" | "yellow" | "gray";
  icon: TablerIcon;
}

const LOOKS: Readonly<Record<string, ResultLook>> = {
  Granted: { color: "green", icon: IconCircleCheck },
  "Granted but no data": { color: "green", icon: IconCircleDashedCheck },
  "Not permitted": { color: "red", icon: IconLock },
  "Not available": { color: "orange", icon: IconCircleOff },
  "Could not verify": { color: "yellow", icon: IconHelpCircle },
};

/** The look of a result; a word that is not known is shown as it is. */
export function lookOf(area: AreaView): ResultLook {
  return LOOKS[area.result] ?? (area.ok ? { color: "green", icon: IconCircleCheck } : { color: "gray", icon: IconHelpCircle });
}

/** Whether the result is only that nobody knows: nothing is switched off for it. */
export function isUnclear(area: AreaView): boolean {
  return !area.ok && area.result === "Could not verify";
}

/** Whether the vendor does not let this area be read: its switches are locked. */
export function isLocked(area: AreaView): boolean {
  return !area.ok && !isUnclear(area);
}

/** Why a switch is locked: the first of its areas that is; none: it is free. */
export function lockOf(
  areas: readonly string[],
  report: PermissionReport | null | undefined,
): AreaView | undefined {
  return report?.areas.find((area) => areas.includes(area.area) && isLocked(area));
}

/** How the required areas stand. */
export interface Gate {
  /** Required areas that are refused. */
  refused: AreaView[];
  /** Required areas of which nobody knows. */
  unclear: AreaView[];
}

/** Looks at the required areas. */
export function gateOf(areas: readonly AreaView[]): Gate {
  const required = areas.filter((area) => area.required);
  return { refused: required.filter(isLocked), unclear: required.filter(isUnclear) };
}

/** Everything that is missing, one line each, for the clipboard. */
export function missingLines(areas: readonly AreaView[]): string {
  return areas
    .filter(isLocked)
    .map(({ label, grant }) => `${label}: ${grant}`)
    .join("\n");
}

/** The labels of areas as a list in words: "Companies, Contacts and Tickets". */
export function inWords(areas: readonly AreaView[]): string {
  const labels = areas.map(({ label }) => label);
  const last = labels.pop() ?? "";
  return labels.length === 0 ? last : `${labels.join(", ")} and ${last}`;
}
