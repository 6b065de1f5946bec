// Toasts: what was done (with Undo), and what went wrong (with what to do about it).
import { Button, Group, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconAlertTriangle, IconCheck, IconInfoCircle } from "@tabler/icons-react";
import { useState } from "react";

import { toAppError } from "./errors";

/** How long a toast stays, in milliseconds. It waits while the pointer or the focus is on it. */
export const TOAST_MS = 8000;
/** How long one stays that can be taken back and is dear: whoever looks up late still finds Undo. */
const LASTING_MS = 60_000;

let latest = 0;

function nextId(): string {
  latest += 1;
  return `toast-${latest}`;
}

/** Says what happened and, where it can be taken back, offers **Undo**. Returns the toast's id. */
export function notifyDone({
  message,
  undo,
  lasting = false,
  tone = "done",
  id = nextId(),
}: {
  /** What happened, as a plain sentence. */
  message: string;
  /** Takes it back; what it throws is shown as an error. */
  undo?: (() => unknown) | undefined;
  /** It stays for a minute: what was done is dear. */
  lasting?: boolean | undefined;
  /** `neutral`: nothing was done, so nothing is green. */
  tone?: "done" | "neutral" | undefined;
  /** A name of its own, where somebody else closes it. */
  id?: string | undefined;
}): string {
  notifications.show({
    id,
    role: "status",
    autoClose: lasting ? LASTING_MS : TOAST_MS,
    ...(tone === "done"
      ? { icon: <IconCheck size={16} aria-hidden />, color: "green" }
      : { icon: <IconInfoCircle size={16} aria-hidden />, color: "gray" }),
    message: undo === undefined ? message : <Undoable id={id} message={message} undo={undo} />,
    closeButtonProps: { "aria-label": "Dismiss" },
  });
  return id;
}

/** Says what went wrong and what helps. Returns the toast's id. */
export function notifyError(thrown: unknown): string {
  const error = toAppError(thrown);
  const id = nextId();
  notifications.show({
    id,
    role: "alert",
    autoClose: TOAST_MS * 2,
    icon: <IconAlertTriangle size={16} aria-hidden />,
    color: "red",
    title: error.say,
    message: error.hint,
    closeButtonProps: { "aria-label": "Dismiss" },
  });
  return id;
}

/** Closes a toast whose words or whose Undo are not true any more. */
export function closeToast(id: string): void {
  notifications.hide(id);
}

/** Moves the focus to the newest toast's first button; the key is F8. */
export function focusToast(): void {
  const toasts = document.querySelectorAll<HTMLElement>(".mantine-Notification-root");
  toasts[toasts.length - 1]?.querySelector<HTMLElement>("button")?.focus();
}

function Undoable({ id, message, undo }: { id: string; message: string; undo: () => unknown }) {
  const [busy, setBusy] = useState(false);
  const takeBack = async () => {
    setBusy(true);
    try {
      await undo();
      notifications.hide(id);
    } catch (thrown) {
      notifications.hide(id);
      notifyError(thrown);
    }
  };
  return (
    <Group justify="space-between" wrap="nowrap" gap="sm">
      <Stack gap={0}>
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>{message}</Text>
      </Stack>
      <Button
        size="xs"
        variant="default"
        style={{ flexShrink: 0 }}
        loading={busy}
        onClick={() => void takeBack()}
        title="F8 moves the focus here"
      >
        Undo
      </Button>
    </Group>
  );
}
