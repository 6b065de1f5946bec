// The Configure step: choices by section, the stage board, sync actions; whatever is changed saves itself.
import { Stack } from "@mantine/core";
import { useRef } from "react";

import type { ChoiceView } from "../../api";
import { EmptyState } from "../../kit";
import { type StepProps, useReady } from "../step-state";
import { ChoiceSection } from "./ChoiceSection";
import { SaveStatus } from "./SaveStatus";
import { StageBoard } from "./StageBoard";
import { SyncActions } from "./SyncActions";
import { useFreshReference } from "./use-fresh-reference";
import { useSettingsSaver } from "./use-settings-saver";

/** Choices in the order of the connector's table, by section. */
function sectionsOf(choices: readonly ChoiceView[]): { title: string; choices: ChoiceView[] }[] {
  const sections = new Map<string, ChoiceView[]>();
  for (const choice of choices) {
    const before = sections.get(choice.section);
    if (before === undefined) {
      sections.set(choice.section, [choice]);
    } else {
      before.push(choice);
    }
  }
  return [...sections].map(([title, own]) => ({ title, choices: own }));
}

/** Draws what the connector's table names; `commit` waits for what is not saved yet. */
export function ConfigureStep({ integration, connector, onReady }: StepProps) {
  const within = useRef<HTMLDivElement>(null);
  const saving = useSettingsSaver(integration);
  const { state, saver } = saving;
  // Saving by itself keeps nobody waiting: `commit` waits for it, and tries again what failed.
  useReady(onReady, { busy: false, unsaved: state.at === "failed" ? "wizard" : undefined }, () =>
    saver.flush(),
  );
  useFreshReference(integration.id);
  const { stages } = connector;
  const sections = sectionsOf(connector.choices);
  // What is about tickets stands with the stage board, everything else after it.
  const beside = sections.filter(
    (section) =>
      stages !== null && section.choices.every((choice) => choice.toggle === stages.toggle),
  );
  const rest = sections.filter((section) => !beside.includes(section));
  const props = { integration, connector, saving };
  if (stages === null && sections.length === 0) {
    return (
      <EmptyState
        title="Nothing to configure"
        description={`${connector.name} needs no settings beyond those of the Sync step.`}
      />
    );
  }
  return (
    <Stack gap="md" ref={within}>
      <SaveStatus saving={saving} within={within} />
      {beside.map((section) => (
        <ChoiceSection key={section.title} {...section} {...props} />
      ))}
      {stages !== null && (
        <>
          <StageBoard stages={stages} {...props} />
          <SyncActions {...props} />
        </>
      )}
      {rest.map((section) => (
        <ChoiceSection key={section.title} {...section} {...props} />
      ))}
    </Stack>
  );
}
