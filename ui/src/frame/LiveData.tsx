// Listens to the program for as long as the window is drawn, and does what only the window can do.
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useEffect, useState } from "react";

import { commands, onPageEvent } from "../api";
import { notifyError } from "../kit";
import { ClosingQuestion } from "./ClosingQuestion";
import { liveListener, progressStore } from "./live";

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
