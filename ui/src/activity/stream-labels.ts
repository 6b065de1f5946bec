// Runs name their streams as the program does; people read the labels that the integrations know.
import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";

import { connectorsQuery, integrationsQuery } from "../frame/queries";

/** Answers the label of a stream of an integration; the name itself where nobody knows it. */
export function useStreamLabels(): (integration: string, stream: string) => string {
  const { data: integrations } = useQuery(integrationsQuery);
  const { data: connectors } = useQuery(connectorsQuery);
  return useCallback(
    (integration, stream) => {
      const whose = integrations?.find(({ id }) => id === integration);
      const read = whose?.streams.find((each) => each.stream === stream)?.label;
      const known = connectors
        ?.find(({ id }) => id === whose?.connector)
        ?.streams.find(({ name }) => name === stream)?.label;
      return read ?? known ?? stream;
    },
    [integrations, connectors],
  );
}
