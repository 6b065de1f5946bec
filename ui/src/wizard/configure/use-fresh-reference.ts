// Items that a sync has read again while the step is open are asked for again.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { onPageEvent } from "../../api";

/** Follows the program's tags `stream:<integration>:<name>` for as long as the step is open. */
export function useFreshReference(integration: string): void {
  const client = useQueryClient();
  useEffect(() => {
    const prefix = `stream:${integration}:`;
    let stopped = false;
    let stop: (() => void) | undefined;
    const follow = onPageEvent((event) => {
      if (event.event !== "data_changed") {
        return;
      }
      for (const tag of event.tags.filter((each) => each.startsWith(prefix))) {
        const queryKey = ["reference", integration, tag.slice(prefix.length)];
        void client.invalidateQueries({ queryKey });
        // What tickets still have changes with either of them.
        void client.invalidateQueries({ queryKey: ["reference", integration, "unlisted"] });
      }
    });
    void follow.then((unlisten) => {
      stop = unlisten;
      if (stopped) {
        unlisten();
      }
    });
    return () => {
      stopped = true;
      stop?.();
    };
  }, [client, integration]);
}
