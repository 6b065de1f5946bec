// One record, whole: what we keep of it, what belongs to it, and the vendor's own words.
import { Alert, Badge, Drawer, Group, Stack, Tabs, Text, Title } from "@mantine/core";
import { IconFilterOff, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";

import { commands, type IntegrationView, type RecordDetail } from "../api";
import { integrationsQuery } from "../frame/queries";
import { CopyButton, ErrorState, LoadingState, type RecordAddress, RelativeTime, unwrap } from "../kit";
import { type CompanyPlace, Facts } from "./Facts";
import { allFacts } from "./facts-of";
import { focusTable } from "./focus-table";
import { goneWord, goneWords, isLeftOut } from "./gone-words";
import { numberOf, titleOf } from "./record-parts";
import { relatedTabs } from "./related";
import { RelatedList } from "./RelatedList";
import classes from "./records.module.css";
import { TicketNotes } from "./TicketNotes";
import { TicketStage } from "./TicketStage";

/** The drawer; closed where there is no address. */
export function RecordDrawer({
  address,
  onClose,
}: {
  address: RecordAddress | undefined;
  onClose: () => void;
}) {
  return (
    <Drawer
      opened={address !== undefined}
      onClose={onClose}
      onExitTransitionEnd={focusTable}
      size={600}
      classNames={{ title: classes["title"] ?? "" }}
      title={address === undefined ? "" : <DrawerTitle address={address} />}
    >
      {address !== undefined && (
        <Content key={`${address.integration}/${address.stream}/${address.vendorId}`} address={address} />
      )}
    </Drawer>
  );
}

function useRecord({ integration, stream, vendorId }: RecordAddress) {
  return useQuery({
    queryKey: ["records", "detail", integration, stream, vendorId],
    queryFn: () => unwrap(commands.recordDetail(integration, stream, vendorId)),
  });
}

function DrawerTitle({ address }: { address: RecordAddress }) {
  const { data } = useRecord(address);
  if (data === undefined) {
    return "Record";
  }
  return titleOf(data.record.record) || `#${numberOf(data.record)}`;
}

function Content({ address }: { address: RecordAddress }) {
  const { data, error, refetch, isFetching } = useRecord(address);
  const { data: integrations } = useQuery(integrationsQuery);
  if (data === undefined) {
    return error === null ? (
      <LoadingState count={8} />
    ) : (
      <ErrorState error={error} onRetry={refetch} retrying={isFetching} />
    );
  }
  const integration = integrations?.find(({ id }) => id === data.record.integration_id);
  const tabs = relatedTabs(data.record, integration);
  const isTicket = data.record.record.kind === "ticket";
  return (
    <Stack gap="md">
      <Head detail={data} />
      {isTicket && <TicketStage record={data.record} />}
      <Tabs defaultValue="facts" classNames={{ tab: classes["drawerTab"] ?? "" }}>
        <Tabs.List>
          <Tabs.Tab value="facts">Details</Tabs.Tab>
          {isTicket && <Tabs.Tab value="notes">Notes</Tabs.Tab>}
          {tabs.map(({ kind, label }) => (
            <Tabs.Tab key={kind} value={kind}>
              {label}
            </Tabs.Tab>
          ))}
          <Tabs.Tab value="raw">Vendor's data</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="facts" pt="md">
          <Facts facts={allFacts(data.record)} companies={companiesOf(integration)} />
        </Tabs.Panel>
        {isTicket && (
          <Tabs.Panel value="notes" pt="md">
            <TicketNotes record={data.record} />
          </Tabs.Panel>
        )}
        {tabs.map((related) => (
          <Tabs.Panel key={related.kind} value={related.kind} pt="md">
            <RelatedList related={related} of={data.record} />
          </Tabs.Panel>
        ))}
        <Tabs.Panel value="raw" pt="md">
          <Raw raw={data.raw} />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}

/** Where the companies of an integration are, if it brings any. */
function companiesOf(integration: IntegrationView | undefined): CompanyPlace | undefined {
  const companies = integration?.streams.find(({ kind }) => kind === "company");
  return integration && companies && { integration: integration.id, stream: companies.stream };
}

function Head({ detail: { record, linked_company } }: { detail: RecordDetail }) {
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Badge color="gray">{record.integration}</Badge>
        <Badge color="gray">
          {record.stream_label} #{numberOf(record)}
        </Badge>
        {linked_company !== null && <Badge>Linked to {linked_company}</Badge>}
        {record.gone_at !== null && <Badge color="orange">{goneWord(record.gone_reason)}</Badge>}
      </Group>
      {record.gone_at !== null && (
        <Alert
          color="orange"
          icon={isLeftOut(record) ? <IconFilterOff size={20} aria-hidden /> : <IconTrash size={20} aria-hidden />}
          title={isLeftOut(record) ? "This record is left out" : "This record is gone"}
        >
          <Text size="sm">
            Marked <RelativeTime at={record.gone_at} />. {goneWords(record.gone_reason)} What is shown
            is what was last read.
          </Text>
        </Alert>
      )}
      <Text size="xs" c="dimmed">
        First seen <RelativeTime at={record.first_seen_at} />, content last changed here{" "}
        <RelativeTime at={record.changed_at} />.
      </Text>
    </Stack>
  );
}

function Raw({ raw }: { raw: string | null }) {
  if (raw === null) {
    return (
      <Text size="sm" c="dimmed">
        The vendor's own row was not kept.
      </Text>
    );
  }
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Title order={3}>As the vendor sent it</Title>
        <CopyButton value={raw} what="the vendor's data" withLabel />
      </Group>
      <Text size="xs" c="dimmed">
        As of the last change of what Patchbay keeps. Values of password fields are never kept.
      </Text>
      {/* What scrolls must be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className={classes["raw"]} tabIndex={0} aria-label="The vendor's data">
        <pre>{raw}</pre>
      </section>
    </Stack>
  );
}
