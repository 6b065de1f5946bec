// The Sync step: what is read and what is left out, with live counts. Nothing is saved before Next or Save & Exit.
import { Alert, Button, Divider, Group, Stack, Text, Title } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";

import { commands, type FilterValue } from "../../api";
import { ErrorState, unwrap } from "../../kit";
import { lastPermissionsQuery, useKeepIntegration } from "../queries";
import { type StepProps, useReady } from "../step-state";
import { useTrial } from "../use-trial";
import { ContactImport } from "./ContactImport";
import { byStream, StreamFilters } from "./Filters";
import { Intervals } from "./Intervals";
import { type SyncRemark, startOrJoin } from "./start-sync";
import { allChanges, countedChanges, isEdited, type SyncDraft, type SyncStand } from "./sync-settings";
import { Toggles } from "./Toggles";
import { usePreview } from "./use-preview";

/** The draft is kept by the wizard, so that going to another step and back loses nothing. */
export function SyncStep({
  integration,
  connector,
  onReady,
  draft,
  onDraft,
  onRemark,
}: StepProps & {
  draft: SyncDraft;
  onDraft: (draft: SyncDraft) => void;
  onRemark: (remark: SyncRemark | undefined) => void;
}) {
  const client = useQueryClient();
  const keep = useKeepIntegration();
  const failure = useRef<HTMLDivElement>(null);
  const { data: report } = useQuery(lastPermissionsQuery(integration.id));
  const save = useTrial<SyncDraft, null>();
  const stand: SyncStand = useMemo(
    () => ({ connector, settings: integration.settings, setup: integration.setup, report, draft }),
    [connector, integration.settings, integration.setup, report, draft],
  );
  const preview = usePreview(integration.id, countedChanges(stand));
  const refused = save.trial.subject === draft ? save.trial.error : undefined;
  const change = (values: Record<string, FilterValue>) => onDraft({ ...draft, ...values });
  useEffect(() => {
    if (refused !== undefined) {
      failure.current?.focus();
    }
  }, [refused]);

  useReady(
    onReady,
    { busy: save.trial.busy, unsaved: isEdited(stand) ? "wizard" : undefined },
    async (how) => {
      const changes = allChanges(stand);
      if (changes.length > 0) {
        const result = await save.start(draft, async () => {
          await keep(await unwrap(commands.setSettings(integration.id, changes)));
          return null;
        });
        if (result === undefined || "error" in result) {
          return false;
        }
        onDraft({});
      }
      if (how === "next") {
        onRemark(await startOrJoin(client, integration.id, changes.length > 0));
      }
      return true;
    },
  );

  const read = new Map(integration.streams.map(({ stream, live }) => [stream, live]));
  const labelOf = (field: string) =>
    [...connector.toggles, ...connector.filters].find(({ id }) => id === field)?.label ?? field;
  return (
    <Stack gap="lg">
      {refused !== undefined && (
        <div ref={failure} tabIndex={-1}>
          <ErrorState error={refused} fieldLabel={labelOf} />
        </div>
      )}
      {connector.sync_remark !== "" && (
        <Alert color="gray" icon={<IconInfoCircle size={20} aria-hidden />} p="sm">
          <Text size="sm">{connector.sync_remark}</Text>
        </Alert>
      )}
      <section aria-label="Data to sync">
        <Title order={3} mb="sm">
          Data to sync
        </Title>
        <Toggles stand={stand} preview={preview} read={read} onChange={(id, on) => change({ [id]: on })} />
        {!connector.counts && (
          <Text size="sm" c="dimmed" mt="sm">
            {connector.name} does not count its records ahead: what is shown is what Patchbay has read so far.
          </Text>
        )}
        {preview.error !== undefined && (
          <Group gap="sm" mt="sm">
            <Text size="sm" c="dimmed" component="output">
              The counts could not be asked for: {preview.error.say} You can go on without them.
            </Text>
            <Button size="xs" variant="default" loading={preview.busy} onClick={preview.retry}>
              Try again
            </Button>
          </Group>
        )}
      </section>
      {connector.imports.contacts !== null && (
        <section aria-label="Contact Auto-Import">
          <Title order={3} mb="sm">
            Contact Auto-Import
          </Title>
          <ContactImport stand={stand} onChange={(key, value) => change({ [key]: value })} />
        </section>
      )}
      {byStream(connector.filters).map(([name, filters]) => (
        <StreamFilters
          key={name}
          integration={integration.id}
          name={name}
          filters={filters}
          stand={stand}
          preview={preview}
          read={read.get(name)}
          onChange={(id, value) => change({ [id]: value })}
        />
      ))}
      <Divider />
      <Intervals stand={stand} onChange={change} />
    </Stack>
  );
}
