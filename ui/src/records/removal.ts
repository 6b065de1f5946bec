// Deleting one of our companies or users: it is told what went with it, and Undo brings everything back.
import { useQueryClient } from "@tanstack/react-query";

import { type AppError, commands, type Removed } from "../api";
import { closeToast, formatNumberOf, notifyDone, unwrap, useCommand } from "../kit";

const CHANGED = [["companies"], ["users"], ["records", "company"], ["audit"]] as const;

/** "Bergen Dental was deleted. 2 links were taken back, and 3 users belong to no company now." */
export function removedWords({ name, links, users }: Removed): string {
  const went = [
    links > 0 && `${formatNumberOf(links, "link was", "links were")} taken back`,
    users > 0 && `${formatNumberOf(users, "user belongs", "users belong")} to no company now`,
  ].filter((part) => part !== false);
  return `${name} was deleted.${went.length === 0 ? "" : ` ${went.join(", and ")}.`}`;
}

/** Brings back what an operation deleted, and says so. What it throws says why that cannot be. */
export function useBringBack(): (operation: string) => Promise<void> {
  const client = useQueryClient();
  return async (operation) => {
    const back = await unwrap(commands.undoRemoval(operation));
    // Wherever it was pressed: the offer in the toast is spent.
    closeToast(operation);
    await Promise.all(CHANGED.map((queryKey) => client.invalidateQueries({ queryKey })));
    notifyDone({ message: [`${back.name} is back.`, ...back.kept].join(" ") });
  };
}

/** The command that deletes, with its toast. The dialog that asks first shows what goes wrong. */
export function useRemoval(
  remove: () => Promise<{ status: "ok"; data: Removed } | { status: "error"; error: AppError }>,
  onDone: () => void,
) {
  const bringBack = useBringBack();
  return useCommand<void, Removed>(remove, {
    done: (removed) => ({
      message: removedWords(removed),
      id: removed.operation,
      lasting: true,
      undo: () => bringBack(removed.operation),
    }),
    onDone,
    toastErrors: false,
    invalidates: CHANGED,
  });
}
