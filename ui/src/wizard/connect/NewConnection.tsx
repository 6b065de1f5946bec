// Connecting a tool that is not there yet: the first step, before anything is saved.
import { Button, Stack, TextInput } from "@mantine/core";
import { IconPlugConnected } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useCallback, useId, useRef, useState } from "react";

import { commands, type ConnectorView, type Draft, type SandboxVendor, type TestReport } from "../../api";
import { notifyDone, unwrap } from "../../kit";
import { LeaveGuard } from "../LeaveGuard";
import { useKeepIntegration } from "../queries";
import { savedWords, stepsOf } from "../steps";
import { useTrial } from "../use-trial";
import { WizardFrame } from "../WizardFrame";
import { CredentialFields, focusField, HELP_BELOW } from "./CredentialFields";
import { apart, faultsOf, fieldOf, placeNotes, sentences, startWith, type Typed, uniqueName, withoutSecrets } from "./form";
import { TestBar } from "./TestBar";
import { TestFailed, TestPassed } from "./TestResult";

const nowhere = () => false;

/** The Connect step of a new integration. `sandbox`: what the sandbox fills in, where it is meant. */
export function NewConnection({
  connector,
  sandbox,
  taken,
}: {
  connector: ConnectorView;
  sandbox: SandboxVendor | undefined;
  /** The names of the integrations that exist. */
  taken: readonly string[];
}) {
  const prefix = useId();
  const navigate = useNavigate();
  const keep = useKeepIntegration();
  const leaving = useRef(false);
  const [initial] = useState(() => ({
    name: uniqueName(sandbox?.name ?? connector.name, taken),
    typed: startWith(connector, sandbox?.fields),
  }));
  const [name, setName] = useState(initial.name);
  const [typed, setTyped] = useState<Typed>(initial.typed);
  const [missing, setMissing] = useState<Record<string, string>>({});
  const test = useTrial<Typed, TestReport>();
  const save = useTrial<Typed, { id: string }>();
  const filledIn = sandbox?.secrets ?? [];

  // An answer counts only for what is typed now.
  const tested = test.trial.subject === typed ? test.trial : undefined;
  const refused = save.trial.error !== undefined && save.trial.subject === typed ? save.trial.error : tested?.error;
  const atField = fieldOf(connector, refused);
  const faults =
    atField === undefined || refused === undefined ? missing : { ...missing, [atField]: sentences(refused) };
  const busy = test.trial.busy || save.trial.busy;

  const draft = (): Draft => ({
    connector: connector.id,
    name: name.trim(),
    ...apart(connector, typed),
    sandbox: sandbox !== undefined,
  });
  const type = (next: Typed) => {
    setTyped(next);
    setMissing({});
  };
  const runTest = async () => {
    const faulty = faultsOf(connector, typed, ({ id }) => filledIn.includes(id));
    if (name.trim() === "") {
      faulty["name"] = "The name is missing.";
    }
    setMissing(faulty);
    const first = ["name", ...connector.fields.map(({ id }) => id)].find((id) => id in faulty);
    if (first !== undefined) {
      focusField(prefix, first);
      return undefined;
    }
    save.reset();
    const result = await test.start(typed, () => unwrap(commands.testCredentials(draft())));
    if (result !== undefined && "error" in result) {
      focusField(prefix, fieldOf(connector, result.error) ?? "");
    }
    return result !== undefined && "data" in result ? result.data : undefined;
  };
  const runSave = async (then: "next" | "exit") => {
    const before = tested?.data;
    if (before === undefined && (await runTest()) === undefined) {
      return;
    }
    if (name.trim() === "") {
      setMissing({ name: "The name is missing." });
      focusField(prefix, "name");
      return;
    }
    const result = await save.start(typed, async () => {
      const { integration, notes } = await unwrap(commands.addIntegration(draft()));
      await keep(integration);
      if (before === undefined && notes.length > 0) {
        notifyDone({ message: notes.join(" ") });
      }
      return { id: integration.id };
    });
    if (result === undefined) {
      return;
    }
    if ("error" in result) {
      focusField(prefix, fieldOf(connector, result.error) ?? "");
      return;
    }
    leaving.current = true;
    // What was typed as a secret is stored now: the page forgets it.
    setTyped(withoutSecrets(connector, typed));
    test.reset();
    save.reset();
    if (then === "exit") {
      notifyDone({ message: savedWords(name.trim()) });
      await navigate({ to: "/integrations" });
    } else {
      await navigate({
        to: "/integrations/$integration/setup/$step",
        params: { integration: result.data.id, step: stepsOf(connector)[1] ?? "sync" },
        replace: true,
      });
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy) {
      void runTest();
    }
  };
  const back = useCallback(() => void navigate({ to: "/integrations/add" }), [navigate]);
  const passed = tested?.data;

  return (
    <WizardFrame
      title={`Connect ${connector.name}`}
      sandbox={sandbox !== undefined}
      connector={connector}
      steps={stepsOf(connector)}
      current="connect"
      reached={0}
      complete={false}
      onStep={() => undefined}
      back={{ onClick: back, disabled: busy }}
      exit={{ onClick: () => void runSave("exit"), disabled: busy }}
      next={{ label: "Next", onClick: () => void runSave("next"), busy: save.trial.busy, disabled: busy }}
      reason={
        passed === undefined
          ? "The connection is tested first. Nothing is saved before the test has passed."
          : "The test has passed. Next saves and goes on."
      }
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <CredentialFields
            connector={connector}
            prefix={prefix}
            typed={typed}
            onType={type}
            faults={faults}
            notes={passed === undefined ? {} : placeNotes(connector, typed, passed.notes)}
            filledIn={filledIn}
            lead={
              <TextInput
                id={`${prefix}-name`}
                label="Name"
                description="What you call it here. Useful when you connect the same product twice."
                inputWrapperOrder={HELP_BELOW}
                required
                autoComplete="off"
                value={name}
                error={faults["name"]}
                onChange={(event) => {
                  setName(event.currentTarget.value);
                  setMissing({});
                  save.reset();
                }}
              />
            }
          />
          <TestBar
            busy={test.trial.busy}
            verdict={refused !== undefined ? "failed" : passed !== undefined ? "passed" : undefined}
          >
            <Button
              type="submit"
              variant="default"
              loading={test.trial.busy}
              disabled={save.trial.busy}
              leftSection={<IconPlugConnected size={16} aria-hidden />}
            >
              Test Connection
            </Button>
          </TestBar>
          {passed !== undefined && refused === undefined && <TestPassed report={passed} title="What the test proved" />}
          {refused !== undefined && (
            <TestFailed
              error={refused}
              title={passed === undefined ? "The connection test failed" : "It could not be saved"}
              atField={connector.fields.find(({ id }) => id === atField)?.label}
            />
          )}
        </Stack>
      </form>
      <LeaveGuard
        unsaved={typed !== initial.typed || name !== initial.name}
        stays={nowhere}
        allowed={leaving}
        what="What you typed here is not saved and would be lost."
      />
    </WizardFrame>
  );
}
