// The set-up of an integration that exists: which step is shown, what its buttons do, and what is remembered.
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useRef, useState } from "react";

import { commands, type ConnectorView, type IntegrationView, type SetupStep } from "../api";
import { notifyDone, notifyError, StateBadge, unwrap, type ViewSearch } from "../kit";
import { ConnectStep } from "./connect/ConnectStep";
import { ConfigureStep } from "./configure/ConfigureStep";
import { wantedOf } from "./import/arrival";
import { ImportStep } from "./import/ImportStep";
import { LeaveGuard } from "./LeaveGuard";
import { PermissionsStep } from "./permissions/PermissionsStep";
import { ProgressStrip } from "./ProgressStrip";
import { lastPermissionsQuery, useKeepIntegration } from "./queries";
import type { StepState } from "./step-state";
import { reachedOf, savedWords, stepsOf, stepToShow, STEP_WORDS } from "./steps";
import type { SyncRemark } from "./sync/start-sync";
import { SyncStep } from "./sync/SyncStep";
import { allChanges, type SyncDraft } from "./sync/sync-settings";
import { WizardFrame } from "./WizardFrame";

/** Where a person may go from a step. */
type Way = { to: "step"; step: SetupStep } | { to: "exit" } | { to: "done" };

/** Draws the step of the address, or the one where the set-up stood if that was not reached. */
export function ExistingSetup({
  integration,
  connector,
  asked,
}: {
  integration: IntegrationView;
  connector: ConnectorView;
  /** The step in the address. */
  asked: string | undefined;
}) {
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as ViewSearch;
  const client = useQueryClient();
  const keep = useKeepIntegration();
  const steps = stepsOf(connector);
  const reached = reachedOf(steps, integration.setup);
  const current = stepToShow(steps, integration.setup, asked);
  const at = steps.indexOf(current);
  const leaving = useRef(false);
  const commitNow = useRef<StepState["commit"]>(undefined);
  const [ready, setReady] = useState<{ step: SetupStep; state: StepState }>();
  const [busy, setBusy] = useState<"next" | "exit" | "back">();
  const [name, setName] = useState<string>();
  const [draft, setDraft] = useState<SyncDraft>({});
  const [remark, setRemark] = useState<SyncRemark>();
  const state = ready?.step === current ? ready.state : undefined;
  const keepsUnsaved =
    (current !== "connect" && name !== undefined) ||
    (current !== "sync" && Object.keys(draft).length > 0);

  // A step may tell an equal state with every draw; only a different one is a reason to draw again.
  const onReady = useCallback(
    (told: StepState) => {
      commitNow.current = told.commit.bind(told);
      setReady((before) =>
        before?.step === current && isSame(before.state, told) ? before : { step: current, state: told },
      );
    },
    [current],
  );
  const goTo = useCallback(
    (step: SetupStep, replace = false) =>
      navigate({
        to: "/integrations/$integration/setup/$step",
        params: { integration: integration.id, step },
        replace,
      }),
    [navigate, integration.id],
  );
  useEffect(() => {
    if (asked !== current) {
      void goTo(current, true);
    }
  }, [asked, current, goTo]);

  const go = async (way: Way) => {
    if (way.to === "step") {
      setRemark(undefined);
      await goTo(way.step);
      return;
    }
    leaving.current = true;
    notifyDone({
      message:
        way.to === "done"
          ? `${integration.name} is set up. It syncs on its schedule from now on.`
          : integration.setup === null
            ? `The settings of ${integration.name} are saved.`
            : savedWords(integration.name),
    });
    await navigate({ to: "/integrations" });
  };
  const remember = async (step: SetupStep | null) => {
    try {
      await keep(await unwrap(commands.setSetupStep(integration.id, step)));
      return true;
    } catch (thrown) {
      notifyError(thrown);
      return false;
    }
  };
  // What was changed in a step that is not shown now: it was kept, and is saved before the wizard is left.
  const saveKept = async () => {
    const report = client.getQueryData(lastPermissionsQuery(integration.id).queryKey);
    const { settings, setup } = integration;
    const changes = [
      ...(name !== undefined && name.trim() !== "" ? [{ key: "name", value: name.trim() }] : []),
      ...(Object.keys(draft).length > 0 ? allChanges({ connector, settings, setup, report, draft }) : []),
    ];
    if (!keepsUnsaved || changes.length === 0) {
      return true;
    }
    try {
      await keep(await unwrap(commands.setSettings(integration.id, changes)));
      return true;
    } catch (thrown) {
      notifyError(thrown);
      return false;
    }
  };
  const next = async () => {
    const following = steps[at + 1];
    setBusy("next");
    try {
      if ((await commitNow.current?.("next")) !== true) {
        return;
      }
      if (following === undefined) {
        if ((await saveKept()) && (await remember(null))) {
          await go({ to: "done" });
        }
      } else if (at + 1 <= reached || (await remember(following))) {
        // Not through `go`: what the step just said about the sync stays.
        await goTo(following);
      }
    } finally {
      setBusy(undefined);
    }
  };
  const exit = async () => {
    setBusy("exit");
    try {
      // The Import step imports on Complete Setup only; the check has nothing to save.
      const saves = current !== "import" && current !== "permissions";
      if ((!saves || (await commitNow.current?.("exit")) === true) && (await saveKept())) {
        await go({ to: "exit" });
      }
    } finally {
      setBusy(undefined);
    }
  };
  const leaveTo = async (step: SetupStep) => {
    setBusy("back");
    try {
      // Configure saves as it goes: its last changes are waited for.
      if (current !== "configure" || (await commitNow.current?.("exit")) === true) {
        await go({ to: "step", step });
      }
    } finally {
      setBusy(undefined);
    }
  };

  const before = steps[at - 1];
  const anyBusy = busy !== undefined || (state?.busy ?? false);
  const unsaved = state?.unsaved ?? (keepsUnsaved ? "wizard" : undefined);
  const path = `/integrations/${integration.id}/setup/`;
  const stays = useCallback(
    (to: string) => unsaved === "wizard" && to.startsWith(path),
    [unsaved, path],
  );
  const common = { integration, connector, onReady };
  return (
    <WizardFrame
      title={integration.setup === null ? `Configure ${integration.name}` : `Set up ${integration.name}`}
      aside={<StateBadge state={integration.state} syncing={integration.syncing} />}
      sandbox={integration.sandbox}
      connector={connector}
      steps={steps}
      current={current}
      reached={reached}
      complete={integration.setup === null}
      onStep={(step) => void leaveTo(step)}
      back={
        before === undefined ? undefined : { onClick: () => void leaveTo(before), disabled: anyBusy }
      }
      exit={{
        onClick: () => void exit(),
        busy: busy === "exit",
        disabled: anyBusy || state === undefined || state.exitProblem !== undefined,
        why: state?.exitProblem,
      }}
      next={{
        label: at === steps.length - 1 ? "Complete Setup" : "Next",
        onClick: () => void next(),
        busy: busy === "next",
        disabled: anyBusy || state === undefined || state.problem !== undefined,
      }}
      reason={state?.problem}
      strip={<ProgressStrip integration={integration} connector={connector} remark={remark} />}
    >
      {current === "connect" && <ConnectStep {...common} name={name} onName={setName} />}
      {current === "permissions" && <PermissionsStep {...common} />}
      {current === "sync" && (
        <SyncStep {...common} draft={draft} onDraft={setDraft} onRemark={setRemark} />
      )}
      {current === "configure" && <ConfigureStep {...common} />}
      {current === "import" && <ImportStep {...common} wanted={wantedOf(search)} />}
      <LeaveGuard
        unsaved={unsaved !== undefined}
        stays={stays}
        allowed={leaving}
        what={`What you changed in ${STEP_WORDS[current].label} is not saved and would be lost.`}
      />
    </WizardFrame>
  );
}

function isSame(one: StepState, other: StepState): boolean {
  return (
    one.busy === other.busy &&
    one.problem === other.problem &&
    one.exitProblem === other.exitProblem &&
    one.unsaved === other.unsaved
  );
}
