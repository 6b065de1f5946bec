// Replacing the credentials of an integration: the new ones are tested before the old are dropped.
import { Button, Card, Stack, Text, Title } from "@mantine/core";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";

import { commands, type ConnectorView, type IntegrationView, type TestReport } from "../../api";
import { unwrap } from "../../kit";
import { useKeepIntegration } from "../queries";
import { useTrial } from "../use-trial";
import classes from "../wizard.module.css";
import { CredentialFields, focusField } from "./CredentialFields";
import { apart, faultsOf, fieldOf, sentences, startWith, type Typed } from "./form";
import { TestBar } from "./TestBar";
import { TestFailed } from "./TestResult";

/** A form with all credential fields; secrets start empty and are forgotten when it closes. */
export function ReplaceCredentials({
  integration,
  connector,
  onTyped,
  onBusy,
  onDone,
  onCancel,
}: {
  integration: IntegrationView;
  connector: ConnectorView;
  /** Whether something would be lost. */
  onTyped: (typed: boolean) => void;
  onBusy: (busy: boolean) => void;
  onDone: (report: TestReport) => void;
  onCancel: () => void;
}) {
  const prefix = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const keep = useKeepIntegration();
  const [initial] = useState(() => startWith(connector, integration.fields));
  const [typed, setTyped] = useState<Typed>(initial);
  const [missing, setMissing] = useState<Record<string, string>>({});
  const trial = useTrial<Typed, TestReport>();
  const refused = trial.trial.subject === typed ? trial.trial.error : undefined;
  const atField = fieldOf(connector, refused);
  const faults =
    atField === undefined || refused === undefined ? missing : { ...missing, [atField]: sentences(refused) };
  useEffect(() => heading.current?.focus(), []);

  const replace = async () => {
    const faulty = faultsOf(connector, typed, ({ secret }) => secret);
    setMissing(faulty);
    const first = connector.fields.find(({ id }) => id in faulty);
    if (first !== undefined) {
      focusField(prefix, first.id);
      return;
    }
    onBusy(true);
    const result = await trial.start(typed, async () => {
      const { fields, secrets } = apart(connector, typed);
      for (const { id, secret } of connector.fields) {
        // What was emptied is told: a field that is not sent keeps its value.
        if (!secret && !(id in fields) && integration.fields[id] !== undefined) {
          fields[id] = "";
        }
      }
      const replaced = await unwrap(commands.replaceCredentials(integration.id, fields, secrets));
      await keep(replaced.integration);
      return replaced.report;
    });
    onBusy(false);
    if (result === undefined) {
      return;
    }
    if ("data" in result) {
      onDone(result.data);
    } else {
      focusField(prefix, fieldOf(connector, result.error) ?? "");
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!trial.trial.busy && typed !== initial) {
      void replace();
    }
  };
  return (
    // What sticks to the window's edge must not be cut off by the card.
    <Card data-on-card style={{ overflow: "visible" }}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <div>
            <Title order={3} ref={heading} tabIndex={-1} className={classes["heading"]}>
              Replace credentials
            </Title>
            <Text size="sm" c="dimmed">
              The new ones are tested first. If the test fails, the ones in force stay as they are.
            </Text>
          </div>
          <CredentialFields
            connector={connector}
            prefix={prefix}
            typed={typed}
            onType={(next) => {
              setTyped(next);
              setMissing({});
              onTyped(true);
            }}
            faults={faults}
            notes={{}}
            keptRemark="Leave it empty to keep the one that is kept."
          />
          <TestBar
            busy={trial.trial.busy}
            verdict={refused === undefined ? undefined : "failed"}
            failed="Not replaced"
          >
            <Button type="submit" loading={trial.trial.busy} disabled={typed === initial}>
              Test and replace
            </Button>
            <Button variant="default" disabled={trial.trial.busy} onClick={onCancel}>
              Cancel
            </Button>
          </TestBar>
          {refused !== undefined && (
            <TestFailed
              error={refused}
              title="Not replaced: the old credentials are still in force"
              atField={connector.fields.find(({ id }) => id === atField)?.label}
            />
          )}
        </Stack>
      </form>
    </Card>
  );
}
