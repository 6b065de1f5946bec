// Where our settings point at something that vanished at the vendor, each with its remedy.
import { Badge, Stack, Table, Text } from "@mantine/core";
import { IconLinkOff } from "@tabler/icons-react";
import { useQueries, useQuery } from "@tanstack/react-query";

import type { BrokenReference, IntegrationView } from "../api";
import { brokenReferencesQuery, connectorsQuery, integrationsQuery } from "../frame/queries";
import { AnchorLink, EmptyState, ErrorState, LoadingState } from "../kit";
import { unlistedQuery } from "../wizard/configure/unlisted";
import classes from "./activity.module.css";

/** The tab. */
export function BrokenTab() {
  const { data, error, refetch } = useQuery(brokenReferencesQuery);
  const { data: connectors = [] } = useQuery(connectorsQuery);
  const filters = new Set(connectors.flatMap((connector) => connector.filters.map(({ id }) => id)));
  const stepOf = ({ setting }: BrokenReference) => (filters.has(setting) ? "sync" : "configure");
  const leftovers = useLeftovers();
  if (data === undefined) {
    return error === null ? <LoadingState /> : <ErrorState error={error} onRetry={refetch} />;
  }
  if (data.length === 0) {
    return (
      <EmptyState
        icon={IconLinkOff}
        title="No broken references"
        description={
          leftovers.length === 0
            ? "Every filter, stage and default points at something that exists at the vendor."
            : "Every filter and default points at something that exists at the vendor, and so does every stage but for what tickets still have."
        }
        {...(leftovers.length === 0 ? {} : { action: <LeftoverNotes leftovers={leftovers} /> })}
      />
    );
  }
  return (
    <div className={classes["scroll"]}>
      {leftovers.length > 0 && <LeftoverNotes leftovers={leftovers} />}
      <Table stickyHeader aria-label="Broken references" className={classes["rows"]}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Integration</Table.Th>
            <Table.Th>Setting</Table.Th>
            <Table.Th>Points at</Table.Th>
            <Table.Th>Which is</Table.Th>
            <Table.Th>What to do</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data.map((one) => (
            <Table.Tr key={`${one.integration}/${one.setting}/${one.vendor_id}`}>
              <Table.Td>{one.integration_name}</Table.Td>
              <Table.Td>{one.label}</Table.Td>
              <Table.Td>{one.name === "" ? `#${one.vendor_id}` : one.name}</Table.Td>
              <Table.Td>
                <Badge miw="max-content" color="orange">{one.how === "inactive" ? "Inactive" : "Gone"}</Badge>
              </Table.Td>
              <Table.Td>
                <AnchorLink
                  size="sm"
                  to="/integrations/$integration/setup/$step"
                  params={{ integration: one.integration, step: stepOf(one) }}
                >
                  {one.remedy}
                </AnchorLink>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

/** Statuses on the stage board of an integration that the vendor no longer lists: no mistake, tickets have them. */
interface Leftover {
  integration: IntegrationView;
  names: string[];
}

function useLeftovers(): Leftover[] {
  const { data: integrations = [] } = useQuery(integrationsQuery);
  const staged = integrations.filter(({ settings }) => stagedIds(settings).size > 0);
  const answers = useQueries({ queries: staged.map(({ id }) => unlistedQuery(id)) });
  return staged.flatMap((integration, at) => {
    const ids = stagedIds(integration.settings);
    const names = (answers[at]?.data ?? []).filter(({ id }) => ids.has(id)).map(({ name }) => name);
    return names.length === 0 ? [] : [{ integration, names }];
  });
}

/** The statuses that stand in a stage. */
function stagedIds(settings: IntegrationView["settings"]): ReadonlySet<string> {
  const stages = Object.entries(settings).filter(([key]) => key.startsWith("stage."));
  return new Set(stages.flatMap(([, value]) => (Array.isArray(value) ? value : [])));
}

function LeftoverNotes({ leftovers }: { leftovers: readonly Leftover[] }) {
  return (
    <Stack gap={4} mb="sm">
      {leftovers.map(({ integration: { id, name }, names }) => (
        <Text key={id} size="sm" c="dimmed">
          {name}:{" "}
          {names.length === 1
            ? `1 status is no longer listed, but tickets still have it, so it keeps its stage: ${names[0]}.`
            : `${names.length} statuses are no longer listed, but tickets still have them, so they keep their stages: ${names.join(", ")}.`}{" "}
          <AnchorLink size="sm" to="/integrations/$integration/setup/$step" params={{ integration: id, step: "configure" }}>
            Configure
          </AnchorLink>
        </Text>
      ))}
    </Stack>
  );
}
