// A button that copies everything that is missing, for the person who may grant it.
import { Button } from "@mantine/core";
import { IconCheck, IconCopy, IconX } from "@tabler/icons-react";
import { useState } from "react";

/** Says whether it did; the lines can also be copied one at a time in the rows. */
export function CopyAll({ text }: { text: string }) {
  const [result, setResult] = useState<{ of: string; done: boolean }>();
  const shown = result?.of === text ? result : undefined;
  const Icon = shown === undefined ? IconCopy : shown.done ? IconCheck : IconX;
  return (
    <Button
      variant="default"
      leftSection={<Icon size={16} aria-hidden />}
      onClick={() => {
        navigator.clipboard.writeText(text).then(
          () => setResult({ of: text, done: true }),
          () => setResult({ of: text, done: false }),
        );
      }}
    >
      <output>
        {shown === undefined ? "Copy all missing" : shown.done ? "Copied" : "Could not copy: use the rows"}
      </output>
    </Button>
  );
}
