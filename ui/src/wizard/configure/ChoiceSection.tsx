// A card of choices: what its items are, one control each, or a sentence where a switch hides them.
import { Card, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";

import type { ChoiceView, ConnectorView, IntegrationView } from "../../api";
import { ErrorState } from "../../kit";
import { ManyField, OneField } from "./ChoiceField";
import { PerParentField } from "./PerParentField";
import { Reading } from "./Reading";
import { isOn, offSentence, referenceQuery, streamLabel, useScope } from "./reference";
import type { Saving } from "./use-settings-saver";

const inWords = new Intl.ListFormat("en-GB");

/** What a section and its fields take. */
export interface SectionProps {
  integration: IntegrationView;
  connector: ConnectorView;
  saving: Saving;
}

/** The choices of one section. */
export function ChoiceSection({
  title,
  choices,
  ...props
}: SectionProps & { title: string; choices: readonly ChoiceView[] }) {
  const { connector, integration } = props;
  const shown = choices.filter((choice) => isOn(connector, integration.settings, choice.toggle));
  const kept = shown.filter(({ at_once: atOnce }) => !atOnce);
  const off = new Set(
    choices.filter((choice) => !shown.includes(choice)).map((choice) => choice.toggle ?? ""),
  );
  return (
    <Card>
      <Stack gap="md">
        <Stack gap={0}>
          <Title order={2} size="h3">
            {title}
          </Title>
          {kept.length > 0 && (
            <Text size="sm" c="dimmed">
              {kept.length === shown.length ? "Kept" : `${inWords.format(kept.map(({ label }) => label))}: kept`} for when
              Patchbay writes to {connector.name}. This version only reads, so{" "}
              {kept.length === 1 ? "this choice changes" : "these choices change"} nothing yet.
            </Text>
          )}
        </Stack>
        {shown.map((choice, index) => (
          <Choice
            key={choice.id}
            choice={choice}
            isRepeated={shown.slice(0, index).some((each) => each.choose_from === choice.choose_from)}
            {...props}
          />
        ))}
        {[...off].map((toggle) => (
          <Text key={toggle} size="sm" c="dimmed">
            {offSentence(connector, toggle)}
          </Text>
        ))}
      </Stack>
    </Card>
  );
}

function Choice({
  choice,
  isRepeated,
  ...props
}: SectionProps & {
  choice: ChoiceView;
  /** A choice before it draws on the same items: what is wrong with them is said there. */
  isRepeated: boolean;
}) {
  const { integration, connector, saving } = props;
  const { saver } = saving;
  const items = useQuery(referenceQuery(integration.id, choice.choose_from));
  const scope = useScope(connector, integration.settings);
  const onChange = useCallback(
    (ids: readonly string[]) => saver.change(choice.label, { [choice.id]: ids }),
    [saver, choice.id, choice.label],
  );
  if (items.isPending) {
    return (
      <Stack gap={4}>
        <Text size="sm" fw={500}>
          {choice.label}
        </Text>
        <Reading {...{ integration, connector }} stream={choice.choose_from} shape="form" />
      </Stack>
    );
  }
  if (items.data === undefined) {
    return (
      <Stack gap={4}>
        <Text size="sm" fw={500}>
          {choice.label}
        </Text>
        {isRepeated ? (
          <Text size="sm" c="dimmed">
            Cannot be chosen either until {streamLabel(connector, choice.choose_from)} are read.
          </Text>
        ) : (
          <ErrorState error={items.error} onRetry={() => items.refetch()} retrying={items.isFetching} />
        )}
      </Stack>
    );
  }
  const field = {
    choice,
    items: items.data,
    ids: saving.ids(choice.id),
    scope,
    boardsWord: connector.words.boards === "" ? "Boards" : connector.words.boards,
    noItems: `“${integration.name}” has no ${streamLabel(connector, choice.choose_from).toLowerCase()}.`,
    onChange,
  };
  switch (choice.pick) {
    case "one":
      return <OneField {...field} />;
    case "one_per_parent":
      return <PerParentField {...field} />;
    default:
      return <ManyField {...field} />;
  }
}
