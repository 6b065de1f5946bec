// How far a long piece of work is, in one line of words over a thin bar.
import { Progress, Stack, Text } from "@mantine/core";

import { formatCount, formatDuration } from "./format";

/** What `ProgressLine` takes: counts of records, never of pages. */
export interface ProgressLineProps {
  /** What is read: "Companies". */
  label: string;
  /** How many so far. */
  read: number;
  /** About how many there will be; null where nobody knows. */
  about?: number | null | undefined;
  /** How many a second. */
  perSecond?: number | null | undefined;
  /** How long the vendor asked to wait, in milliseconds. */
  waitingMs?: number | null | undefined;
  /** Why it waits. Default "for the rate limit". */
  waitingFor?: string;
  /** How many others are read beside it. */
  more?: number;
}

/** The words of a line: "Companies 12,000 of about 48,000 · 310/s · waiting 12 s for the rate limit". */
export function progressWords({
  label,
  read,
  about,
  perSecond,
  waitingMs,
  waitingFor = "for the rate limit",
  more = 0,
}: ProgressLineProps): string {
  const waiting = waitingMs !== null && waitingMs !== undefined && waitingMs > 0;
  const parts = [
    about === null || about === undefined
      ? `${label} ${formatCount(read)}`
      : `${label} ${formatCount(read)} of about ${formatCount(Math.max(about, read))}`,
  ];
  if (perSecond !== null && perSecond !== undefined && perSecond >= 0.5) {
    parts.push(`${formatCount(Math.round(perSecond))}/s`);
  }
  if (waiting) {
    parts.push(`waiting ${formatDuration(Math.max(1000, Math.ceil(waitingMs / 1000) * 1000))} ${waitingFor}`);
  }
  if (more > 0) {
    parts.push(`and ${formatCount(more)} more`);
  }
  return parts.join(" · ");
}

/** Where it breaks, a number keeps its unit and a part its dot. */
function unbroken(words: string): string {
  return words.replaceAll(" · ", "\u00a0· ").replaceAll(/(\d) (ms|s|min|h)\b/g, "$1\u00a0$2");
}

/** A line of progress. Its bar is drawn only where the end is known. */
export function ProgressLine(props: ProgressLineProps) {
  const words = progressWords(props);
  const { read, about, label } = props;
  const share =
    about === null || about === undefined || about <= 0
      ? undefined
      : Math.min(100, Math.round((read / about) * 100));
  return (
    <Stack gap={4}>
      <Text size="xs" c="dimmed">
        {unbroken(words)}
      </Text>
      <Progress.Root size={4}>
        <Progress.Section
          value={share ?? 100}
          animated={share === undefined}
          withAria={share !== undefined}
          {...(share === undefined ? {} : { "aria-label": label })}
        />
      </Progress.Root>
    </Stack>
  );
}
