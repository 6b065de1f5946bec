// The strips above every screen: that everything is made up, and that the program is not reached.
import { Button, Group, Text } from "@mantine/core";
import { IconFlask, IconPlayerPause, IconPlugConnectedX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useLocation, useRouter } from "@tanstack/react-router";
import { useState } from "react";

import { commands, type IntegrationView } from "../api";
import { ConfirmModal, RelativeTime, toAppError, useCommand, useIsErrorShown } from "../kit";
import classes from "./frame.module.css";
import { pausedQuery } from "./queries";

const inWords = new Intl.ListFormat("en-GB");

/** Says that the sandbox is on, wherever one is, and removes it. */
export function SandboxStrip({ integrations }: { integrations: readonly IntegrationView[] }) {
  const [asking, setAsking] = useState(false);
  // The catalogue and the form for real keys show nothing that is made up.
  const isCatalogue = useLocation({ select: ({ pathname }) => pathname === "/integrations/add" });
  const isRealForm = useLocation({
    select: ({ pathname, search }) =>
      pathname.startsWith("/connect/") && String((search as { sandbox?: unknown }).sandbox) !== "true",
  });
  const router = useRouter();
  const sandboxes = integrations.filter(({ sandbox }) => sandbox);
  const remove = useCommand(() => commands.removeSandbox(), {
    done: () => "The sandbox has been removed.",
    // Its wizard would have nothing to show any more.
    onDone: () => {
      const { pathname, search } = router.state.location;
      const ofSandbox = sandboxes.some(({ id }) => pathname.startsWith(`/integrations/${id}/`));
      const connectsIt = pathname.startsWith("/connect/") && String((search as { sandbox?: unknown }).sandbox) === "true";
      if (ofSandbox || connectsIt) {
        const to = sandboxes.length === integrations.length ? "/welcome" : "/integrations";
        void router.navigate({ to, ignoreBlocker: true });
      }
    },
    invalidates: [["integrations"], ["runs"], ["records"], ["companies"], ["users"], ["audit"]],
    toastErrors: false,
  });
  if (sandboxes.length === 0) {
    return null;
  }
  const all = sandboxes.length === integrations.length && !isCatalogue && !isRealForm;
  return (
    <section className={classes["strip"]} data-tone="sandbox" aria-label="Notice: sandbox">
      <Group gap="sm" wrap="nowrap" miw={0}>
        <IconFlask size={16} aria-hidden style={{ flexShrink: 0 }} />
        <Text size="sm" fw={500}>
          {all
            ? "Sandbox: everything here is made up"
            : `Sandbox: everything of ${inWords.format(sandboxes.map(({ name }) => name))} is made up${isRealForm ? ". This form takes real keys." : ""}`}
        </Text>
      </Group>
      <Button size="xs" variant="default" onClick={() => setAsking(true)}>
        Remove sandbox
      </Button>
      <ConfirmModal
        opened={asking}
        onClose={() => setAsking(false)}
        title="Remove the sandbox?"
        confirmLabel="Remove sandbox"
        onConfirm={() => remove.mutateAsync()}
        consequences={[
          `Its integrations are removed: ${sandboxes.map(({ name }) => name).join(", ")}.`,
          "All records, links and settings that came from them are removed.",
          "Companies and users that were imported from them go as well, whatever they are called now, unless a tool of your own is linked with them.",
          "Integrations of your own are not touched.",
        ]}
      />
    </section>
  );
}

/** Says that nothing is synced by itself for now, and lets it go on. */
export function PausedStrip() {
  const { data: until } = useQuery(pausedQuery);
  const goOn = useCommand(() => commands.pauseEverything(null), {
    invalidates: [["paused"], ["integrations"]],
  });
  if (until === null || until === undefined) {
    return null;
  }
  return (
    <section className={classes["strip"]} data-tone="paused" aria-label="Notice: paused">
      <Group gap="sm" wrap="nowrap" miw={0}>
        <IconPlayerPause size={16} aria-hidden style={{ flexShrink: 0 }} />
        <Text size="sm">
          The schedule is paused; it goes on <RelativeTime at={until} />.
        </Text>
      </Group>
      <Button size="xs" variant="default" loading={goOn.isPending} onClick={() => goOn.mutate()}>
        Go on now
      </Button>
    </section>
  );
}

/** Says that the program behind the window is not reached, and tries again; nothing where the screen does. */
export function UnreachedStrip({
  error,
  onRetry,
  retrying,
}: {
  error: unknown;
  onRetry: () => void;
  retrying: boolean;
}) {
  const { say, hint } = toAppError(error);
  if (useIsErrorShown(say)) {
    return null;
  }
  return (
    <section className={classes["strip"]} data-tone="unreached" role="alert" aria-label="Notice: not reachable">
      <Group gap="sm" wrap="nowrap" miw={0}>
        <IconPlugConnectedX size={16} aria-hidden style={{ flexShrink: 0 }} />
        <Text size="sm">
          <strong>{say}</strong> {hint}
        </Text>
      </Group>
      <Button size="xs" variant="default" loading={retrying} onClick={onRetry}>
        Try again
      </Button>
    </section>
  );
}
