// The newest records of one kind that belong to a company, and the way to all of them.
import { Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { commands, type RecordKind, type RecordView } from "../api";
import { AnchorLink, ErrorState, formatCount, LoadingState, openAddress, unwrap } from "../kit";
import { titleOf } from "./record-parts";
import classes from "./records.module.css";

const SHOWN = 50;

const places = {
  person: "/people",
  ticket: "/tickets",
  opportunity: "/opportunities",
  device: "/devices",
} as const;

/** The list. */
export function RelatedList({
  kind,
  label,
  company,
}: {
  kind: RecordKind;
  label: string;
  company: RecordView;
}) {
  const { data, error, refetch } = useQuery({
    queryKey: ["records", kind, "of-company", company.integration_id, company.vendor_id],
    queryFn: () =>
      unwrap(
        commands.recordPage(
          {
            kind,
            integration: company.integration_id,
            stream: null,
            text: null,
            include_gone: false,
            sort: null,
            filters: { company_id: [company.vendor_id] },
          },
          0,
          SHOWN,
        ),
      ),
  });
  if (data === undefined) {
    return error === null ? <LoadingState /> : <ErrorState error={error} onRetry={refetch} />;
  }
  const to = places[kind as keyof typeof places];
  const name = titleOf(company.record);
  if (data.total === 0) {
    return (
      <Text size="sm" c="dimmed">
        No {label.toLowerCase()} of this company are held.
      </Text>
    );
  }
  return (
    <Stack gap="xs">
      {data.rows.map((row) => (
        <AnchorLink
          key={row.key}
          size="sm"
          className={classes["related"]}
          to={to}
          search={{
            open: openAddress({
              integration: row.integration_id,
              stream: row.stream,
              vendorId: row.vendor_id,
            }),
          }}
        >
          {titleOf(row.record) || `#${row.vendor_id}`}
        </AnchorLink>
      ))}
      {data.total > data.rows.length && (
        <AnchorLink size="sm" fw={600} to={to} search={{ filter: { company_name: [name] } }}>
          All {formatCount(data.total)} {label.toLowerCase()}
        </AnchorLink>
      )}
    </Stack>
  );
}
