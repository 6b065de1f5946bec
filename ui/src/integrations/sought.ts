// The integration that a notification led to: it comes into view and is marked.
import { useRouterState } from "@tanstack/react-router";
import { type RefCallback, useCallback } from "react";

import classes from "./integrations.module.css";

/** What the card or row of an integration is given, so that it shows when the address asks for it (`?of=<id>`). */
export function useSought(id: string): { ref: RefCallback<HTMLElement>; className: string | undefined } {
  const isSought = useRouterState({ select: ({ location }) => (location.search as { of?: unknown }).of === id });
  const ref = useCallback(
    (element: HTMLElement | null) => {
      if (isSought) {
        element?.scrollIntoView({ block: "center" });
      }
    },
    [isSought],
  );
  return { ref, className: isSought ? classes["sought"] : undefined };
}
