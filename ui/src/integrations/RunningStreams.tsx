// What a running sync reads now, inside the card: one stream and how far it is, and how many more.
import { Text } from "@mantine/core";

import type { IntegrationView, ProgressView } from "../api";
import { ProgressLine } from "../kit";
import classes from "./integrations.module.css";
import { runningLines } from "./running-lines";

/** The line. Settings are one; records are read one stream after the other. */
export function RunningStreams({
  integration,
  progress,
}: {
  integration: IntegrationView;
  progress: readonly ProgressView[];
}) {
  const lines = runningLines(integration, progress);
  // What waits says why nothing moves.
  const shown = lines.find(({ waitingMs }) => waitingMs !== null && waitingMs > 0) ?? lines[0];
  if (shown === undefined) {
    return (
      <Text size="sm" c="dimmed">
        Asking {integration.connector_name}
      </Text>
    );
  }
  const { key, ...line } = shown;
  return (
    <ul className={classes["streams"]} aria-label="Running">
      <li key={key}>
        <ProgressLine {...line} more={lines.length - 1} />
      </li>
    </ul>
  );
}
