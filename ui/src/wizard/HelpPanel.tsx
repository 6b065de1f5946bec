// Help for exactly the step that is shown: beside it, or as a fold above it where the window is narrow.
import { Code, Stack, Text, Title } from "@mantine/core";
import { Fragment, type ReactNode } from "react";

import type { ConnectorView, SetupStep } from "../api";
import { CopyButton } from "../kit";
import { helpTexts } from "./help-texts";
import classes from "./wizard.module.css";

/** Shows the help of a step. */
export function HelpPanel({
  connector,
  step,
  fold = false,
}: {
  connector: ConnectorView;
  step: SetupStep;
  fold?: boolean;
}) {
  if (fold) {
    return (
      <details className={classes["helpFold"]}>
        <summary>Help for this step</summary>
        <Sections connector={connector} step={step} />
      </details>
    );
  }
  return (
    // It scrolls and may hold nothing to press: the keyboard needs a way in.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <aside className={classes["help"]} aria-label="Help for this step" tabIndex={0}>
      <Title order={2} size="h3" mb="sm">
        Help for this step
      </Title>
      <Sections connector={connector} step={step} />
    </aside>
  );
}

function Sections({ connector, step }: { connector: ConnectorView; step: SetupStep }) {
  return (
    <Stack gap="md">
      {step === "connect" && <ConnectorHelp connector={connector} />}
      {helpTexts(step, connector).map(({ title, lines }) => (
        <Section key={title} title={title}>
          <ul className={classes["helpSteps"]}>
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </Section>
      ))}
      {step === "permissions" && <Grants connector={connector} />}
    </Stack>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Title order={3} size="h4" mb={4}>
        {title}
      </Title>
      {children}
    </section>
  );
}

/** What has to be set up at the vendor first, in the vendor's words. */
function ConnectorHelp({ connector }: { connector: ConnectorView }) {
  return (
    <>
      {connector.help.map(({ title, steps }) => (
        <Section key={title} title={title}>
          <ol className={classes["helpSteps"]}>
            {steps.map((step) => (
              <li key={step}>
                <WithCopyable text={step} />
              </li>
            ))}
          </ol>
        </Section>
      ))}
      {connector.product_variables.length > 0 && (
        <Section title="Registration of the program">
          <Text size="sm" mb={4}>
            {connector.name} may ask for a key of the program itself. If the test says so, set it in the
            environment before Patchbay starts:
          </Text>
          <ul className={classes["helpSteps"]}>
            {connector.product_variables.map((variable) => (
              <li key={variable}>
                <Code>{variable}</Code> <CopyButton value={variable} what={variable} />
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

/** Where the vendor grants what an area needs. */
function Grants({ connector }: { connector: ConnectorView }) {
  return (
    <Section title={`Where to grant in ${connector.name}`}>
      <ul className={classes["helpSteps"]}>
        {connector.areas.map(({ id, label, grant }) => (
          <li key={id}>
            <strong>{label}</strong>: {grant}
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** A sentence whose “names” can be copied. */
function WithCopyable({ text }: { text: string }) {
  // Odd parts stood between the quotation marks.
  const parts = text.split(/“([^”]+)”/);
  return parts.map((part, index) =>
    index % 2 === 0 ? (
      // oxlint-disable-next-line react/no-array-index-key
      <Fragment key={index}>{part}</Fragment>
    ) : (
      // oxlint-disable-next-line react/no-array-index-key
      <span key={index} className={classes["copyable"]}>
        {part}
        <CopyButton value={part} what={part} />
      </span>
    ),
  );
}
