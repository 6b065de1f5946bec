// The state of an integration as an icon and a word.
import { Badge, type BadgeProps } from "@mantine/core";

import classes from "./kit.module.css";
import { type ShownState, shownState, stateLooks } from "./states";

/** What `StateBadge` takes. */
export interface StateBadgeProps extends Omit<BadgeProps, "color" | "children" | "leftSection"> {
  /** The integration's state. */
  state: ShownState;
  /** Whether a sync of it runs. */
  syncing?: boolean;
}

/** Shows **Connected**, **Syncing**, **Error**, **Stopped**, **Disconnected**, **Paused** or **Not set up**. */
export function StateBadge({ state, syncing = false, ...badge }: StateBadgeProps) {
  const shown = shownState(state, syncing);
  const { word, color, icon: Icon } = stateLooks[shown];
  return (
    <Badge
      color={color}
      leftSection={
        <Icon
          size={14}
          aria-hidden
          className={shown === "syncing" ? classes["turning"] : undefined}
          style={{ display: "block" }}
        />
      }
      data-state={shown}
      {...badge}
    >
      {word}
    </Badge>
  );
}
