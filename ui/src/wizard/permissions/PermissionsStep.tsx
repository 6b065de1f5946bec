// The Permissions step: what the keys may read, one area a row, checked anew on every arrival.
import { Alert, Button, Checkbox, Group, Stack, Text } from "@mantine/core";
import { IconRefresh, IconToggleLeft } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";

import { type AreaView, commands, type PermissionReport } from "../../api";
import { integrationsQuery } from "../../frame/queries";
import { ErrorState, RelativeTime, unwrap } from "../../kit";
import { lastPermissionsQuery } from "../queries";
import { type StepProps, useReady } from "../step-state";
import { useTrial } from "../use-trial";
import classes from "../wizard.module.css";
import { AreaRow } from "./AreaRow";
import { CopyAll } from "./CopyAll";
import { gateOf, inWords, isLocked, missingLines, setOff, setOffWords } from "./results";

const commit = () => Promise.resolve(true);

/** Shows the last report until the fresh one is there. Required areas hold the set-up back. */
export function PermissionsStep({ integration, connector, onReady }: StepProps) {
  const client = useQueryClient();
  const { data: report } = useQuery(lastPermissionsQuery(integration.id));
  const { trial, start } = useTrial<null, string | undefined>();
  const [goOn, setGoOn] = useState(false);
  /** What the check changed: a right that was taken away switches off what needs it. */
  const changesOf = useCallback(
    async (areas: AreaView[]) => {
      if (!areas.some(isLocked)) {
        return undefined;
      }
      // A list that cannot be asked for does not undo the check.
      const all = await client.fetchQuery({ ...integrationsQuery, staleTime: 0 }).catch(() => []);
      const after = all.find(({ id }) => id === integration.id);
      return after && setOffWords(setOff(connector.toggles, areas, integration.settings, after.settings));
    },
    [client, connector, integration],
  );
  const check = useCallback(
    () =>
      start(null, async () => {
        const areas = await unwrap(commands.permissions(integration.id));
        const { queryKey } = lastPermissionsQuery(integration.id);
        // A read of the last report that is on its way began before this check.
        await client.cancelQueries({ queryKey, exact: true });
        const fresh: PermissionReport = { checked_at: new Date().toISOString(), areas };
        client.setQueryData(queryKey, fresh);
        return changesOf(areas);
      }),
    [client, integration.id, start, changesOf],
  );
  const arrived = useRef(false);
  useEffect(() => {
    if (!arrived.current) {
      arrived.current = true;
      void check();
    }
  }, [check]);

  const checked = trial.subject === null;
  const gate = gateOf(report?.areas ?? []);
  const problem = problemOf({
    // What was set up once is not held back; a switch is locked instead.
    gated: integration.setup !== null,
    known: report !== undefined && report !== null,
    busy: trial.busy || !checked,
    failed: trial.error !== undefined,
    refused: inWords(gate.refused),
    unclear: goOn ? "" : inWords(gate.unclear),
  });
  useReady(onReady, { busy: false, problem }, commit);

  const missing = missingLines(report?.areas ?? []);
  const fine = report?.areas.filter(({ ok }) => ok).length ?? 0;
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="sm">
        <Text size="sm" component="output" display="block">
          {trial.busy ? (
            report === null || report === undefined ? (
              "Checking what the keys may read…"
            ) : (
              <>
                Checking again. Shown is the last result, of <RelativeTime at={report.checked_at} />.
              </>
            )
          ) : report === null || report === undefined ? (
            "Not checked yet."
          ) : (
            <>
              {fine} of {report.areas.length} areas granted. Checked <RelativeTime at={report.checked_at} />.
            </>
          )}
        </Text>
        <Group gap="sm">
          {missing !== "" && <CopyAll text={missing} />}
          <Button
            variant="default"
            loading={trial.busy}
            leftSection={<IconRefresh size={16} aria-hidden />}
            onClick={() => void check()}
          >
            Re-check
          </Button>
        </Group>
      </Group>
      {trial.data !== undefined && (
        <Alert color="yellow" variant="light" icon={<IconToggleLeft aria-hidden />}>
          {trial.data}
        </Alert>
      )}
      {trial.error !== undefined && <ErrorState error={trial.error} onRetry={check} retrying={trial.busy} />}
      <ul className={classes["rows"]} aria-busy={trial.busy}>
        {report === null || report === undefined
          ? trial.error === undefined &&
            connector.areas.map((area) => <AreaRow key={area.id} {...area} result={undefined} />)
          : report.areas.map((area) => <AreaRow key={area.area} {...area} result={area} />)}
      </ul>
      {gate.unclear.length > 0 && (
        <Checkbox
          checked={goOn}
          onChange={(event) => setGoOn(event.currentTarget.checked)}
          label="Go on anyway; nothing is switched off"
          aria-label="Go on anyway; nothing is switched off"
          description={`${inWords(gate.unclear)} could not be verified: the vendor was slow or not reachable.`}
        />
      )}
    </Stack>
  );
}

function problemOf(stand: {
  gated: boolean;
  known: boolean;
  busy: boolean;
  failed: boolean;
  refused: string;
  unclear: string;
}): string | undefined {
  if (!stand.gated) {
    return undefined;
  }
  if (stand.busy) {
    return "The check is running.";
  }
  if (stand.failed || !stand.known) {
    return "The check could not be made. Press Re-check.";
  }
  if (stand.refused !== "") {
    return `Required and not granted: ${stand.refused}. Grant what the rows name, then press Re-check.`;
  }
  if (stand.unclear !== "") {
    return `Required and not verified: ${stand.unclear}. Press Re-check, or tick “Go on anyway”.`;
  }
  return undefined;
}
