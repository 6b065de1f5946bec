// The line under a form of keys: its buttons and, beside them, how the test went. It stays in sight while
// the form scrolls.
import { Group, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";

import classes from "../wizard.module.css";

/** How a test went. */
export type Verdict = "passed" | "failed";

/** `children`: the buttons. What the test found in detail stands below this line. */
export function TestBar({
  busy,
  verdict,
  failed = "Not connected",
  children,
}: {
  busy: boolean;
  verdict: Verdict | undefined;
  /** What a test that failed means. */
  failed?: string;
  children: ReactNode;
}) {
  return (
    <Group gap="md" className={classes["testBar"] ?? ""} data-sticks="below">
      <Group gap="sm">{children}</Group>
      <Text component="div" size="sm" fw={500}>
        {/* It is there before it has something to say, so that it is read out. */}
        <output>
          {busy ? (
            <Text span inherit fw={400} c="dimmed">
              Asking…
            </Text>
          ) : (
            verdict === "passed" && (
              <Text span inherit c="var(--mantine-color-green-light-color)" className={classes["verdict"] ?? ""}>
                <IconCircleCheck size={18} aria-hidden />
                Connected
              </Text>
            )
          )}
        </output>
        {!busy && verdict === "failed" && (
          // The alert below says it aloud.
          <Text span inherit c="red" className={classes["verdict"] ?? ""} aria-hidden>
            <IconAlertTriangle size={18} aria-hidden />
            {failed}
          </Text>
        )}
      </Text>
    </Group>
  );
}
