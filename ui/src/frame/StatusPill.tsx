// The one status of the whole window: the worst state wins; a click lists every integration with its reason.
import { Box, Button, Group, Popover, Stack, Text } from "@mantine/core";
import { IconCircleDashed, IconSettings, IconRefresh } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { commands, type IntegrationView } from "../api";
import {
  AnchorLink,
  formatNumberOf,
  needsPerson,
  shownState,
  StateBadge,
  stateLooks,
  useCommand,
  worstState,
} from "../kit";
import classes from "../kit/kit.module.css";

/** What the pill says about some integrations: its words and its look. */
export function overallStatus(integrations: readonly IntegrationView[]): {
  words: string;
  state: ReturnType<typeof worstState>;
} {
  const states = integrations.map(({ state, syncing }) => shownState(state, syncing));
  const state = worstState(states);
  if (state === undefined) {
    return { words: "Nothing connected", state };
  }
  const many = states.filter((each) => each === state).length;
  if (state === "connected") {
    return { words: "Everything in step", state };
  }
  if (integrations.length === 1) {
    return { words: stateLooks[state].word, state };
  }
  return { words: `${formatNumberOf(many, "integration", "integrations")}: ${stateLooks[state].word}`, state };
}

/** The pill in the top bar. */
export function StatusPill({ integrations }: { integrations: readonly IntegrationView[] }) {
  const [opened, setOpened] = useState(false);
  const { words, state } = overallStatus(integrations);
  const { color, icon: Icon } =
    state === undefined ? { color: "gray", icon: IconCircleDashed } : stateLooks[state];
  const worstFirst = integrations.toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={440} trapFocus>
      <Popover.Target>
        <Button
          variant="light"
          color={color}
          radius="xl"
          size="sm"
          onClick={() => setOpened((before) => !before)}
          aria-label={`Status: ${words}`}
          leftSection={
            <Icon
              size={16}
              aria-hidden
              className={state === "syncing" ? classes["turning"] : undefined}
            />
          }
        >
          {words}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label="Status of every integration">
        {integrations.length === 0 ? (
          <Stack p="md" gap="sm">
            <Text size="sm">No tool is connected yet.</Text>
            <AnchorLink to="/integrations/add" size="sm" onClick={() => setOpened(false)}>
              Add integration
            </AnchorLink>
          </Stack>
        ) : (
          <Box mah={420} style={{ overflow: "auto" }}>
            <Stack gap={0} component="ul" m={0} p={0} style={{ listStyle: "none" }}>
              {worstFirst.map((integration) => (
                <StatusRow
                  key={integration.id}
                  integration={integration}
                  onLeave={() => setOpened(false)}
                />
              ))}
            </Stack>
          </Box>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

const order = Object.keys(stateLooks);

function rank({ state, syncing }: IntegrationView): number {
  return order.indexOf(shownState(state, syncing));
}

function StatusRow({
  integration,
  onLeave,
}: {
  integration: IntegrationView;
  onLeave: () => void;
}) {
  const { id, name, state, syncing, reason, setup } = integration;
  const navigate = useNavigate();
  const resync = useCommand(() => commands.startSync(id, "everything", false), {
    invalidates: [["integrations"], ["runs"]],
  });
  return (
    <Stack
      component="li"
      gap="xs"
      p="md"
      style={{ borderBottom: "1px solid var(--pb-line)" }}
    >
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Text size="sm" fw={600} style={{ overflowWrap: "anywhere" }}>
          {name}
        </Text>
        <StateBadge state={state} syncing={syncing} style={{ flexShrink: 0 }} />
      </Group>
      {reason !== "" && (
        <Text size="sm" {...(needsPerson.has(state) ? {} : { c: "dimmed" })}>
          {reason}
        </Text>
      )}
      <Group gap="sm">
        <Button
          size="xs"
          variant="default"
          leftSection={<IconRefresh size={14} aria-hidden />}
          loading={resync.isPending}
          disabled={syncing || state === "not_set_up"}
          onClick={() => resync.mutate()}
          aria-label={`Resync ${name}`}
        >
          Resync
        </Button>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconSettings size={14} aria-hidden />}
          onClick={() => {
            onLeave();
            void navigate({
              to: "/integrations/$integration/setup/$step",
              params: { integration: id, step: setup ?? "connect" },
            });
          }}
          aria-label={`Configure ${name}`}
        >
          Configure
        </Button>
      </Group>
    </Stack>
  );
}
