// A mutation that knows how the program answers: refusals are thrown and shown, success is told.
import {
  type QueryKey,
  useMutation,
  type UseMutationResult,
  useQueryClient,
} from "@tanstack/react-query";

import { type Answer, type AppErrorObject, unwrap } from "./errors";
import { notifyDone, notifyError } from "./notify";

/** What to do around one command. */
export interface CommandOptions<Args, Data> {
  /** The toast of success; none: it is told in some other way. */
  done?: (data: Data, args: Args) => Parameters<typeof notifyDone>[0] | string | undefined;
  /** The queries to ask again after success, by the tag that their keys begin with. */
  invalidates?: readonly QueryKey[];
  /** Called after success, before the queries are asked again. */
  onDone?: (data: Data, args: Args) => void;
  /** Whether a refusal is shown as a toast. Off where the form shows it beside the field. Default on. */
  toastErrors?: boolean;
}

/**
 * Wraps a command: `const resync = useCommand((id: string) => commands.sync(id, "everything"))`,
 * then `resync.mutate(id)`; `resync.isPending`, `resync.error` (an AppErrorObject).
 */
export function useCommand<Args = void, Data = unknown>(
  command: (args: Args) => Promise<Answer<Data>>,
  options: CommandOptions<Args, Data> = {},
): UseMutationResult<Data, AppErrorObject, Args> {
  const client = useQueryClient();
  return useMutation<Data, AppErrorObject, Args>({
    mutationFn: (args) => unwrap(command(args)),
    onSuccess: (data, args) => {
      options.onDone?.(data, args);
      const done = options.done?.(data, args);
      if (done !== undefined) {
        notifyDone(typeof done === "string" ? { message: done } : done);
      }
      return Promise.all(
        (options.invalidates ?? []).map((queryKey) => client.invalidateQueries({ queryKey })),
      );
    },
    onError: (error) => {
      if (options.toastErrors ?? true) {
        notifyError(error);
      }
    },
  });
}
