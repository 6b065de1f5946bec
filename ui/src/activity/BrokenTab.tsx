// Where our settings point at something that vanished at the vendor, each with its remedy.
import { Badge, Table } from "@mantine/core";
import { IconLinkOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";

import type { BrokenReference } from "../api";
import { brokenReferencesQuery, connectorsQuery } from "../frame/queries";
import { AnchorLink, EmptyState, ErrorState, LoadingState } from "../kit";
import classes from "./activity.module.css";

/** The tab. */
export function BrokenTab() {
  const { data, error, refetch } = useQuery(brokenReferencesQuery);
  const { data: connectors = [] } = useQuery(connectorsQuery);
  const filters = new Set(connectors.flatMap((connector) => connector.filters.map(({ id }) => id)));
  const stepOf = ({ setting }: BrokenReference) => (filters.has(setting) ? "sync" : "configure");
  if (data === undefined) {
    return error === null ? <LoadingState /> : <ErrorState error={error} onRetry={refetch} />;
  }
  if (data.length === 0) {
    return (
      <EmptyState
        icon={IconLinkOff}
        title="No broken references"
        description="Every filter, stage and default points at something that exists at the vendor."
      />
    );
  }
  return (
    <div className={classes["scroll"]}>
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
