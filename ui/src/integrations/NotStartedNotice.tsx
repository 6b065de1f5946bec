// What Sync everything could not start and what helps, until somebody has read it.
import { Alert, List, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";

import type { EverythingStarted, IntegrationView, NotStarted } from "../api";
import { howManyNot, howManyStarted, needsSomebody, whyNotStarted } from "../frame/everything";
import { AnchorLink } from "../kit";

/** The notice; nothing where nobody has to do anything. */
export function NotStartedNotice({
  started,
  integrations,
  onClose,
}: {
  started: EverythingStarted | undefined;
  integrations: readonly IntegrationView[];
  onClose: () => void;
}) {
  if (started === undefined || !started.refused.some(needsSomebody)) {
    return null;
  }
  // Those that were started tell of their end themselves; what was refused stays.
  const isRunning = started.began.some((one) => integrations.some(({ id, syncing }) => syncing && id === one.id));
  return (
    <Alert
      color="orange"
      icon={<IconAlertTriangle size={20} aria-hidden />}
      title={isRunning ? howManyStarted(started) : howManyNot(started)}
      withCloseButton
      closeButtonLabel="Dismiss"
      onClose={onClose}
    >
      <List size="sm" listStyleType="none">
        {started.refused.map((one) => (
          <List.Item key={one.integration.id}>
            <Text span inherit fw={600}>
              {one.integration.name}
            </Text>{" "}
            was not started: {whyNotStarted(one)} <Remedy of={one} integrations={integrations} />
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

/** Where what keeps it from syncing is mended. */
function Remedy({
  of: { integration, why },
  integrations,
}: {
  of: NotStarted;
  integrations: readonly IntegrationView[];
}) {
  const step = integrations.find(({ id }) => id === integration.id)?.setup;
  if (why.code !== "needs_credentials" && why.code !== "not_set_up") {
    return null;
  }
  const isOfKeys = why.code === "needs_credentials";
  return (
    <AnchorLink
      to="/integrations/$integration/setup/$step"
      params={{ integration: integration.id, step: isOfKeys ? "connect" : (step ?? "connect") }}
      size="sm"
    >
      {isOfKeys ? "Replace credentials" : "Go on with the set-up"}
    </AnchorLink>
  );
}
