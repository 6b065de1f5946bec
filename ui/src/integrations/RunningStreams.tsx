// The streams of a running sync, inside the card. The room for them is kept while it runs.
import { Text } from "@mantine/core";

import type { IntegrationView, ProgressView } from "../api";
import { formatNumberOf, ProgressLine, progressWords } from "../kit";
import classes from "./integrations.module.css";
import { MOST_LINES, reservedLines, runningLines } from "./running-lines";

/** What a line with its bar and the gap below it takes, in pixels. */
const LINE = 32;

/** The lines. */
export function RunningStreams({
  integration,
  progress,
}: {
  integration: IntegrationView;
  progress: readonly ProgressView[];
}) {
  const lines = runningLines(integration, progress);
  const shown = lines.length > MOST_LINES ? lines.slice(0, MOST_LINES - 1) : lines;
  return (
    <div style={{ minHeight: reservedLines(integration) * LINE }}>
      {lines.length === 0 ? (
        <Text size="sm" c="dimmed">
          Asking {integration.connector_name}
        </Text>
      ) : (
        <ul className={classes["streams"]} aria-label="Running">
          {shown.map(({ key, ...line }) => (
            <li key={key} title={progressWords(line)}>
              <ProgressLine {...line} />
            </li>
          ))}
          {lines.length > shown.length && (
            <Text component="li" size="xs" c="dimmed">
              and {formatNumberOf(lines.length - shown.length, "stream", "streams")} more
            </Text>
          )}
        </ul>
      )}
    </div>
  );
}
