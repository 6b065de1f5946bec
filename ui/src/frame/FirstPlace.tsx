// The address without a path: leads to the welcome where nothing is connected, else to the integrations.
// A component and not a redirect of the router: it is drawn only once the program is open.
import { useQuery } from "@tanstack/react-query";
import { Navigate } from "@tanstack/react-router";

import { integrationsQuery } from "./queries";

/** Goes on as soon as the integrations are known; what cannot be asked is shown by the integrations' page. */
export function FirstPlace() {
  const { data: integrations, isError } = useQuery(integrationsQuery);
  if (integrations === undefined && !isError) {
    return null;
  }
  return <Navigate to={integrations?.length === 0 ? "/welcome" : "/integrations"} replace />;
}
