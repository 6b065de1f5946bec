// The preferences and the one way to change them: at once, and back again when the program refuses.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { commands, type Preferences } from "../api";
import { notifyError, unwrap } from "../kit";
import { preferencesQuery } from "./queries";

/** The preferences, and how to change some of them. */
export function usePreferences() {
  const client = useQueryClient();
  const query = useQuery(preferencesQuery);
  const change = useMutation({
    mutationFn: (after: Preferences) => unwrap(commands.setPreferences(after)),
    onMutate: (after) => {
      const before = client.getQueryData(preferencesQuery.queryKey);
      client.setQueryData(preferencesQuery.queryKey, after);
      return { before };
    },
    onSuccess: (after) => client.setQueryData(preferencesQuery.queryKey, after),
    onError: (error, _after, kept) => {
      client.setQueryData(preferencesQuery.queryKey, kept?.before);
      notifyError(error);
    },
  });
  return {
    ...query,
    set: (some: Partial<Preferences>) => {
      if (query.data !== undefined) {
        change.mutate({ ...query.data, ...some });
      }
    },
  };
}
