// What stands in the place of data that is on its way; nothing at all for the first blink.
import { Box, Group, SimpleGrid, Skeleton, Stack, VisuallyHidden } from "@mantine/core";
import { useEffect, useState } from "react";

/** How long nothing is shown, in milliseconds, so that a quick answer does not flash. */
export const LOADING_DELAY_MS = 150;

/** What `LoadingState` takes. */
export interface LoadingStateProps {
  /** The shape of what will stand here. Default "rows". */
  shape?: "rows" | "cards" | "form" | "text";
  /** How many rows, cards or fields. Default 6. */
  count?: number;
  /** What is on its way, for a screen reader. Default "Loading". */
  label?: string;
}

/** Grey shapes of what will come. */
export function LoadingState({ shape = "rows", count = 6, label = "Loading" }: LoadingStateProps) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), LOADING_DELAY_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Box aria-busy="true" flex={1}>
      {late && (
        <>
          <VisuallyHidden component="output">{label}</VisuallyHidden>
          <Shapes shape={shape} keys={Array.from({ length: count }, (_, index) => index)} />
        </>
      )}
    </Box>
  );
}

function Shapes({ shape, keys }: { shape: string; keys: readonly number[] }) {
  switch (shape) {
    case "cards":
      return (
        <SimpleGrid cols={{ base: 2, lg: 3 }} spacing="md">
          {keys.map((key) => (
            <Skeleton key={key} h={168} radius="md" />
          ))}
        </SimpleGrid>
      );
    case "form":
      return (
        <Stack gap="md">
          {keys.map((key) => (
            <Stack key={key} gap="xs">
              <Skeleton h={12} w={120} />
              <Skeleton h={32} maw={440} />
            </Stack>
          ))}
        </Stack>
      );
    case "text":
      return (
        <Stack gap="sm">
          {keys.map((key) => (
            <Skeleton key={key} h={12} w={`${90 - (key % 4) * 12}%`} />
          ))}
        </Stack>
      );
    default:
      return (
        <Stack gap="sm">
          {keys.map((key) => (
            <Group key={key} gap="md" wrap="nowrap">
              <Skeleton h={24} flex={3} />
              <Skeleton h={24} flex={2} />
              <Skeleton h={24} flex={1} />
            </Group>
          ))}
        </Stack>
      );
  }
}
