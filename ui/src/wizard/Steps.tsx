// The numbered row of steps: the one that is shown, those that were done, those still to come.
import { UnstyledButton, VisuallyHidden } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";

import type { SetupStep } from "../api";
import { STEP_WORDS } from "./steps";
import classes from "./wizard.module.css";

/** Draws the steps; those that were reached can be gone to. */
export function Steps({
  steps,
  current,
  reached,
  complete,
  onStep,
}: {
  steps: readonly SetupStep[];
  current: SetupStep;
  /** The furthest step that was reached, as a place among `steps`. */
  reached: number;
  /** The whole set-up was completed before. */
  complete: boolean;
  onStep: (step: SetupStep) => void;
}) {
  return (
    <nav aria-label="Steps of the set-up">
      <ol className={classes["steps"]}>
        {steps.map((step, index) => {
          const isCurrent = step === current;
          const isReached = index <= reached;
          const isDone = !isCurrent && (complete || index < reached);
          const inside = (
            <>
              <span className={classes["number"]} aria-hidden>
                {isDone ? <IconCheck size={14} aria-hidden /> : index + 1}
              </span>
              <span>
                {STEP_WORDS[step].label}
                {isDone && <VisuallyHidden component="span">, done</VisuallyHidden>}
                {!isReached && <VisuallyHidden component="span">, not reached yet</VisuallyHidden>}
              </span>
            </>
          );
          const looks = {
            className: classes["step"],
            "data-current": isCurrent || undefined,
            "data-done": isDone || undefined,
            "data-reached": isReached || undefined,
          };
          return (
            <li key={step}>
              {isReached && !isCurrent ? (
                <UnstyledButton {...looks} onClick={() => onStep(step)}>
                  {inside}
                </UnstyledButton>
              ) : (
                <span {...looks} aria-current={isCurrent ? "step" : undefined}>
                  {inside}
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
