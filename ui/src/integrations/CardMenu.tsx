// What is done to an integration more seldom: Show streams, Rename, Pause, Disconnect.
import { ActionIcon, Button, Group, Menu, Modal, Stack, TextInput } from "@mantine/core";
import { IconDots, IconListDetails, IconPencil, IconPlayerPause, IconPlayerPlay, IconPlugConnectedX } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";

import { commands, type IntegrationView } from "../api";
import { ConfirmModal, ErrorState, formatCount, notifyDone, unwrap, useCommand } from "../kit";
import { StreamsDrawer } from "./StreamsDrawer";

/** The button `…` and its dialogs. */
export function CardMenu({ integration }: { integration: IntegrationView }) {
  const { id, name, state, setup } = integration;
  const [open, setOpen] = useState<"rename" | "disconnect" | "streams">();
  const paused = state === "paused" || state === "stopped";
  const pause = useCommand((pausing: boolean) => commands.setPaused(id, pausing), {
    done: (_, pausing) => ({
      message: pausing ? `“${name}” is paused.` : `“${name}” syncs on its schedule again.`,
      undo: () => unwrap(commands.setPaused(id, !pausing)),
    }),
    invalidates: [["integrations"], ["audit"]],
  });
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={`More for ${name}`}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconListDetails size={16} aria-hidden />}
            onClick={() => setOpen("streams")}
          >
            Show streams
          </Menu.Item>
          <Menu.Item
            leftSection={<IconPencil size={16} aria-hidden />}
            onClick={() => setOpen("rename")}
          >
            Rename
          </Menu.Item>
          {setup === null && (
            <Menu.Item
              leftSection={
                paused ? <IconPlayerPlay size={16} aria-hidden /> : <IconPlayerPause size={16} aria-hidden />
              }
              onClick={() => pause.mutate(!paused)}
            >
              {paused ? "Go on syncing" : "Pause"}
            </Menu.Item>
          )}
          <Menu.Divider />
          <Menu.Item
            // The red that text may have: the menu would take a paler one.
            color="var(--mantine-color-red-text)"
            leftSection={<IconPlugConnectedX size={16} aria-hidden />}
            onClick={() => setOpen("disconnect")}
          >
            Disconnect
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal opened={open === "rename"} onClose={() => setOpen(undefined)} title="Rename integration" centered>
        <Rename integration={integration} onClose={() => setOpen(undefined)} />
      </Modal>
      <StreamsDrawer
        integration={integration}
        opened={open === "streams"}
        onClose={() => setOpen(undefined)}
      />
      <Disconnect
        integration={integration}
        opened={open === "disconnect"}
        onClose={() => setOpen(undefined)}
      />
    </>
  );
}

function Rename({ integration, onClose }: { integration: IntegrationView; onClose: () => void }) {
  const { id, name, connector_name } = integration;
  const [typed, setTyped] = useState(name);
  // An empty nickname is the vendor's own name again.
  const wanted = typed.trim() === "" ? connector_name : typed.trim();
  const rename = useCommand(
    (to: string) => commands.setSettings(id, [{ key: "name", value: to }]),
    {
      toastErrors: false,
      invalidates: [["integrations"], ["audit"]],
      onDone: onClose,
      done: (_, to) => ({
        message: `Renamed to “${to}”.`,
        undo: () => unwrap(commands.setSettings(id, [{ key: "name", value: name }])),
      }),
    },
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rename.mutate(wanted);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label="Nickname"
          description={`Leave it empty to use “${connector_name}”.`}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          placeholder={connector_name}
          maxLength={80}
          data-autofocus
        />
        {rename.error !== null && <ErrorState error={rename.error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={rename.isPending} disabled={wanted === name}>
            Rename
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Disconnect({
  integration,
  opened,
  onClose,
}: {
  integration: IntegrationView;
  opened: boolean;
  onClose: () => void;
}) {
  const { id, name, connector_name, streams } = integration;
  const records = streams.reduce((sum, { live, gone }) => sum + live + gone, 0);
  const disconnect = useCommand(() => commands.removeIntegration(id), {
    toastErrors: false,
    invalidates: [["integrations"], ["records"], ["runs"], ["companies"], ["users"], ["audit"], ["settings"]],
  });
  return (
    <ConfirmModal
      opened={opened}
      onClose={onClose}
      title={`Disconnect “${name}”?`}
      confirmLabel="Disconnect"
      consequences={[
        "Its keys are removed from this computer. The key itself stays valid at the vendor until you revoke it there.",
        `${formatCount(records)} records that were read from it are removed here. Nothing changes at ${connector_name}.`,
        "Its settings, filters and links are removed. Its runs and its audit stay.",
        "This cannot be undone. Connecting it again reads everything anew.",
      ]}
      onConfirm={async () => {
        await disconnect.mutateAsync();
        notifyDone({ message: `“${name}” was disconnected.` });
      }}
    />
  );
}
