// A text in one line that can always be read whole: hovering or focusing what is cut off shows the rest.
import { Text, type TextProps, Tooltip } from "@mantine/core";
import { type ReactNode, useRef, useState } from "react";

/** What `Clip` takes. */
export interface ClipProps extends TextProps {
  /** The text; shown whole in the tooltip. */
  children: string;
  /** What is drawn in its place (with a highlighted part, say); default: the text. */
  drawn?: ReactNode;
}

/** Cuts a text at the end of its column. */
export function Clip({ children, drawn, ...text }: ClipProps) {
  const line = useRef<HTMLDivElement>(null);
  const [cut, setCut] = useState(false);
  const measure = () => {
    const element = line.current;
    setCut(element !== null && element.scrollWidth > element.clientWidth);
  };
  return (
    <Tooltip label={children} disabled={!cut} multiline maw={420}>
      <Text ref={line} truncate inherit {...text} onMouseEnter={measure} onFocus={measure}>
        {drawn ?? children}
      </Text>
    </Tooltip>
  );
}
