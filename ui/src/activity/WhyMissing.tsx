// The honest list of reasons why a record is not here, for each integration, with the place to look at.
import { Badge, Card, Group, List, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import type { IntegrationView } from "../api";
import { connectorsQuery, integrationsQuery } from "../frame/queries";
import { AnchorLink, RelativeTime, StateBadge } from "../kit";
import { lastPermissionsQuery } from "../wizard/queries";
import { reasonsOf, recordStreams } from "./find-reasons";

/** The list. `found`: something was found, but maybe not what was looked for. */
export function WhyMissing({ found }: { found: boolean }) {
  const { data: integrations = [] } = useQuery(integrationsQuery);
  return (
    <Stack gap="sm" component="section" aria-label="Why it may be missing">
      <Title order={2}>{found ? "Not the one? Why it may be missing" : "Why it may be missing"}</Title>
      {integrations.map((integration) => (
        <Why key={integration.id} integration={integration} />
      ))}
    </Stack>
  );
}

function Why({ integration }: { integration: IntegrationView }) {
  const { id, name, state, syncing } = integration;
  const { data: connectors } = useQuery(connectorsQuery);
  const { data: permissions } = useQuery(lastPermissionsQuery(id));
  const connector = connectors?.find((one) => one.id === integration.connector);
  const reasons = reasonsOf(integration, connector, permissions);
  const streams = recordStreams(integration);
  return (
    <Card component="article" aria-label={name}>
      <Stack gap="sm">
        <Group gap="sm">
          <Title order={3}>{name}</Title>
          <StateBadge state={state} syncing={syncing} />
        </Group>
        <List size="sm" spacing={4} pr="md">
          {reasons.map(({ key, say, step, link, certain }) => (
            <List.Item key={key}>
              {say}{" "}
              <AnchorLink
                inherit
                to="/integrations/$integration/setup/$step"
                params={{ integration: id, step }}
                aria-label={`${link}: ${name}`}
              >
                {link}
              </AnchorLink>{" "}
              {!certain && (
                <Badge color="gray" size="sm">
                  Possible
                </Badge>
              )}
            </List.Item>
          ))}
          {streams.length > 0 && (
            <List.Item>
              It is newer than the last read:{" "}
              {streams.map(({ stream, label, last_success_at }, at) => (
                <span key={stream}>
                  {at > 0 && ", "}
                  {label} <RelativeTime at={last_success_at} />
                </span>
              ))}
              .
            </List.Item>
          )}
          <List.Item>
            It could not be read: see <AnchorLink inherit to="/activity" search={{ tab: "failed" }}>Failed records</AnchorLink>.
          </List.Item>
          <List.Item>The key may not see it: vendors hide single boards, locations and companies from a role.</List.Item>
        </List>
        {reasons.length === 0 && (
          <Text size="sm" c="dimmed">
            No filter is set, every area may be read and everything is switched on.
          </Text>
        )}
      </Stack>
    </Card>
  );
}
