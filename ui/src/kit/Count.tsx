// A number with thousands separators, and a word for it where one is given.
import { Text, type TextProps, VisuallyHidden } from "@mantine/core";

import { formatCount } from "./format";

/** What `Count` takes. */
export interface CountProps extends TextProps {
  /** The number; null or undefined: it is not known, and a dash is shown. */
  value: number | null | undefined;
  /** The word after it: one form for one, one for many. */
  of?: readonly [one: string, many: string];
}

/** Shows `48,000` or `48,000 companies`. Draws inline. */
export function Count({ value, of, ...text }: CountProps) {
  if (value === null || value === undefined) {
    return (
      <Text span inherit c="dimmed" {...text}>
        <span aria-hidden>–</span>
        <VisuallyHidden component="span">not known</VisuallyHidden>
      </Text>
    );
  }
  return (
    <Text span inherit {...text} style={{ whiteSpace: "nowrap" }}>
      {formatCount(value)}
      {of !== undefined && ` ${value === 1 ? of[0] : of[1]}`}
    </Text>
  );
}
