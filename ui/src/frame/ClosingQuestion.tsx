// Asked when the window is closed for the first time: go on in the tray, or end Patchbay.
import { Button, Checkbox, Group, Modal, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { commands } from "../api";
import { useCommand } from "../kit";
import { startupQuery } from "./queries";

/** What `ClosingQuestion` takes. */
export interface ClosingQuestionProps {
  opened: boolean;
  onClose: () => void;
}

/** The dialog; the answer goes to the program, which then hides or closes the window. */
export function ClosingQuestion({ opened, onClose }: ClosingQuestionProps) {
  const [remember, setRemember] = useState(true);
  // Before the program is open there is nowhere to keep it.
  const canRemember = useQuery(startupQuery).data?.phase === "ready";
  const answer = useCommand((toTray: boolean) => commands.closingAnswer(toTray, canRemember && remember), {
    onDone: onClose,
    invalidates: [["settings"]],
  });
  const dismiss = useCommand(() => commands.closingDismissed(), { toastErrors: false });
  const leave = () => {
    onClose();
    if (!answer.isPending) {
      // The window stays, and its next closing is asked about again.
      dismiss.mutate();
    }
  };
  return (
    <Modal opened={opened} onClose={leave} title="Close the window?" size={480} centered>
      <Stack gap="md">
        <Text>
          Patchbay can go on syncing in the tray while its window is closed; where the desktop has no tray,
          the window is minimised instead. If it ends, nothing is synced until it is started again.
        </Text>
        {canRemember && (
          <Checkbox
            label="Remember this; it can be changed in Settings"
            checked={remember}
            onChange={(event) => setRemember(event.currentTarget.checked)}
          />
        )}
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
