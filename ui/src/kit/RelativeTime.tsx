// A time as "4 min ago": exact on hover and for a screen reader, and never stale.
import { Text, type TextProps, Tooltip, VisuallyHidden } from "@mantine/core";

import { formatExact, formatRelative } from "./format";
import { useNow } from "./now";

/** What `RelativeTime` takes. */
export interface RelativeTimeProps extends TextProps {
  /** The time: an ISO text, milliseconds or a Date; null or undefined where there is none yet. */
  at: string | number | Date | null | undefined;
  /** What is shown where there is no time. Default "never". */
  none?: string;
  /** The time is over: one that is later than the last tick of the page's clock has just been. */
  past?: boolean;
}

/** Shows how long ago, or in how long. Draws inline; inherits size and colour unless told otherwise. */
export function RelativeTime({ at, none = "never", past = false, ...text }: RelativeTimeProps) {
  const now = useNow();
  const moment = at === null || at === undefined ? Number.NaN : new Date(at).getTime();
  if (Number.isNaN(moment)) {
    return (
      <Text span inherit {...text}>
        {none}
      </Text>
    );
  }
  const date = new Date(moment);
  const whole = formatExact(date);
  return (
    <Tooltip label={whole}>
      <Text span inherit {...text} style={{ whiteSpace: "nowrap" }}>
        <time dateTime={date.toISOString()}>
          {formatRelative(past ? Math.min(moment, now) : moment, now)}
          <VisuallyHidden component="span">, {whole}</VisuallyHidden>
        </time>
      </Text>
    </Tooltip>
  );
}
