// What went wrong, for a person: the sentence, what helps, the vendor's own words under a fold.
import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconRefresh } from "@tabler/icons-react";
import type { ReactNode } from "react";

import { NOT_REACHED, toAppError, UNKNOWN } from "./errors";
import classes from "./kit.module.css";

/** What `ErrorState` takes. */
export interface ErrorStateProps {
  /** Whatever was thrown or answered: an AppErrorObject, the program's AppError, any Error. */
  error: unknown;
  /** Called by **Try again**; without it there is no such button. */
  onRetry?: (() => unknown) | undefined;
  /** Whether the trial runs. */
  retrying?: boolean;
  /** How the person knows the field that the error names; default: the name itself. */
  fieldLabel?: (field: string) => string;
  /** More buttons. */
  actions?: ReactNode;
}

/** Shows an error in the place where its data would stand. */
export function ErrorState({ error, onRetry, retrying, fieldLabel, actions }: ErrorStateProps) {
  const { code, say, hint, field, reference } = toAppError(error);
  return (
    <Alert
      color="red"
      role="alert"
      icon={<IconAlertTriangle size={20} aria-hidden />}
      title={say}
      styles={{ title: { fontWeight: 600 } }}
    >
      <Stack gap="sm" align="flex-start">
        {hint !== "" && <Text size="sm">{hint}</Text>}
        {field !== undefined && (
          <Text size="sm">
            Field: <strong>{fieldLabel?.(field) ?? field}</strong>
          </Text>
        )}
        {reference !== undefined && (
          <VendorWords
            words={reference}
            {...(code === NOT_REACHED || code === UNKNOWN ? { summary: "Details" } : {})}
          />
        )}
        {(onRetry !== undefined || actions !== undefined) && (
          <Group gap="sm">
            {onRetry !== undefined && (
              <Button
                size="sm"
                variant="default"
                leftSection={<IconRefresh size={16} aria-hidden />}
                loading={retrying ?? false}
                onClick={() => void onRetry()}
              >
                Try again
              </Button>
            )}
            {actions}
          </Group>
        )}
      </Stack>
    </Alert>
  );
}

/** The vendor's own text and reference under a fold. */
export function VendorWords({
  words,
  summary = "In the vendor's own words",
}: {
  words: string;
  summary?: string;
}) {
  return (
    <details className={classes["fold"]}>
      <summary>{summary}</summary>
      <pre className={classes["words"]}>{words}</pre>
    </details>
  );
}
