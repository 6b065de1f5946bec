// The one status of the whole window: the worst state wins; a click lists every integration with its reason.
import { Box, Button, Group, Popover, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleDashed, IconRefresh, IconSettings, type TablerIcon } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { commands, type IntegrationView } from "../api";
import {
  AnchorLink,
  formatNumberOf,
  needsPerson,
  type ShownState,
  shownState,
  StateBadge,
  stateLooks,
  syncNames,
  useCommand,
  worstState,
} from "../kit";
import { reasonOf } from "../integrations/card-words";
import classes from "../kit/kit.module.css";
import { stepToConfigure } from "../wizard/steps";
import { usePausedWords } from "./pause";

/** What the pill shows: the worst state, or that all are well but not everything was read, or nothing yet. */
export type Overall = ShownState | "partly" | "unread" | undefined;

/** What the pill says about some integrations: its words and its look. `paused`: what the pause of everything is called. */
export function overallStatus(
  integrations: readonly IntegrationView[],
  paused?: string,
): {
  words: string;
  state: Overall;
} {
  const states = integrations.map(({ state, syncing }) => shownState(state, syncing));
  const state = worstState(states);
  if (state === undefined) {
    return { words: "Nothing connected", state };
  }
  const unfinished = integrations.filter(isUnfinished);
  if (state === "not_set_up" || (state === "connected" && unfinished.length > 0)) {
    return { words: `Set-up of ${namesOf(unfinished)} is not finished`, state: "not_set_up" };
  }
  if (state === "connected") {
    const partly = integrations.filter(isPartly);
    if (partly.length > 0) {
      return { words: `${namesOf(partly)}: not everything was read`, state: "partly" };
    }
    const unread = integrations.filter(({ last_success_at }) => last_success_at === null);
    if (unread.length > 0) {
      const all = unread.length === integrations.length;
      return { words: all ? "Nothing has synced yet" : `${namesOf(unread)}: not synced yet`, state: "unread" };
    }
    return paused === undefined ? { words: "Everything in step", state } : { words: begun(paused), state: "paused" };
  }
  // Those that are paused by themselves are among them.
  if (state === "paused" && paused !== undefined && states.some((each) => each !== "paused")) {
    return { words: begun(paused), state };
  }
  if (integrations.length === 1) {
    return { words: stateLooks[state].word, state };
  }
  const many = states.filter((each) => each === state).length;
  return { words: `${formatNumberOf(many, "integration", "integrations")}: ${stateLooks[state].word}`, state };
}

/** As a sentence begins. */
function begun(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** Whether its set-up waits for somebody; a first sync may run, or have gone well, meanwhile. */
function isUnfinished({ setup, state }: IntegrationView): boolean {
  return setup !== null || state === "not_set_up";
}

/** Whether it works and yet something of it is not read: single streams failed, wait for a yes, or may not be read. */
function isPartly({ reason, streams, rights_change }: IntegrationView): boolean {
  return reason !== "" || (rights_change?.lost.length ?? 0) > 0 || streams.some(({ on, failures, shrink_hold }) => on && (failures > 0 || shrink_hold !== null));
}

/** The name of one; of several, how many they are. */
function namesOf(integrations: readonly IntegrationView[]): string {
  const [first] = integrations;
  return integrations.length === 1 && first !== undefined
    ? first.name
    : formatNumberOf(integrations.length, "integration", "integrations");
}

const looks: Readonly<Record<Exclude<Overall, undefined>, { color: string; icon: TablerIcon }>> = {
  ...stateLooks,
  partly: { color: "orange", icon: IconAlertTriangle },
  unread: { color: "gray", icon: IconCircleDashed },
};

/** The pill in the top bar. */
export function StatusPill({ integrations }: { integrations: readonly IntegrationView[] }) {
  const [opened, setOpened] = useState(false);
  const paused = usePausedWords();
  const { words, state } = overallStatus(integrations, paused);
  const { color, icon: Icon } = looks[state ?? "unread"];
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
          title={words}
          maw={320}
          leftSection={
            <Icon
              size={16}
              aria-hidden
              className={state === "syncing" ? classes["turning"] : undefined}
            />
          }
        >
          <Text span inherit truncate lh={1.5}>
            {words}
          </Text>
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

function rank(integration: IntegrationView): number {
  const shown = shownState(integration.state, integration.syncing);
  if (shown !== "connected") {
    return order.indexOf(shown);
  }
  // What is well but not whole stands where a set-up that waits stands, and in the order of the pill's own words.
  const waits = order.indexOf("not_set_up");
  return isUnfinished(integration) ? waits : isPartly(integration) ? waits + 0.5 : order.indexOf(shown);
}

/** Why a row is not simply well; empty: it is. */
function rowReason(integration: IntegrationView, paused: string | undefined): string {
  const { state, reason, syncing, last_success_at, rights_change } = integration;
  const lost = rights_change?.lost ?? [];
  if (state === "connected" && reason === "" && lost.length > 0) {
    return `Not permitted any more: ${lost.join(", ")}.`;
  }
  const isWell = state === "connected" && !isUnfinished(integration) && !isPartly(integration);
  const isInStep = isWell && (syncing || (last_success_at !== null && paused === undefined));
  return isInStep ? "" : reasonOf(integration, paused);
}

function StatusRow({
  integration,
  onLeave,
}: {
  integration: IntegrationView;
  onLeave: () => void;
}) {
  const { id, name, state, syncing, setup } = integration;
  const reason = rowReason(integration, usePausedWords());
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
          title={syncNames.resync.words}
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
              params: { integration: id, step: stepToConfigure({ setup, state }) },
            });
          }}
          aria-label={setup === null ? `Configure ${name}` : `Go on with the set-up of ${name}`}
        >
          {setup === null ? "Configure" : "Go on with the set-up"}
        </Button>
      </Group>
    </Stack>
  );
}
