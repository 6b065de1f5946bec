// The top bar: search over everything, the one status, the appearance.
import { Group, Kbd, Text, UnstyledButton } from "@mantine/core";
import { useOs } from "@mantine/hooks";
import { openSpotlight } from "@mantine/spotlight";
import { IconSearch } from "@tabler/icons-react";

import type { IntegrationView } from "../api";
import { AppearanceMenu } from "./AppearanceMenu";
import classes from "./frame.module.css";
import { StatusPill } from "./StatusPill";

/** What `TopBar` takes. */
export interface TopBarProps {
  /** The integrations; undefined while they are not known. */
  integrations: readonly IntegrationView[] | undefined;
}

/** The bar above every screen. */
export function TopBar({ integrations }: TopBarProps) {
  const modifier = useOs() === "macos" ? "⌘" : "Ctrl";
  return (
    <header className={classes["bar"]}>
      <UnstyledButton
        className={classes["search"]}
        onClick={openSpotlight}
        aria-keyshortcuts="Control+K Meta+K"
        aria-haspopup="dialog"
      >
        <IconSearch size={16} aria-hidden />
        <Text size="sm" component="span" flex={1} truncate>
          Search or run a command
        </Text>
        <Kbd size="xs">{modifier} K</Kbd>
      </UnstyledButton>
      <Group gap="sm" wrap="nowrap">
        {integrations !== undefined && <StatusPill integrations={integrations} />}
        <AppearanceMenu />
      </Group>
    </header>
  );
}
