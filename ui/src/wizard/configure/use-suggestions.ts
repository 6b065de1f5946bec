// Suggest stages: fills what has no stage yet from the names of the statuses, and can be taken back at once.
import { useState } from "react";

import { commands, type IntegrationView, type ReferenceChoice } from "../../api";
import { formatNumberOf, notifyDone, notifyError, unwrap } from "../../kit";
import { patchFor, type Place, stagesOf } from "./stages";
import type { Saving } from "./use-settings-saver";

const LABEL = "suggested stages";

/** Fills the unassigned among `statuses`; tells how many were filled and how many were left. */
export function useSuggestions(
  integration: IntegrationView,
  statuses: readonly ReferenceChoice[],
  { saver }: Saving,
): { suggest: () => Promise<void>; isBusy: boolean } {
  const [isBusy, setBusy] = useState(false);
  const suggest = async () => {
    setBusy(true);
    try {
      const suggestions = await unwrap(commands.stageSuggestions(integration.id));
      const { ids } = saver.view();
      const assigned = stagesOf(ids);
      const open = new Set(statuses.map((status) => status.id).filter((id) => !assigned.has(id)));
      const wanted = new Map<string, Place>(
        suggestions.filter(({ status }) => open.has(status)).map(({ status, stage }) => [status, stage]),
      );
      const left = open.size - wanted.size;
      const rest =
        left === 0 ? "" : ` ${formatNumberOf(left, "status is", "statuses are")} left: the name does not tell.`;
      if (wanted.size === 0) {
        notifyDone({ message: open.size === 0 ? "Every status has a stage already." : `Nothing was filled.${rest}` });
        return;
      }
      saver.change(LABEL, patchFor(ids, wanted));
      notifyDone({
        message: `${formatNumberOf(wanted.size, "status was", "statuses were")} given a stage.${rest}`,
        undo: () => takeBack(wanted),
      });
    } catch (thrown) {
      notifyError(thrown);
    } finally {
      setBusy(false);
    }
  };
  /** Other changes may have been made meanwhile: those stay. */
  const takeBack = (wanted: ReadonlyMap<string, Place>) => {
    const { ids, undoLabel } = saver.view();
    const now = stagesOf(ids);
    const still = [...wanted].filter(([id, stage]) => now.get(id) === stage);
    if (undoLabel === LABEL && still.length === wanted.size) {
      saver.undo();
    } else {
      saver.change("Undo of suggested stages", patchFor(ids, new Map(still.map(([id]) => [id, "none"]))));
    }
  };
  return { suggest, isBusy };
}
