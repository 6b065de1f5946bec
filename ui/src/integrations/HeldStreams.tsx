// Streams whose last full read would have marked suspiciously much as gone: nothing happens without a yes.
import { Alert, Button, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useState } from "react";

import { commands, type IntegrationView } from "../api";
import { ConfirmModal, formatCount, notifyDone, useCommand } from "../kit";
import { heldStreams } from "./card-words";

/** A notice for each of them; nothing where there is none. */
export function HeldStreams({ integration }: { integration: IntegrationView }) {
  return heldStreams(integration).map((stream) => (
    <Held key={stream.stream} integration={integration} stream={stream} />
  ));
}

function Held({
  integration,
  stream,
}: {
  integration: IntegrationView;
  stream: ReturnType<typeof heldStreams>[number];
}) {
  const [asking, setAsking] = useState(false);
  const accept = useCommand(() => commands.acceptShrink(integration.id, stream.stream), {
    toastErrors: false,
    invalidates: [["integrations"], ["runs"]],
  });
  const lost = formatCount(stream.lost);
  return (
    <Alert
      color="orange"
      icon={<IconAlertTriangle size={20} aria-hidden />}
      title={`${stream.label}: much is missing`}
    >
      <Stack gap="sm" align="flex-start">
        <Text size="sm">
          The last full read did not bring {lost} of {formatCount(stream.had)}. Nothing was changed. If
          they really are gone at {integration.connector_name}, say so.
        </Text>
        <Button
          size="xs"
          variant="default"
          disabled={integration.syncing}
          onClick={() => setAsking(true)}
        >
          They are gone: mark them
        </Button>
      </Stack>
      <ConfirmModal
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Mark ${lost} as gone?`}
        confirmLabel="Mark them as gone"
        danger={false}
        consequences={[
          `${stream.label} is read again now. What it does not bring is marked as gone here.`,
          "Links to what is gone are kept and shown as orphaned.",
          `Nothing changes at ${integration.connector_name}. What comes back there comes back here.`,
        ]}
        onConfirm={async () => {
          await accept.mutateAsync();
          notifyDone({ message: `Reading ${stream.label} of “${integration.name}” again.` });
        }}
      />
    </Alert>
  );
}
