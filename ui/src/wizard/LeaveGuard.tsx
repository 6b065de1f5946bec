// Asks before unsaved edits are lost by leaving through the rail, the palette or the history.
import { useBlocker } from "@tanstack/react-router";
import { type RefObject, useCallback } from "react";

import { ConfirmModal } from "../kit";

/** Guards a screen. `stays`: whether an address still shows what is unsaved. */
export function LeaveGuard({
  unsaved,
  stays,
  allowed,
  what,
}: {
  unsaved: boolean;
  stays: (path: string) => boolean;
  /** True while the wizard itself leads away, after it has saved. */
  allowed: RefObject<boolean>;
  /** What would be lost, as a sentence. */
  what: string;
}) {
  const shouldBlockFn = useCallback(
    ({ next }: { next: { pathname: string } }) =>
      unsaved && !allowed.current && !stays(next.pathname),
    [unsaved, allowed, stays],
  );
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn,
    enableBeforeUnload: false,
    disabled: !unsaved,
    withResolver: true,
  });
  return (
    <ConfirmModal
      opened={status === "blocked"}
      onClose={() => reset?.()}
      title="Leave without saving?"
      confirmLabel="Leave"
      onConfirm={() => proceed?.()}
    >
      {what}
    </ConfirmModal>
  );
}
