// Deleting one of our companies or users: it is told what went with it, and Undo brings everything back.
import { useQueryClient } from "@tanstack/react-query";

import { type AppError, commands, type Removed } from "../api";
import { formatNumberOf, notifyDone, unwrap, useCommand } from "../kit";

const CHANGED = [["companies"], ["users"], ["records", "company"], ["audit"]] as const;

/** "Bergen Dental was deleted. 2 links were taken back, and 3 users belong to no company now." */
export function removedWords({ name, links, users }: Removed): string {
  const went = [
    links > 0 && `${formatNumberOf(links, "link was", "links were")} taken back`,
    users > 0 && `${formatNumberOf(users, "user belongs", "users belong")} to no company now`,
  ].filter((part) => part !== false);
  return `${name} was deleted.${went.length === 0 ? "" : ` ${went.join(", and ")}.`}`;
}

/** The command that deletes, with its toast. */
export function useRemoval(
  remove: () => Promise<{ status: "ok"; data: Removed } | { status: "error"; error: AppError }>,
  onDone: () => void,
  /** Off where a dialog shows what went wrong. */
  toastErrors = true,
) {
  const client = useQueryClient();
  const askAgain = () => Promise.all(CHANGED.map((queryKey) => client.invalidateQueries({ queryKey })));
  return useCommand<void, Removed>(remove, {
    done: (removed) => ({
      message: removedWords(removed),
      undo: async () => {
        const back = await unwrap(commands.undoRemoval(removed.operation));
        await askAgain();
        notifyDone({ message: [`${back.name} is back.`, ...back.kept].join(" ") });
      },
    }),
    onDone,
    toastErrors,
    invalidates: CHANGED,
  });
}
