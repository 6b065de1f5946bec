// The settings of the Sync step: what is in force, what was changed here, and what is sent to be saved.
import type {
  Change,
  ConnectorView,
  FilterValue,
  FilterView,
  PermissionReport,
  Settings,
  SetupStep,
  StreamView,
} from "../../api";
import { lockOf } from "../permissions/results";
import { isBeforeFirstSync } from "../steps";

/** The switch of contact auto-import among the settings. */
export const AUTO_IMPORT = "auto_import_contacts";
/** The role of contacts that come in by themselves, among the settings. */
export const CONTACT_ROLE = "default_contact_role";
/** The role that is taken where none was chosen: the one with the fewest rights. */
export const LEAST_ROLE = "viewer";

/** What the person changed and has not saved, by the setting's key. "" takes a text back to its default. */
export type SyncDraft = Readonly<Record<string, FilterValue>>;

/** Everything that the values of the step depend on. */
export interface SyncStand {
  connector: ConnectorView;
  settings: Settings;
  setup: SetupStep | null;
  report: PermissionReport | null | undefined;
  draft: SyncDraft;
}

/** Whether a switch is on. One whose right is missing is off. */
export function toggleValue(stand: SyncStand, id: string): boolean {
  const toggle = stand.connector.toggles.find((each) => each.id === id);
  if (toggle === undefined || lockOf(toggle.areas, stand.report) !== undefined) {
    return toggle === undefined;
  }
  return flag(stand.draft[id]) ?? flag(stand.settings[id]) ?? toggle.default_on;
}

/** Whether a stream is on: it has no switch, or its switch is on. */
export function streamIsOn(stand: SyncStand, stream: StreamView | undefined): boolean {
  return stream?.toggle === null || stream?.toggle === undefined || toggleValue(stand, stream.toggle);
}

/** Whether a filter that is a switch is on. What is recommended is proposed until the first save. */
export function filterIsOn(stand: SyncStand, filter: FilterView): boolean {
  return flag(stand.draft[filter.id]) ?? flag(stand.settings[filter.id]) ?? isProposed(stand, filter);
}

/** Whether a filter is on only because it is recommended. */
export function isProposed(stand: SyncStand, filter: FilterView): boolean {
  return (
    filter.is_switch &&
    filter.recommended &&
    isBeforeFirstSync(stand.setup) &&
    flag(stand.settings[filter.id]) === undefined
  );
}

/** The chosen items of a filter. */
export function filterItems(stand: SyncStand, id: string): string[] {
  return items(stand.draft[id]) ?? items(stand.settings[id]) ?? [];
}

/** A setting that is a text; "" where it has its default. */
export function textValue(stand: SyncStand, key: string): string {
  return text(stand.draft[key]) ?? text(stand.settings[key]) ?? "";
}

/** Whether contacts become users by themselves. */
export function autoImports(stand: SyncStand): boolean {
  return flag(stand.draft[AUTO_IMPORT]) ?? flag(stand.settings[AUTO_IMPORT]) ?? false;
}

/** Changes to switches and filters: what the counts depend on. */
export function countedChanges(stand: SyncStand): Change[] {
  const changes: Change[] = [];
  for (const toggle of stand.connector.toggles) {
    const now = toggleValue(stand, toggle.id);
    if (now !== (flag(stand.settings[toggle.id]) ?? toggle.default_on)) {
      changes.push({ key: toggle.id, value: onOff(now) });
    }
  }
  for (const filter of stand.connector.filters) {
    if (filter.is_switch) {
      const now = filterIsOn(stand, filter);
      const stored = flag(stand.settings[filter.id]);
      // A proposal that was turned down is stored, so that it is not made again.
      if (now !== (stored ?? false) || isProposed(stand, filter)) {
        changes.push({ key: filter.id, value: onOff(now) });
      }
    } else {
      const now = filterItems(stand, filter.id).toSorted();
      const stored = (items(stand.settings[filter.id]) ?? []).toSorted();
      if (now.length !== stored.length || now.some((id, index) => id !== stored[index])) {
        changes.push({ key: filter.id, value: now.length === 0 ? "" : JSON.stringify(now) });
      }
    }
  }
  return changes;
}

/** All changes, as they are saved in one call. */
export function allChanges(stand: SyncStand): Change[] {
  const changes = countedChanges(stand);
  const { connector, settings, draft } = stand;
  if (connector.imports.contacts !== null) {
    const on = autoImports(stand);
    if (on !== (flag(settings[AUTO_IMPORT]) ?? false)) {
      changes.push({ key: AUTO_IMPORT, value: onOff(on) });
    }
    const role = textValue(stand, CONTACT_ROLE);
    const wanted = on && role === "" ? LEAST_ROLE : role;
    if (wanted !== (text(settings[CONTACT_ROLE]) ?? "")) {
      changes.push({ key: CONTACT_ROLE, value: wanted });
    }
  }
  for (const key of Object.keys(draft).filter((each) => each.startsWith("every."))) {
    const now = textValue(stand, key);
    if (now !== (text(settings[key]) ?? "")) {
      changes.push({ key, value: now });
    }
  }
  return changes;
}

/** Whether the person changed something; a proposal alone is nothing that could be lost. */
export function isEdited(stand: SyncStand): boolean {
  const untouched = allChanges({ ...stand, draft: {} });
  return JSON.stringify(allChanges(stand)) !== JSON.stringify(untouched);
}

function onOff(on: boolean): string {
  return on ? "on" : "off";
}

function flag(value: FilterValue | undefined): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}

function items(value: FilterValue | undefined): string[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

function text(value: FilterValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
