// The results of the permission check: how each is shown, and what it means for going on.
import {
  IconCircleCheck,
  IconCircleDashedCheck,
  IconCircleOff,
  IconHelpCircle,
  IconLock,
  type TablerIcon,
} from "@tabler/icons-react";

import type { AreaView, PermissionReport, Settings, ToggleView } from "../../api";

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

/** The switches that were on, are off now, and whose right is missing: the program set them off. */
export function setOff(
  toggles: readonly ToggleView[],
  areas: readonly AreaView[],
  before: Settings,
  after: Settings,
): ToggleView[] {
  return toggles.filter(
    (toggle) =>
      isOn(toggle, before) &&
      !isOn(toggle, after) &&
      areas.some((area) => toggle.areas.includes(area.area) && isLocked(area)),
  );
}

/** “Enable Opportunity Sync” was switched off, and what to do about it; none: nothing was. */
export function setOffWords(toggles: readonly ToggleView[]): string | undefined {
  const [first, ...others] = toggles.map(({ label }) => `“${label}”`);
  if (first === undefined) {
    return undefined;
  }
  return others.length === 0
    ? `${first} was switched off: what it needs may not be read any more. Switch it on again in the Sync step once that is granted.`
    : `${inList([first, ...others])} were switched off: what they need may not be read any more. Switch them on again in the Sync step once that is granted.`;
}

function isOn({ id, default_on }: ToggleView, settings: Settings): boolean {
  return (settings[id] ?? default_on) === true;
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
  return inList(areas.map(({ label }) => label));
}

function inList(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}
