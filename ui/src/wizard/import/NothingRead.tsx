// What stands in the place of the list while there is nothing to import: why, and how far the sync is.
import { Stack } from "@mantine/core";

import type { ConnectorView, IntegrationView } from "../../api";
import { useProgress } from "../../frame/live";
import { EmptyState, ProgressLine } from "../../kit";
import { isOn, offSentence } from "../configure/reference";
import type { ImportWords } from "./candidates";

/** How far the stream of `words` is being read now; nothing where it is not. */
export function StreamLine({ integration, words }: { integration: string; words: ImportWords }) {
  const progress = useProgress(integration).find((each) => each.stream === words.stream);
  return progress === undefined ? null : (
    <ProgressLine
      label={words.vendor}
      read={progress.read}
      about={progress.about}
      perSecond={progress.per_second}
      waitingMs={progress.waiting_ms}
    />
  );
}

/** The empty list. */
export function NothingRead({
  integration,
  connector,
  words,
}: {
  integration: IntegrationView;
  connector: ConnectorView;
  words: ImportWords;
}) {
  const running = useProgress(integration.id).length > 0 || integration.syncing;
  const toggle = connector.streams.find((stream) => stream.name === words.stream)?.toggle ?? null;
  if (toggle !== null && !isOn(connector, integration.settings, toggle)) {
    return (
      <EmptyState
        order={3}
        title={`No ${words.vendor.toLowerCase()} to import`}
        description={offSentence(connector, toggle)}
      />
    );
  }
  return (
    <Stack gap={0}>
      <EmptyState
        order={3}
        title={running ? "Nothing was read yet: the sync is still running" : `No ${words.vendor.toLowerCase()} to import`}
        description={
          running
            ? "The list fills as it goes on. Importing can wait: it is offered later, too."
            : `“${integration.name}” has none that the filters of the Sync step let through.`
        }
      />
      <StreamLine integration={integration.id} words={words} />
    </Stack>
  );
}
