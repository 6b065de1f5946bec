// What a step tells the wizard around it: whether it is busy, why it cannot be left, and how to finish it.
import { useEffect, useRef } from "react";

import type { ConnectorView, IntegrationView } from "../api";

/** How a step is left: with **Next**, or with **Save & Exit**. */
export type Leaving = "next" | "exit";

/** How a step stands. */
export interface StepState {
  /** Something is being saved, tested or imported. */
  busy: boolean;
  /** Why **Next** is not possible; none: it is. */
  problem?: string | undefined;
  /** Why **Save & Exit** is not possible; none: it is. */
  exitProblem?: string | undefined;
  /** What would be lost: on leaving this `step`, or only on leaving the `wizard`. None: nothing. */
  unsaved?: "step" | "wizard" | undefined;
  /** Saves what is pending; false: something failed, and the step says what. */
  commit(how?: Leaving): Promise<boolean>;
}

/** What every step of an integration that exists takes. */
export interface StepProps {
  integration: IntegrationView;
  connector: ConnectorView;
  /** Called whenever the step stands differently. */
  onReady: (state: StepState) => void;
}

/** Tells the wizard how the step stands, whenever that changes; `commit` may be a new one on each draw. */
export function useReady(
  onReady: (state: StepState) => void,
  { busy, problem, exitProblem, unsaved }: Omit<StepState, "commit">,
  commit: (how: Leaving) => Promise<boolean>,
): void {
  const newest = useRef(commit);
  useEffect(() => {
    newest.current = commit;
  });
  useEffect(() => {
    onReady({ busy, problem, exitProblem, unsaved, commit: (how = "next") => newest.current(how) });
  }, [onReady, busy, problem, exitProblem, unsaved]);
}
