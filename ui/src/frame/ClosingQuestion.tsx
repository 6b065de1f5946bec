// Asked when the window is closed for the first time: go on in the tray, or end Patchbay.
import { Button, Checkbox, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";

import { commands } from "../api";
import { useCommand } from "../kit";

/** What `ClosingQuestion` takes. */
export interface ClosingQuestionProps {
  opened: boolean;
  onClose: () => void;
}

/** The dialog; the answer goes to the program, which then hides or closes the window. */
export function ClosingQuestion({ opened, onClose }: ClosingQuestionProps) {
  const [remember, setRemember] = useState(true);
  const answer = useCommand((toTray: boolean) => commands.closingAnswer(toTray, remember), {
    onDone: onClose,
    invalidates: [["settings"]],
  });
  return (
    <Modal opened={opened} onClose={onClose} title="Close the window?" size={480} centered>
      <Stack gap="md">
        <Text>
          Patchbay can go on syncing in the tray while its window is closed; where the desktop has no tray,
          the window is minimised instead. If it ends, nothing is synced until it is started again.
        </Text>
        <Checkbox
          label="Remember this; it can be changed in Settings"
          checked={remember}
          onChange={(event) => setRemember(event.currentTarget.checked)}
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" loading={answer.isPending} onClick={() => answer.mutate(false)}>
            Quit Patchbay
          </Button>
          <Button data-autofocus loading={answer.isPending} onClick={() => answer.mutate(true)}>
            Go on in the tray
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
