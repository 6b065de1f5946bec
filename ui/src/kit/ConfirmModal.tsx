// Asks before something that cannot be undone, and says exactly what will happen.
import { Button, Group, List, Modal, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";

import { ErrorState } from "./ErrorState";

/** What `ConfirmModal` takes. */
export interface ConfirmModalProps {
  opened: boolean;
  onClose: () => void;
  /** The question: "Disconnect Acme PSA?" */
  title: string;
  /** What will happen, in words. */
  children?: ReactNode;
  /** What will happen, one line each. */
  consequences?: readonly ReactNode[];
  /** The name of the button that does it: "Disconnect". */
  confirmLabel: string;
  /** Does it. The dialog closes when it has succeeded, and shows what it throws. */
  onConfirm: () => unknown;
  /** It destroys something: the button is red. Default on. */
  danger?: boolean;
  /** What has to be typed first, for what is dearest. */
  typeToConfirm?: string;
}

/** A dialog with **Cancel**, where the focus is, and the button that does it. */
export function ConfirmModal(props: ConfirmModalProps) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={props.title} size={480} centered>
      <Question {...props} />
    </Modal>
  );
}

function Question({
  onClose,
  children,
  consequences = [],
  confirmLabel,
  onConfirm,
  danger = true,
  typeToConfirm,
}: ConfirmModalProps) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const [typed, setTyped] = useState("");
  const locked = typeToConfirm !== undefined && typed.trim() !== typeToConfirm;

  const confirm = async (event: FormEvent) => {
    event.preventDefault();
    if (locked || busy) {
      return;
    }
    setBusy(true);
    setFailure(undefined);
    try {
      await onConfirm();
      onClose();
    } catch (thrown) {
      setFailure(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void confirm(event)}>
      <Stack gap="md">
        {children !== undefined && <Text component="div">{children}</Text>}
        {consequences.length > 0 && (
          <List size="sm" spacing={4} pr="md">
            {consequences.map((line, index) => (
              // The lines are fixed for as long as the dialog is open.
              // oxlint-disable-next-line react/no-array-index-key
              <List.Item key={index}>{line}</List.Item>
            ))}
          </List>
        )}
        {typeToConfirm !== undefined && (
          <TextInput
            label={`Type "${typeToConfirm}" to confirm`}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
          />
        )}
        {failure !== undefined && <ErrorState error={failure} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} data-autofocus>
            Cancel
          </Button>
          <Button type="submit" color={danger ? "red" : "accent"} loading={busy} disabled={locked}>
            {confirmLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
