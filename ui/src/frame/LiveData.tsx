// Listens to the program for as long as the window is drawn, and does what only the window can do.
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useEffect, useState } from "react";

import { commands, onPageEvent, type SyncOutcome } from "../api";
import { notifyDone, notifyError } from "../kit";
import { ClosingQuestion } from "./ClosingQuestion";
import { endedWords } from "./ended-words";
import { liveListener, progressStore } from "./live";
import { integrationsQuery } from "./queries";

/** Draws nothing but the question about closing, when it is asked. */
export function LiveData() {
  const client = useQueryClient();
  const router = useRouter();
  const [closing, setClosing] = useState(false);
  useEffect(() => {
    let gone = false;
    let stop: (() => void) | undefined;
    const listener = liveListener(client, progressStore, {
      goTo: (path) => router.history.push(path),
      askAboutClosing: () => setClosing(true),
      onProblem: notifyError,
      onEnded: (outcomes) => void tellEnded(client, outcomes),
    });
    const begin = async () => {
      const unlisten = await onPageEvent(listener);
      if (gone) {
        unlisten();
        return;
      }
      stop = unlisten;
      // What was told before anybody listened.
      void client.invalidateQueries({ queryKey: ["startup"] });
      const running = await commands.runningProgress();
      if (running.status === "ok") {
        listener({ event: "progress", runs: running.data });
      }
    };
    // Without events the window still works: it only has to be asked.
    begin().catch(() => undefined);
    return () => {
      gone = true;
      stop?.();
    };
  }, [client, router]);
  return <ClosingQuestion opened={closing} onClose={() => setClosing(false)} />;
}

/** Tells in the window what came of syncs that a person started; where nobody looks at it, the desktop does. */
async function tellEnded(client: QueryClient, outcomes: readonly SyncOutcome[]): Promise<void> {
  if (!document.hasFocus()) {
    return;
  }
  // As they are now: the counts that the page shows may be older than the end of the sync.
  const after = await client.fetchQuery({ ...integrationsQuery, staleTime: 0 }).catch(() => []);
  const all = outcomes.flatMap(
    (outcome) => endedWords(outcome, after.find(({ id }) => id === outcome.integration)) ?? [],
  );
  const well = all.flatMap((ended) => ("well" in ended ? [ended.well] : []));
  if (well.length > 0) {
    notifyDone({ message: well.join(" ") });
  }
  for (const ended of all) {
    if (!("well" in ended)) {
      notifyError(ended);
    }
  }
}
