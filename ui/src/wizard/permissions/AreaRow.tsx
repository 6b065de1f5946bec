// One area of the permission check: its result, whether it is required, and where to grant it.
import { Badge, Group, Loader, Stack, Text } from "@mantine/core";

import type { AreaView } from "../../api";
import { CopyButton } from "../../kit";
import classes from "../wizard.module.css";
import { isLocked, lookOf } from "./results";

/** A row. While the first check runs there is no result yet. */
export function AreaRow({
  label,
  required,
  grant,
  result,
}: {
  label: string;
  required: boolean;
  grant: string;
  result: AreaView | undefined;
}) {
  const open = result !== undefined && !result.ok;
  return (
    <li>
      <div className={classes["rowHead"]}>
        <Text size="sm" fw={500}>
          {label}
        </Text>
        <Badge color="gray" variant={required ? "light" : "transparent"}>
          {required ? "Required" : "Optional"}
        </Badge>
        <Result result={result} />
      </div>
      {open && (
        <Stack gap={4} mt={4}>
          {isLocked(result) && (
            <Group gap={4} wrap="nowrap" align="flex-start">
              <Text size="sm" style={{ overflowWrap: "anywhere" }}>
                Grant: {grant}
              </Text>
              <CopyButton value={grant} what={`where to grant ${label}`} />
            </Group>
          )}
          {!required && isLocked(result) && (
            <Text size="sm" c="dimmed">
              What needs it stays off in the Sync step until it is granted.
            </Text>
          )}
          <Details result={result} />
        </Stack>
      )}
      {result !== undefined && result.ok && result.details.length > 0 && <Details result={result} />}
    </li>
  );
}

function Result({ result }: { result: AreaView | undefined }) {
  if (result === undefined) {
    return (
      <Group gap={4} wrap="nowrap">
        <Loader size={14} aria-hidden />
        <Text size="sm" c="dimmed">
          Checking…
        </Text>
      </Group>
    );
  }
  const { color, icon: Icon } = lookOf(result);
  return (
    <Group gap={4} wrap="nowrap">
      <Icon
        size={18}
        aria-hidden
        color={`var(--mantine-color-${color}-text)`}
        style={{ flexShrink: 0 }}
      />
      <Text size="sm">{result.result}</Text>
    </Group>
  );
}

function Details({ result }: { result: AreaView }) {
  if (result.details.length === 0) {
    return null;
  }
  return (
    <details className={classes["fold"]}>
      <summary>Details</summary>
      <ul className={classes["helpSteps"]}>
        {result.details.map((line) => (
          <li key={line} style={{ overflowWrap: "anywhere" }}>
            {line}
          </li>
        ))}
      </ul>
    </details>
  );
}
