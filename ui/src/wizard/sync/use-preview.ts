// The live counts of the Sync step: asked a moment after the last change; only the answer to the newest counts.
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { type Change, commands, type DryRunView } from "../../api";
import { type AppErrorObject, toAppError, unwrap } from "../../kit";

/** How long nothing may change before the counts are asked for, in milliseconds. */
export const PREVIEW_DELAY_MS = 400;

/** The counts as they are shown. */
export interface Preview {
  /** The newest answer; of older settings while a newer one is on its way. */
  views: readonly DryRunView[];
  /** A newer answer is on its way, or will be asked for. */
  busy: boolean;
  error: AppErrorObject | undefined;
  retry: () => void;
}

const none: readonly DryRunView[] = [];

/** Counts what a sync would keep with these changes. */
export function usePreview(integration: string, changes: readonly Change[]): Preview {
  const wanted = JSON.stringify(changes);
  const [asked] = useDebouncedValue(wanted, PREVIEW_DELAY_MS);
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery({
    queryKey: ["preview", integration, asked],
    queryFn: () => unwrap(commands.preview(integration, JSON.parse(asked) as Change[])),
    placeholderData: keepPreviousData,
    // The same question within a minute has the same answer.
    staleTime: 60_000,
    gcTime: 60_000,
    retry: false,
  });
  return {
    views: data ?? none,
    busy: wanted !== asked || isFetching || isPlaceholderData,
    error: error === null ? undefined : toAppError(error),
    retry: () => void refetch(),
  };
}
