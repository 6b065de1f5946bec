// The built-in sandbox: how to open it, how to be rid of it.
import { Button, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { commands, type SandboxVendor } from "../api";
import { integrationsQuery } from "../frame/queries";
import { ConfirmModal, formatNumberOf, notifyDone, useCommand } from "../kit";
import { Section } from "./Section";

/** The card. */
export function SandboxCard() {
  const navigate = useNavigate();
  const { data: integrations = [] } = useQuery(integrationsQuery);
  const [asking, setAsking] = useState(false);
  const mine = integrations.filter(({ sandbox }) => sandbox);
  const open = useCommand<void, SandboxVendor[]>(() => commands.openSandbox(), {
    onDone: () => void navigate({ to: "/integrations/add" }),
  });
  const remove = useCommand(() => commands.removeSandbox(), {
    toastErrors: false,
    invalidates: [["integrations"], ["runs"], ["records"], ["companies"], ["users"], ["audit"], ["settings"]],
  });
  return (
    <Section
      title="Sandbox"
      description="A made-up service provider whose tools run inside Patchbay, on this computer only."
    >
      <Group gap="sm">
        <Button variant="default" loading={open.isPending} onClick={() => open.mutate()}>
          Connect a tool of the sandbox
        </Button>
        {mine.length > 0 && (
          <Button color="red" variant="light" onClick={() => setAsking(true)}>
            Remove the sandbox
          </Button>
        )}
        <Text size="sm" c="dimmed">
          {mine.length === 0
            ? "Nothing of the sandbox is connected."
            : `Connected: ${mine.map(({ name }) => name).join(", ")}.`}
        </Text>
      </Group>
      <ConfirmModal
        opened={asking}
        onClose={() => setAsking(false)}
        title="Remove the sandbox?"
        confirmLabel="Remove"
        consequences={[
          `${formatNumberOf(mine.length, "integration", "integrations")} and everything that was read from them.`,
          "Companies and users that were imported from them, whatever they are called now, unless a tool of your own is linked with them.",
          "Your real tools are not touched. The sandbox can be opened again at any time.",
        ]}
        onConfirm={async () => {
          await remove.mutateAsync();
          notifyDone({ message: "The sandbox was removed." });
        }}
      />
    </Section>
  );
}
