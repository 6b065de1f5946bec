// A screen inside the frame: title, description, actions, then its content at one of two heights.
import { Box, Group, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";

import classes from "./kit.module.css";

/** What `PageHeader` takes. */
export interface PageHeaderProps {
  /** The screen's name: its one first heading, and the window's title. */
  title: string;
  /** One sentence under it. */
  description?: ReactNode;
  /** Buttons at the right. */
  actions?: ReactNode;
  /** What stands beside the title: a state, a count. */
  aside?: ReactNode;
}

/** The head of a screen. Also names the window. */
export function PageHeader({ title, description, actions, aside }: PageHeaderProps) {
  useEffect(() => {
    document.title = `${title} · Patchbay`;
  }, [title]);
  return (
    <Group justify="space-between" align="flex-start" wrap="nowrap" gap="md" component="header">
      <Stack gap={0} miw={0}>
        <Group gap="sm">
          <Title order={1}>{title}</Title>
          {aside}
        </Group>
        {description !== undefined && (
          <Text size="sm" c="dimmed" maw={720}>
            {description}
          </Text>
        )}
      </Stack>
      {actions !== undefined && (
        <Group gap="sm" wrap="nowrap" style={{ flexShrink: 0 }}>
          {actions}
        </Group>
      )}
    </Group>
  );
}

/** What `Page` takes. */
export interface PageProps extends PageHeaderProps {
  children: ReactNode;
  /** The content fills the window and scrolls by itself (tables, grids). Default: the page scrolls. */
  fill?: boolean;
  /** The widest that the content becomes, in pixels, for forms and prose. */
  width?: number;
}

/** A whole screen: its header and its content with the frame's margins. */
export function Page({ children, fill = false, width, ...header }: PageProps) {
  return (
    <Box className={classes["page"]} data-fill={fill || undefined} maw={width}>
      <PageHeader {...header} />
      {children}
    </Box>
  );
}
