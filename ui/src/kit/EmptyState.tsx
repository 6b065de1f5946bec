// What a place shows that has nothing to show: why, and what to do about it.
import { Stack, Text, ThemeIcon, Title } from "@mantine/core";
import { IconInbox } from "@tabler/icons-react";
import type { ComponentType, ReactNode } from "react";

/** What `EmptyState` takes. */
export interface EmptyStateProps {
  /** What is not here, in a few words. */
  title: string;
  /** Why, and what to do, in a sentence. */
  description?: ReactNode;
  /** The button that changes it. */
  action?: ReactNode;
  /** A Tabler icon. */
  icon?: ComponentType<{ size?: number | string; stroke?: number | string }>;
  /** The level of the title among the page's headings. Default 2. */
  order?: 2 | 3 | 4;
}

/** A calm notice in the middle of an empty place. */
export function EmptyState({
  title,
  description,
  action,
  icon: Icon = IconInbox,
  order = 2,
}: EmptyStateProps) {
  return (
    <Stack align="center" justify="center" gap="sm" py={48} px="md" flex={1} ta="center">
      <ThemeIcon variant="light" color="gray" size={48} radius="xl" aria-hidden>
        <Icon size={24} stroke={1.5} />
      </ThemeIcon>
      <Title order={order} size="h2">
        {title}
      </Title>
      {description !== undefined && (
        <Text size="sm" c="dimmed" maw={440}>
          {description}
        </Text>
      )}
      {action}
    </Stack>
  );
}
