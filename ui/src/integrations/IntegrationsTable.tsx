// Many integrations, a row each: what a card says, in less room.
import { Badge, Group, Table, Text } from "@mantine/core";

import type { IntegrationView } from "../api";
import { useProgress } from "../frame/live";
import { usePausedWords } from "../frame/pause";
import { ButtonLink, formatNumberOf, RelativeTime, StateBadge } from "../kit";
import { stepToConfigure } from "../wizard/steps";
import { CardMenu } from "./CardMenu";
import { lastSyncOf, reasonOf } from "./card-words";
import { HeldStreams } from "./HeldStreams";
import { Holds } from "./Holds";
import { NextSync } from "./NextSync";
import classes from "./integrations.module.css";
import { expiresSoon, KeysExpire } from "./KeysExpire";
import { useSought } from "./sought";
import { RightsNotice } from "./RightsNotice";
import { SyncActions } from "./SyncActions";

/** The table. */
export function IntegrationsTable({ integrations }: { integrations: IntegrationView[] }) {
  return (
    <Table.ScrollContainer minWidth={760} type="native">
      <Table verticalSpacing="sm" aria-label="Connected services" className={classes["rows"]}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Integration</Table.Th>
            <Table.Th visibleFrom="xl">Category</Table.Th>
            <Table.Th>Status</Table.Th>
            <Table.Th className={classes["short"]}>Last Sync</Table.Th>
            <Table.Th className={classes["short"]} visibleFrom="md">
              Next Sync
            </Table.Th>
            <Table.Th>Holds</Table.Th>
            <Table.Th>Actions</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {integrations.map((integration) => (
            <Row key={integration.id} integration={integration} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Row({ integration }: { integration: IntegrationView }) {
  const { id, name, connector_name, category, state, syncing, setup, sandbox } = integration;
  const running = useProgress(id).length;
  const sought = useSought(id);
  const paused = usePausedWords();
  const last = lastSyncOf(integration);
  return (
    <Table.Tr {...sought}>
      <Table.Th scope="row" fw={500} className={classes["name"]}>
        {name}
        {name !== connector_name && (
          <Text size="xs" c="dimmed">
            {connector_name}
          </Text>
        )}
        <Text size="xs" c="dimmed" hiddenFrom="xl">
          {category}
        </Text>
        {sandbox && <Badge color="gray">Sandbox</Badge>}
      </Table.Th>
      <Table.Td className={classes["short"]} visibleFrom="xl">
        {category}
      </Table.Td>
      <Table.Td className={classes["status"]}>
        <StateBadge state={state} syncing={syncing} />
        <Text size="xs" c="dimmed" mt={4} mb={4}>
          {syncing && running > 0
            ? `Reading ${formatNumberOf(running, "stream", "streams")}.`
            : reasonOf(integration, paused)}
        </Text>
        {expiresSoon(integration) && (
          <Text size="xs" mb={4} component="div">
            Keys: <KeysExpire integration={integration} />
          </Text>
        )}
        <HeldStreams integration={integration} />
        <RightsNotice integration={integration} />
      </Table.Td>
      <Table.Td className={classes["short"]}>
        <RelativeTime past at={last.at} />
        {last.words !== "Last sync" && (
          <Text size="xs" c="dimmed">
            PSA data
          </Text>
        )}
        <Text size="xs" c="dimmed" component="div" hiddenFrom="md">
          Next: <NextSync integration={integration} />
        </Text>
      </Table.Td>
      <Table.Td className={classes["short"]} visibleFrom="md">
        <NextSync integration={integration} />
      </Table.Td>
      <Table.Td className={classes["holds"]}><Holds integration={integration} /></Table.Td>
      <Table.Td>
        <Group gap="xs" wrap="nowrap" justify="flex-end">
          <ButtonLink
            to="/integrations/$integration/setup/$step"
            params={{ integration: id, step: stepToConfigure(integration) }}
            variant="default"
            aria-label={setup === null ? `Configure ${name}` : `Go on with the set-up of ${name}`}
          >
            {setup === null ? "Configure" : "Go on with the set-up"}
          </ButtonLink>
          <SyncActions integration={integration} compact />
          <CardMenu integration={integration} />
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
