// The connected tools: cards by shelf; a table where there are more than eight.
import { Button, Group, Select, Stack, TextInput, Title, Tooltip } from "@mantine/core";
import { IconPlayerPause, IconPlugConnected, IconPlus, IconRefresh, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { commands, type EverythingStarted, type IntegrationView } from "../api";
import { everythingWords, needsSomebody } from "../frame/everything";
import { integrationsQuery, pausedQuery } from "../frame/queries";
import {
  ButtonLink,
  EmptyState,
  ErrorState,
  LoadingState,
  Page,
  shownState,
  stateLooks,
  syncNames,
  unwrap,
  useCommand,
} from "../kit";
import { IntegrationCard } from "./IntegrationCard";
import { IntegrationsTable } from "./IntegrationsTable";
import classes from "./integrations.module.css";
import { NotStartedNotice } from "./NotStartedNotice";
import { groupByCategory } from "./shelves";

/** More integrations than these are shown as a table. */
const MOST_CARDS = 8;

/** The page. */
export function IntegrationsPage() {
  const { data: integrations, error, refetch, isFetching } = useQuery(integrationsQuery);
  const everything = useCommand<void, EverythingStarted>(() => commands.syncEverything(), {
    // What somebody has to do stands on the page until it is dismissed.
    done: (started) => (started.refused.some(needsSomebody) ? undefined : everythingWords(started)),
    invalidates: [["integrations"], ["runs"]],
  });
  const [text, setText] = useState("");
  const [state, setState] = useState<string | null>(null);
  const many = (integrations?.length ?? 0) > 3;
  const found = (integrations ?? []).filter((one) => matches(one, text, state));
  return (
    <Page
      title="Integrations"
      description="The tools that Patchbay keeps in step."
      actions={
        <>
          {integrations !== undefined && integrations.length > 0 && (
            <>
              <PauseButton />
              <Tooltip label={syncNames.everything.words} multiline maw={280}>
                <Button
                  variant="default"
                  leftSection={<IconRefresh size={16} aria-hidden />}
                  loading={everything.isPending}
                  onClick={() => everything.mutate()}
                >
                  {syncNames.everything.label}
                </Button>
              </Tooltip>
            </>
          )}
          <ButtonLink to="/integrations/add" leftSection={<IconPlus size={16} aria-hidden />}>
            Add integration
          </ButtonLink>
        </>
      }
    >
      <NotStartedNotice
        started={everything.data}
        integrations={integrations ?? []}
        onClose={() => everything.reset()}
      />
      {many && (
        <Group gap="sm">
          <TextInput
            aria-label="Search integrations"
            placeholder="Search"
            leftSection={<IconSearch size={16} aria-hidden />}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            w={240}
          />
          <Select
            aria-label="State"
            placeholder="Any state"
            clearable
            data={Object.values(stateLooks).map(({ word }) => word)}
            value={state}
            onChange={setState}
            w={180}
          />
        </Group>
      )}
      {integrations === undefined ? (
        error === null ? (
          <LoadingState shape="cards" count={3} label="Loading the integrations" />
        ) : (
          <ErrorState error={error} onRetry={refetch} retrying={isFetching} />
        )
      ) : integrations.length === 0 ? (
        <EmptyState
          icon={IconPlugConnected}
          title="No tool is connected yet"
          description="Connect the tool that your tickets are in first, or look round in the sandbox."
          action={
            <ButtonLink to="/welcome">Start here</ButtonLink>
          }
        />
      ) : found.length === 0 ? (
        <EmptyState
          icon={IconSearch}
          title="No integration matches"
          description="Search for something else, or choose another state."
          action={
            <Button
              variant="default"
              onClick={() => {
                setText("");
                setState(null);
              }}
            >
              Clear filters
            </Button>
          }
        />
      ) : integrations.length > MOST_CARDS ? (
        <IntegrationsTable integrations={found} />
      ) : (
        groupByCategory(found).map(([category, group]) => (
          <Stack key={category} gap="sm" component="section" aria-label={category}>
            <Title order={2}>{category}</Title>
            <div className={classes["cards"]}>
              {group.map((integration) => (
                <IntegrationCard key={integration.id} integration={integration} />
              ))}
            </div>
          </Stack>
        ))
      )}
    </Page>
  );
}

/** **Pause for an hour**; while it is paused, the strip above every screen offers to go on. */
function PauseButton() {
  const { data: until } = useQuery(pausedQuery);
  const pause = useCommand(() => commands.pauseEverything(60), {
    done: () => ({
      message: "Nothing is synced by itself for an hour. What you start yourself runs.",
      undo: () => unwrap(commands.pauseEverything(null)),
    }),
    invalidates: [["paused"], ["integrations"], ["audit"]],
  });
  return until === null ? (
    <Button
      variant="default"
      leftSection={<IconPlayerPause size={16} aria-hidden />}
      loading={pause.isPending}
      onClick={() => pause.mutate()}
    >
      Pause for an hour
    </Button>
  ) : null;
}

function matches(integration: IntegrationView, text: string, state: string | null): boolean {
  const wanted = text.trim().toLowerCase();
  const { name, connector_name, category } = integration;
  const word = stateLooks[shownState(integration.state, integration.syncing)].word;
  return (
    (state === null || word === state) &&
    [name, connector_name, category].some((words) => words.toLowerCase().includes(wanted))
  );
}
