// What stands in the place of items that are being read from the vendor: which, and how far it is.
import { Stack, Text } from "@mantine/core";

import type { ConnectorView, IntegrationView } from "../../api";
import { useProgress } from "../../frame/live";
import { LoadingState, ProgressLine } from "../../kit";
import { streamLabel } from "./reference";

/** Shown while the items of `stream` are asked for. */
export function Reading({
  integration,
  connector,
  stream,
  shape = "rows",
}: {
  integration: IntegrationView;
  connector: ConnectorView;
  stream: string;
  shape?: "rows" | "form";
}) {
  const progress = useProgress(integration.id).find((each) => each.stream === stream);
  const label = streamLabel(connector, stream);
  if (progress === undefined) {
    return <LoadingState shape={shape} count={shape === "form" ? 1 : 4} label={`Reading ${label}`} />;
  }
  return (
    <Stack gap="xs" aria-busy="true">
      <Text size="sm">
        Reading from “{integration.name}”. This happens once and takes a moment.
      </Text>
      <ProgressLine
        label={label}
        read={progress.read}
        about={progress.about}
        perSecond={progress.per_second}
        waitingMs={progress.waiting_ms}
      />
    </Stack>
  );
}
