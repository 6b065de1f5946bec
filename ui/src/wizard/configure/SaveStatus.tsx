// Whether the changes of this visit are saved, and the way back: Undo and Ctrl+Z.
import { Button, Group, Kbd, Text, Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconArrowBackUp, IconCheck, IconRefresh } from "@tabler/icons-react";
import { type RefObject, useEffect, useState } from "react";

import styles from "./stage.module.css";
import type { Saving } from "./use-settings-saver";

/** The line at the head of the step. */
export function SaveStatus({
  saving,
  within,
}: {
  saving: Saving;
  /** Ctrl+Z counts in here. */
  within: RefObject<HTMLElement | null>;
}) {
  const { saver, state, undoLabel } = saving;
  const [undone, setUndone] = useState("");
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const undo = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
      const target = event.target instanceof Element ? event.target : document.body;
      const here = target === document.body || within.current?.contains(target) === true;
      // A field in which somebody types words has an undo of its own.
      if (undo && event.key.toLowerCase() === "z" && here && target.closest("[data-own-undo]") === null) {
        event.preventDefault();
        setUndone(saver.undo() ?? "");
      }
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [saver, within]);

  return (
    <Group className={styles["saveBar"] ?? ""} justify="space-between" gap="sm" wrap="nowrap" align="center">
      <Group gap="sm" wrap="wrap" aria-live="polite" miw={0}>
        <Words saving={saving} />
        {state.at !== "failed" && undone !== "" && (
          <Text size="sm" c="dimmed">
            Undone: {undone}
          </Text>
        )}
      </Group>
      <Group gap="sm" wrap="nowrap" style={{ flexShrink: 0 }}>
        {state.at === "failed" && (
          <Button
            variant="default"
            leftSection={<IconRefresh size={16} aria-hidden />}
            onClick={() => void saver.flush()}
          >
            Try again
          </Button>
        )}
        <Tooltip
          label={
            <>
              {undoLabel === undefined ? "Nothing to undo" : `Undo: ${undoLabel}`} <Kbd size="xs">Ctrl+Z</Kbd>
            </>
          }
        >
          <Button
            variant="default"
            leftSection={<IconArrowBackUp size={16} aria-hidden />}
            disabled={undoLabel === undefined}
            onClick={() => setUndone(saver.undo() ?? "")}
          >
            Undo
          </Button>
        </Tooltip>
      </Group>
    </Group>
  );
}

function Words({ saving: { state } }: { saving: Saving }) {
  switch (state.at) {
    case "failed":
      return (
        <Group gap={4} wrap="nowrap" c="red" align="flex-start">
          <IconAlertTriangle size={16} style={{ flexShrink: 0, marginTop: 2 }} aria-hidden />
          <Text size="sm">
            Not saved: {state.error.say} {state.error.hint}
          </Text>
        </Group>
      );
    case "saved":
      return (
        <Group gap={4} wrap="nowrap">
          <IconCheck size={16} color="var(--mantine-color-green-text)" aria-hidden />
          <Text size="sm">Saved</Text>
        </Group>
      );
    case "waiting":
    case "saving":
      return (
        <Text size="sm" c="dimmed">
          Saving…
        </Text>
      );
    default:
      return (
        <Text size="sm" c="dimmed">
          Changes are saved as you make them.
        </Text>
      );
  }
}
