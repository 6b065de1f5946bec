// The Connect step of an integration that exists: what is set, a fresh test, new credentials. No secret is shown.
import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconKey, IconPlugConnected } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useId, useRef, useState } from "react";

import { commands, type ConnectorView, type IntegrationView, type TestReport } from "../../api";
import { notifyDone, stateLooks, unwrap } from "../../kit";
import { aboutQuery, useKeepIntegration } from "../queries";
import { type StepProps, useReady } from "../step-state";
import { useTrial } from "../use-trial";
import classes from "../wizard.module.css";
import { focusField, HELP_BELOW } from "./CredentialFields";
import { placeNotes } from "./form";
import { ReplaceCredentials } from "./ReplaceCredentials";
import { TestFailed, TestPassed } from "./TestResult";

/** Why the step cannot be left while new credentials are typed. */
const notReplaced = "Press Test and replace, or Cancel beside it, first.";

/** Shows everything filled in. The name can be changed; it is saved on leaving the step. */
export function ConnectStep({
  integration,
  connector,
  onReady,
  name,
  onName,
}: StepProps & {
  /** The name as it is being typed; undefined: it is not. */
  name: string | undefined;
  onName: (name: string | undefined) => void;
}) {
  const prefix = useId();
  const keep = useKeepIntegration();
  const replaceButton = useRef<HTMLButtonElement>(null);
  const [replacing, setReplacing] = useState<"closed" | "open" | "typed">("closed");
  const [replaceBusy, setReplaceBusy] = useState(false);
  const [replaced, setReplaced] = useState<TestReport>();
  const test = useTrial<null, TestReport>();
  const rename = useTrial<string, null>();
  const shownName = name ?? integration.name;
  const trimmed = shownName.trim();
  const renamed = trimmed !== integration.name;
  const nameFault =
    trimmed === ""
      ? "The name is missing."
      : rename.trial.subject === trimmed
        ? rename.trial.error?.say
        : undefined;

  useReady(
    onReady,
    {
      busy: rename.trial.busy || replaceBusy,
      problem: replacing === "typed" ? notReplaced : trimmed === "" ? "Give the integration a name." : undefined,
      exitProblem: replacing === "typed" ? notReplaced : undefined,
      unsaved: replacing === "typed" ? "step" : renamed ? "wizard" : undefined,
    },
    async () => {
      if (!renamed) {
        return true;
      }
      if (trimmed === "") {
        focusField(prefix, "name");
        return false;
      }
      const result = await rename.start(trimmed, async () => {
        await keep(await unwrap(commands.setSettings(integration.id, [{ key: "name", value: trimmed }])));
        return null;
      });
      if (result !== undefined && "data" in result) {
        onName(undefined);
        return true;
      }
      focusField(prefix, "name");
      return false;
    },
  );

  const close = () => {
    setReplacing("closed");
    // The button comes back with the next draw.
    requestAnimationFrame(() => replaceButton.current?.focus());
  };
  const report = replaced ?? test.trial.data;
  const notes = report === undefined ? {} : placeNotes(connector, { values: fieldsOf(integration) }, report.notes);
  return (
    <Stack gap="md">
      <TextInput
        id={`${prefix}-name`}
        label="Name"
        description="What you call it here."
        inputWrapperOrder={HELP_BELOW}
        required
        maw={480}
        autoComplete="off"
        value={shownName}
        error={nameFault}
        onChange={(event) => onName(event.currentTarget.value)}
      />
      {integration.reason !== "" && (
        <Text size="sm">
          <strong>{stateLooks[integration.state].word}</strong>: {integration.reason}
        </Text>
      )}
      {replacing === "closed" ? (
        <>
          <Facts integration={integration} connector={connector} notes={notes} />
          <Group gap="sm">
            <Button
              variant="default"
              loading={test.trial.busy}
              leftSection={<IconPlugConnected size={16} aria-hidden />}
              onClick={() => {
                setReplaced(undefined);
                void test.start(null, () => unwrap(commands.testIntegration(integration.id)));
              }}
            >
              Retest Connection
            </Button>
            {!integration.sandbox && (
              <Button
                ref={replaceButton}
                variant="default"
                leftSection={<IconKey size={16} aria-hidden />}
                onClick={() => {
                  test.reset();
                  setReplaced(undefined);
                  setReplacing("open");
                }}
              >
                Replace credentials
              </Button>
            )}
          </Group>
          {report !== undefined && (
            <TestPassed
              report={report}
              title={replaced === undefined ? "Connected" : "Replaced: the new credentials are in force"}
            />
          )}
          {test.trial.error !== undefined && (
            <TestFailed
              error={test.trial.error}
              title="The connection test failed"
              atField={connector.fields.find(({ id }) => id === test.trial.error?.field)?.label}
            />
          )}
        </>
      ) : (
        <ReplaceCredentials
          integration={integration}
          connector={connector}
          onTyped={() => setReplacing("typed")}
          onBusy={setReplaceBusy}
          onCancel={close}
          onDone={(done) => {
            setReplaced(done);
            notifyDone({ message: `The credentials of ${integration.name} were replaced.` });
            close();
          }}
        />
      )}
    </Stack>
  );
}

function fieldsOf(integration: IntegrationView): Record<string, string> {
  return Object.fromEntries(
    Object.entries(integration.fields).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

const dayFormat = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

/** `30 April 2027`, and that it is over where it is. */
function dayWords(value: string): string {
  const day = new Date(`${value}T00:00:00Z`);
  if (Number.isNaN(day.getTime())) {
    return value;
  }
  const over = day.toISOString().slice(0, 10) < new Date().toISOString().slice(0, 10);
  return over ? `${dayFormat.format(day)}: expired` : dayFormat.format(day);
}

/** The fields as they are kept; of secrets only where. */
function Facts({
  integration,
  connector,
  notes,
}: {
  integration: IntegrationView;
  connector: ConnectorView;
  notes: Readonly<Record<string, readonly string[]>>;
}) {
  const { data: about } = useQuery(aboutQuery);
  const vault = about?.vault ?? "the safe";
  const kept = integration.sandbox
    ? "Filled in by the sandbox"
    : `Kept in ${vault.charAt(0).toLowerCase()}${vault.slice(1)}`;
  return (
    <dl className={classes["facts"]}>
      {connector.fields.map((field) => {
        const value = integration.fields[field.id];
        const shown = field.secret
          ? kept
          : field.flag
            ? value === "true"
              ? "On"
              : "Off"
            : field.expiry && value !== undefined
              ? dayWords(value)
              : (value ?? "Not set");
        return [
          <dt key={`${field.id} label`}>{field.label}</dt>,
          <dd key={field.id}>
            <Text inherit span {...(field.secret || value === undefined ? { c: "dimmed" } : {})}>
              {shown}
            </Text>
            {(notes[field.id] ?? []).map((note) => (
              <Text key={note} size="sm" c="dimmed">
                {note}
              </Text>
            ))}
          </dd>,
        ];
      })}
    </dl>
  );
}
