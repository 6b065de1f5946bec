// The set-up of a connection, for both of its addresses: /connect/$connector, where nothing exists yet, and
// /integrations/$integration/setup/$step.
import { Anchor, Button } from "@mantine/core";
import { IconPlugConnected } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams, useSearch } from "@tanstack/react-router";

import type { ConnectorView, IntegrationView } from "../api";
import { connectorsQuery, integrationsQuery } from "../frame/queries";
import { EmptyState, ErrorState, LoadingState, Page } from "../kit";
import { NewConnection } from "./connect/NewConnection";
import { ExistingSetup } from "./ExistingSetup";
import { sandboxQuery } from "./queries";

/** The steps of connecting a tool. */
export function WizardPage() {
  const params = useParams({ strict: false }) as {
    connector?: string;
    integration?: string;
    step?: string;
  };
  const connectors = useQuery(connectorsQuery);
  const integrations = useQuery(integrationsQuery);
  const failed = connectors.error ?? integrations.error;
  if (connectors.data === undefined || integrations.data === undefined) {
    return (
      <Page title="Set up">
        {failed === null ? (
          <LoadingState shape="form" />
        ) : (
          <ErrorState
            error={failed}
            onRetry={() => {
              void connectors.refetch();
              void integrations.refetch();
            }}
          />
        )}
      </Page>
    );
  }
  if (params.integration === undefined) {
    const connector = connectors.data.find(({ id }) => id === params.connector);
    return connector === undefined ? (
      <NotHere title="This product is not in the catalogue" />
    ) : (
      <NewSetup key={connector.id} connector={connector} integrations={integrations.data} />
    );
  }
  const integration = integrations.data.find(({ id }) => id === params.integration);
  const connector = connectors.data.find(({ id }) => id === integration?.connector);
  return integration === undefined || connector === undefined ? (
    <NotHere title="This integration is not here any more" />
  ) : (
    <ExistingSetup
      key={integration.id}
      integration={integration}
      connector={connector}
      asked={params.step}
    />
  );
}

function NotHere({ title }: { title: string }) {
  return (
    <Page title="Set up">
      <EmptyState
        title={title}
        icon={IconPlugConnected}
        description="It may have been removed meanwhile."
        action={
          <Button component={Link} to="/integrations" variant="default">
            Go to Integrations
          </Button>
        }
      />
    </Page>
  );
}

/** A new integration: of the vendor, or of the sandbox where the address says so. */
function NewSetup({
  connector,
  integrations,
}: {
  connector: ConnectorView;
  integrations: readonly IntegrationView[];
}) {
  const search = useSearch({ strict: false }) as { sandbox?: unknown };
  const wanted = search.sandbox === true || search.sandbox === "true";
  const { data, error, refetch, isFetching } = useQuery({ ...sandboxQuery, enabled: wanted });
  const taken = integrations.map(({ name }) => name);
  if (!wanted) {
    return <NewConnection connector={connector} sandbox={undefined} taken={taken} />;
  }
  const title = `Connect ${connector.name}`;
  if (data === undefined) {
    return (
      <Page title={title}>
        {error === null ? (
          <LoadingState shape="form" label="Opening the sandbox" />
        ) : (
          <ErrorState error={error} onRetry={refetch} retrying={isFetching} />
        )}
      </Page>
    );
  }
  const vendor = data.find((each) => each.connector === connector.id);
  return vendor === undefined ? (
    <Page title={title}>
      <EmptyState
        title={`The sandbox does not play ${connector.name}`}
        description={
          <>
            You can{" "}
            <Anchor
              inherit
              renderRoot={(props) => (
                <Link {...props} to="/connect/$connector" params={{ connector: connector.id }} />
              )}
            >
              connect your own account
            </Anchor>{" "}
            instead.
          </>
        }
      />
    </Page>
  ) : (
    <NewConnection connector={connector} sandbox={vendor} taken={taken} />
  );
}
