// A moment as "today 14:03", in the time of this computer: exact on hover and for a screen reader.
import { Text, type TextProps, Tooltip, VisuallyHidden } from "@mantine/core";

import { formatDayTime, formatExact } from "./format";
import { useNow } from "./now";

/** What `DayTime` takes. */
export interface DayTimeProps extends TextProps {
  /** The moment, an ISO text. */
  at: string;
}

/** Shows on which day and when. Draws inline; inherits size and colour unless told otherwise. */
export function DayTime({ at, ...text }: DayTimeProps) {
  const now = useNow();
  const date = new Date(at);
  const whole = formatExact(date);
  return (
    <Tooltip label={whole}>
      <Text span inherit {...text} style={{ whiteSpace: "nowrap" }}>
        <time dateTime={date.toISOString()}>
          {formatDayTime(date.getTime(), now)}
          <VisuallyHidden component="span">, {whole}</VisuallyHidden>
        </time>
      </Text>
    </Tooltip>
  );
}
