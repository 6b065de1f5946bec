// The outcome of a run as an icon and a word.
import { Badge } from "@mantine/core";

import type { RunOutcome } from "../api";
import { outcomes } from "./words";

/** The badge. */
export function OutcomeBadge({ outcome }: { outcome: RunOutcome }) {
  const { word, color, icon: Icon } = outcomes[outcome];
  return (
    <Badge color={color} style={{ verticalAlign: "middle" }} leftSection={<Icon size={14} aria-hidden style={{ display: "block" }} />}>
      {word}
    </Badge>
  );
}
