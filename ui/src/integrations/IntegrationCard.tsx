// One integration: is it healthy, how fresh is it, what is there to do.
import { Badge, Card, Group, Stack, Text, Title } from "@mantine/core";
import { IconSettings } from "@tabler/icons-react";

import type { IntegrationView } from "../api";
import { useProgress } from "../frame/live";
import { usePausedWords } from "../frame/pause";
import { ButtonLink, needsPerson, RelativeTime, StateBadge } from "../kit";
import { stepToConfigure } from "../wizard/steps";
import { CardMenu } from "./CardMenu";
import { lastSyncOf, reasonOf } from "./card-words";
import { HeldStreams } from "./HeldStreams";
import { Holds } from "./Holds";
import classes from "./integrations.module.css";
import { KeysExpire } from "./KeysExpire";
import { Logo } from "./Logo";
import { NextSync } from "./NextSync";
import { RightsNotice } from "./RightsNotice";
import { RunningStreams } from "./RunningStreams";
import { useSought } from "./sought";
import { SyncActions } from "./SyncActions";

/** The card. */
export function IntegrationCard({ integration }: { integration: IntegrationView }) {
  const { id, name, connector_name, state, syncing, setup, sandbox } = integration;
  const sought = useSought(id);
  const paused = usePausedWords();
  return (
    <Card component="article" aria-label={name} {...sought}>
      <Stack gap="md" h="100%">
        <Group gap="sm" wrap="nowrap" align="flex-start">
          <Logo name={connector_name} />
          <Stack gap={0} miw={0} flex={1} mih={40} justify="center">
            <Title order={3} className={classes["name"]}>
              {name}
            </Title>
            {name !== connector_name && (
              <Text size="xs" c="dimmed">
                {connector_name}
              </Text>
            )}
          </Stack>
          {sandbox && (
            <Badge color="gray" mt={8}>
              Sandbox
            </Badge>
          )}
          <CardMenu integration={integration} />
        </Group>
        <Group gap="sm" wrap="nowrap" align="flex-start">
          <StateBadge state={state} syncing={syncing} />
          <Text size="sm" className={classes["reason"]} {...(needsPerson.has(state) ? {} : { c: "dimmed" })}>
            {reasonOf(integration, paused)}
          </Text>
        </Group>
        <HeldStreams integration={integration} />
        <RightsNotice integration={integration} />
        <Facts integration={integration} />
        <Group gap="sm" mt="auto">
          <ButtonLink
            to="/integrations/$integration/setup/$step"
            params={{ integration: id, step: stepToConfigure(integration) }}
            variant={needsPerson.has(state) && state !== "error" ? "filled" : "default"}
            leftSection={<IconSettings size={16} aria-hidden />}
          >
            {setup === null ? "Configure" : "Go on with the set-up"}
          </ButtonLink>
          <SyncActions integration={integration} />
        </Group>
      </Stack>
    </Card>
  );
}

function Facts({ integration }: { integration: IntegrationView }) {
  const { id, credentials_expire_on, syncing } = integration;
  const last = lastSyncOf(integration);
  const progress = useProgress(id);
  return (
    <Text component="dl" size="sm" className={classes["facts"]}>
      <dt>{last.words}</dt>
      <dd>
        <RelativeTime past at={last.at} />
      </dd>
      <dt>Holds</dt>
      <dd><Holds integration={integration} /></dd>
      {credentials_expire_on !== null && (
        <>
          <dt>Keys expire</dt>
          <dd>
            <KeysExpire integration={integration} />
          </dd>
        </>
      )}
      {/* While one runs, nobody waits for the next: its progress stands in the same room. */}
      <dt>{syncing ? "Now" : "Next sync"}</dt>
      <dd className={classes["now"]}>
        {syncing ? (
          <RunningStreams integration={integration} progress={progress} />
        ) : (
          <NextSync integration={integration} />
        )}
      </dd>
    </Text>
  );
}
