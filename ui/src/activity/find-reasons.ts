// Why a record may not be here: what the integrations themselves know, each reason with the place to look at.
import type { ConnectorView, FilterValue, IntegrationView, PermissionReport, StreamStatus } from "../api";
import { needsPerson, stateLooks } from "../kit";

/** A possible reason. */
export interface Reason {
  key: string;
  /** What may keep the record out, as a sentence. */
  say: string;
  /** Where to look: the step of the set-up. */
  step: "connect" | "permissions" | "sync";
  /** The words of the link. */
  link: string;
  /** How sure it is: it certainly keeps something out, or it may. */
  certain: boolean;
}

/** The reasons that one integration gives. `permissions`: its latest check; undefined: it was never made. */
export function reasonsOf(
  integration: IntegrationView,
  connector: ConnectorView | undefined,
  permissions: PermissionReport | null | undefined,
): Reason[] {
  const { state, streams, settings } = integration;
  const reasons: Reason[] = [];
  if (needsPerson.has(state) || state === "paused") {
    reasons.push({
      key: "state",
      say: `It is ${stateLooks[state].word.toLowerCase()}, so what is new at the vendor does not come.`,
      step: "connect",
      link: "Look at the connection",
      certain: true,
    });
  }
  for (const { area, label, result } of permissions?.areas.filter(({ ok }) => !ok) ?? []) {
    reasons.push({
      key: `area ${area}`,
      say: `${label}: ${result}. What the key may not read is not here.`,
      step: "permissions",
      link: "Look at the permissions",
      certain: true,
    });
  }
  for (const { stream, label } of offStreams(integration, connector)) {
    reasons.push({
      key: `off ${stream}`,
      say: `${label} are switched off.`,
      step: "sync",
      link: "Look at the Sync step",
      certain: true,
    });
  }
  for (const { id, label } of connector?.filters.filter(({ id: key }) => isOn(settings[key])) ?? []) {
    reasons.push({
      key: `filter ${id}`,
      say: `The filter “${label}” is set. It may leave the record out.`,
      step: "sync",
      link: "Look at the filter",
      certain: false,
    });
  }
  for (const { stream, label } of streams.filter((each) => each.on && each.last_success_at === null)) {
    reasons.push({
      key: `unread ${stream}`,
      say: `${label} were never read to the end.`,
      step: "sync",
      link: "Look at the Sync step",
      certain: true,
    });
  }
  return reasons;
}

/** The streams of records with their last good read, for what came to the vendor after it. */
export function recordStreams({ streams }: IntegrationView): StreamStatus[] {
  return streams.filter(({ on, kind }) => on && kind !== "reference");
}

/** The streams of records that a switch of the Sync step leaves out. */
function offStreams({ settings }: IntegrationView, connector: ConnectorView | undefined) {
  const toggles = new Map(connector?.toggles.map(({ id, default_on }) => [id, settings[id] ?? default_on]));
  return (connector?.streams ?? [])
    .filter(({ kind, toggle }) => kind !== "reference" && toggle !== null && toggles.get(toggle) === false)
    .map(({ name, label }) => ({ stream: name, label }));
}

function isOn(value: FilterValue | undefined): boolean {
  return value === true || (Array.isArray(value) && value.length > 0);
}
