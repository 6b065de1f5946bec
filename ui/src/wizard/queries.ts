// What the wizard asks the program beyond the frame's own questions, and how it keeps what a command answers.
import { queryOptions, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";

import { commands, type IntegrationView } from "../api";
import { integrationsQuery } from "../frame/queries";
import { unwrap } from "../kit";

/** Where secrets are kept, among other things about the program. */
export const aboutQuery = queryOptions({
  queryKey: ["about"],
  queryFn: () => unwrap(commands.about()),
});

/** What the sandbox offers to connect. Opens it; asked again by every new set-up, as its address changes. */
export const sandboxQuery = queryOptions({
  queryKey: ["sandbox"],
  queryFn: () => unwrap(commands.openSandbox()),
  staleTime: 0,
  gcTime: 0,
});

/** The latest permission check of an integration. */
export const lastPermissionsQuery = (integration: string) =>
  queryOptions({
    queryKey: ["permissions", integration],
    queryFn: () => unwrap(commands.lastPermissions(integration)),
  });

/** The items of a stream of reference data. */
export const referenceQuery = (integration: string, stream: string) =>
  queryOptions({
    queryKey: ["reference", integration, stream],
    queryFn: () => unwrap(commands.referenceChoices(integration, stream)),
  });

/**
 * Puts an integration as a command answered it into the list of integrations. A read of the list that is on
 * its way began before the change and is dropped.
 */
export function useKeepIntegration(): (integration: IntegrationView) => Promise<void> {
  const client = useQueryClient();
  return useCallback(
    async (integration) => {
      await client.cancelQueries({ queryKey: integrationsQuery.queryKey, exact: true });
      client.setQueryData(integrationsQuery.queryKey, (before) => {
        const others = before ?? [];
        return others.some(({ id }) => id === integration.id)
          ? others.map((each) => (each.id === integration.id ? integration : each))
          : [...others, integration];
      });
    },
    [client],
  );
}
