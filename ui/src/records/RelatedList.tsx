// The newest records of one kind that belong to a company or a person, and the way to all of them.
import { Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { commands, type RecordKind, type RecordView } from "../api";
import { AnchorLink, ErrorState, formatCount, LoadingState, openAddress, RelativeTime, unwrap } from "../kit";
import { partsOf, titleOf } from "./record-parts";
import type { Related } from "./related";
import { relatedWords } from "./related-words";
import classes from "./records.module.css";

const SHOWN = 50;

const places = {
  person: "/people",
  ticket: "/tickets",
  opportunity: "/opportunities",
  project: "/projects",
  device: "/devices",
} as const;

/** What the drawer's record is called in a sentence. */
const owners: Readonly<Partial<{ [Kind in RecordKind]: string }>> = { company: "company", person: "person" };

/** The list. */
export function RelatedList({ related: { kind, label, by }, of }: { related: Related; of: RecordView }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["records", kind, "related", by, of.integration_id, of.vendor_id],
    queryFn: () =>
      unwrap(
        commands.recordPage(
          {
            kind,
            integration: of.integration_id,
            stream: null,
            text: null,
            include_gone: false,
            sort: null,
            filters: { [by]: [of.vendor_id] },
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
  const noun = label.toLowerCase();
  if (data.total === 0) {
    return (
      <Text size="sm" c="dimmed">
        No {noun} of this {owners[of.record.kind] ?? "record"} are held.
      </Text>
    );
  }
  return (
    <Stack gap="xs">
      <ul className={classes["relatedRows"]} aria-label={label}>
        {data.rows.map((row) => (
          <li key={row.key}>
            <AnchorLink
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
            <Below row={row} />
          </li>
        ))}
      </ul>
      {data.total > data.rows.length && <All total={data.total} noun={noun} by={by} of={of} to={to} />}
    </Stack>
  );
}

/** What tells one row from the others: number, status, when it changed. */
function Below({ row }: { row: RecordView }) {
  const { updated_at: at } = partsOf(row.record);
  return (
    <Text size="xs" c="dimmed">
      {relatedWords(row).join(" · ")}
      {at !== null && at !== undefined && (
        <>
          {" · changed "}
          <RelativeTime at={at} />
        </>
      )}
    </Text>
  );
}

interface AllProps {
  total: number;
  noun: string;
  by: Related["by"];
  of: RecordView;
  to: (typeof places)[keyof typeof places];
}

/** The way to all of them, where the table can be narrowed to them. */
function All({ total, noun, by, of, to }: AllProps) {
  const name = titleOf(of.record);
  const column = { company_id: "company_name", owner_id: "owner_name", contact_id: undefined }[by];
  if (column === undefined || name === "") {
    return (
      <Text size="sm" c="dimmed">
        The {SHOWN} that changed last, of {formatCount(total)} {noun}.
      </Text>
    );
  }
  return (
    <AnchorLink size="sm" fw={600} to={to} search={{ of: of.integration_id, filter: { [column]: [name] } }}>
      All {formatCount(total)} {noun}
    </AnchorLink>
  );
}
