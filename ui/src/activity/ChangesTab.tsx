// What resyncs found changed in boards, statuses, types…: the newest first.
import { Badge, Table } from "@mantine/core";
import { IconAdjustments } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";

import { commands } from "../api";
import { AnchorLink, EmptyState, ErrorState, LoadingState, RelativeTime, unwrap } from "../kit";
import classes from "./activity.module.css";

const SHOWN = 500;

const words: Readonly<Record<string, { word: string; color: string }>> = {
  added: { word: "Added", color: "green" },
  renamed: { word: "Renamed", color: "accent" },
  deactivated: { word: "Deactivated", color: "orange" },
  reactivated: { word: "Active again", color: "green" },
  removed: { word: "Removed", color: "red" },
  changed: { word: "Changed", color: "gray" },
};

/** The tab. */
export function ChangesTab() {
  const { data, error, refetch } = useQuery({
    queryKey: ["runs", "reference-changes"],
    queryFn: () => unwrap(commands.referenceChanges(SHOWN)),
  });
  if (data === undefined) {
    return error === null ? <LoadingState /> : <ErrorState error={error} onRetry={refetch} />;
  }
  if (data.length === 0) {
    return (
      <EmptyState
        icon={IconAdjustments}
        title="No settings have changed"
        description="When a board, a status, a priority or a type is added, renamed or removed at a vendor, the next resync says so here."
      />
    );
  }
  return (
    <div className={classes["scroll"]}>
      <Table stickyHeader aria-label="Settings changes" className={classes["rows"]}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>When</Table.Th>
            <Table.Th>Integration</Table.Th>
            <Table.Th>What</Table.Th>
            <Table.Th>Change</Table.Th>
            <Table.Th>In words</Table.Th>
            <Table.Th>Run</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data.map((change) => (
            <Table.Tr key={change.key}>
              <Table.Td className={classes["short"]}>
                <RelativeTime at={change.at} />
              </Table.Td>
              <Table.Td>{change.integration}</Table.Td>
              <Table.Td>{change.stream}</Table.Td>
              <Table.Td>
                <Badge miw="max-content" color={words[change.change]?.color ?? "gray"}>
                  {words[change.change]?.word ?? change.change}
                </Badge>
              </Table.Td>
              <Table.Td className={classes["long"]}>{change.say}</Table.Td>
              <Table.Td className={classes["short"]}>
                <AnchorLink size="sm" to="/activity/runs/$run" params={{ run: change.run }}>
                  Show the run
                </AnchorLink>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
