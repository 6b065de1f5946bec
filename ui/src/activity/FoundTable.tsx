// What is known of the records that were found.
import { Badge, Table, Text } from "@mantine/core";

import type { RecordKind, RecordView } from "../api";
import { AnchorLink, openAddress, RelativeTime } from "../kit";
import { goneWord, goneWords } from "../records/gone-words";
import { numberOf, titleOf } from "../records/record-parts";
import classes from "./activity.module.css";

const places: Readonly<Partial<{ [Kind in RecordKind]: "/companies" | "/people" | "/tickets" | "/opportunities" | "/projects" | "/devices" }>> = {
  company: "/companies",
  person: "/people",
  ticket: "/tickets",
  opportunity: "/opportunities",
  project: "/projects",
  device: "/devices",
};

/** The table. */
export function FoundTable({ records }: { records: readonly RecordView[] }) {
  return (
    <Table aria-label="Found records" className={classes["rows"]}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Record</Table.Th>
          <Table.Th>From</Table.Th>
          <Table.Th>First seen</Table.Th>
          <Table.Th>Changed</Table.Th>
          <Table.Th>State</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {records.map((record) => (
          <Row key={`${record.integration_id}/${record.stream}/${record.vendor_id}`} record={record} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Row({ record }: { record: RecordView }) {
  const { integration, integration_id, stream, stream_label, vendor_id, gone_at, gone_reason } = record;
  const to = places[record.record.kind];
  const title = titleOf(record.record) || "Without a name";
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400} className={classes["long"]}>
        {to === undefined ? (
          title
        ) : (
          <AnchorLink
            size="sm"
            to={to}
            search={{ open: openAddress({ integration: integration_id, stream, vendorId: vendor_id }) }}
          >
            {title}
          </AnchorLink>
        )}
      </Table.Th>
      <Table.Td className={classes["long"]}>
        {integration}
        <Text size="xs" c="dimmed">
          {stream_label} #{numberOf(record)}
        </Text>
      </Table.Td>
      <Table.Td className={classes["short"]}>
        <RelativeTime at={record.first_seen_at} />
      </Table.Td>
      <Table.Td className={classes["short"]}>
        <RelativeTime at={record.changed_at} />
      </Table.Td>
      <Table.Td className={classes["long"]}>
        {gone_at === null ? (
          <Badge miw="max-content" color="green">Here</Badge>
        ) : (
          <>
            <Badge miw="max-content" color="orange">{goneWord(gone_reason)}</Badge>{" "}
            <Text size="xs" c="dimmed">
              <RelativeTime at={gone_at} />. {goneWords(gone_reason)}
            </Text>
          </>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
