// What went wrong, for a person: the sentence, what helps, the vendor's own words under a fold.
import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconRefresh } from "@tabler/icons-react";
import type { ReactNode } from "react";

import { type AppErrorObject, toAppError } from "./errors";
import classes from "./kit.module.css";
import { useAskFailedAgain, useShownError } from "./shown-errors";

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
  const known = toAppError(error);
  const { say, hint, field, reference } = known;
  useShownError(say);
  const askFailedAgain = useAskFailedAgain();
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
          <VendorWords words={reference} summary={referenceTitle(known)} />
        )}
        {(onRetry !== undefined || actions !== undefined) && (
          <Group gap="sm">
            {onRetry !== undefined && (
              <Button
                size="sm"
                variant="default"
                leftSection={<IconRefresh size={16} aria-hidden />}
                loading={retrying ?? false}
                onClick={() => {
                  void onRetry();
                  askFailedAgain();
                }}
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

/** What the reference of an error is called: only the vendor's words are the vendor's. */
export function referenceTitle({ who }: Pick<AppErrorObject, "who">): string {
  return who === "us" ? "Details" : VENDOR_WORDS;
}

const VENDOR_WORDS = "In the vendor's own words";

/** The vendor's own text and reference under a fold. */
export function VendorWords({
  words,
  summary = VENDOR_WORDS,
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
