// Copies a text to the clipboard and says, also aloud, whether it did.
import { ActionIcon, Button, Tooltip, VisuallyHidden } from "@mantine/core";
import { IconCheck, IconCopy, IconX } from "@tabler/icons-react";
import { useEffect, useState } from "react";

/** What `CopyButton` takes. */
export interface CopyButtonProps {
  /** The text to copy. */
  value: string;
  /** What it is, for the button's name: "Copy {what}". */
  what: string;
  /** The button shows its name beside the icon. */
  withLabel?: boolean;
}

type Result = "copied" | "failed" | undefined;

/** A small button beside the text that it copies. */
export function CopyButton({ value, what, withLabel = false }: CopyButtonProps) {
  const [result, setResult] = useState<Result>();
  useEffect(() => {
    if (result === undefined) {
      return undefined;
    }
    const timer = setTimeout(() => setResult(undefined), 2500);
    return () => clearTimeout(timer);
  }, [result]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setResult("copied");
    } catch {
      setResult(copyByHand(value) ? "copied" : "failed");
    }
  };
  const Icon = result === "copied" ? IconCheck : result === "failed" ? IconX : IconCopy;
  const words =
    result === "copied"
      ? "Copied"
      : result === "failed"
        ? "Could not copy: select the text and press Ctrl+C"
        : `Copy ${what}`;
  return (
    <>
      {withLabel ? (
        <Button
          variant="default"
          leftSection={<Icon size={16} aria-hidden />}
          onClick={() => void copy()}
          aria-label={`Copy ${what}`}
        >
          {result === "copied" ? "Copied" : "Copy"}
        </Button>
      ) : (
        <Tooltip label={words}>
          <ActionIcon onClick={() => void copy()} aria-label={`Copy ${what}`}>
            <Icon size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
      <VisuallyHidden component="output">
        {result === undefined ? "" : words}
      </VisuallyHidden>
    </>
  );
}

/** The old way, for a web view that keeps the clipboard from the page. */
function copyByHand(value: string): boolean {
  const field = document.createElement("textarea");
  field.value = value;
  field.style.position = "fixed";
  field.style.opacity = "0";
  const before = document.activeElement;
  document.body.append(field);
  field.select();
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    field.remove();
    if (before instanceof HTMLElement) {
      before.focus();
    }
  }
}
