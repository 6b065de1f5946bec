// When the keys of an integration expire; marked in words, colour and sign when that is near or over.
import { Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";

import type { IntegrationView } from "../api";
import { formatNumberOf, RelativeTime } from "../kit";
import classes from "./integrations.module.css";

const dayFormat = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

/** "in 12 days, on 10 January 2027". */
function expiryWords(days: number, on: string): string {
  const day = dayFormat.format(new Date(`${on}T00:00:00Z`));
  if (days < 0) {
    return `expired ${formatNumberOf(-days, "day", "days")} ago, on ${day}`;
  }
  return days === 0 ? `today, ${day}` : `in ${formatNumberOf(days, "day", "days")}, on ${day}`;
}

/** Whether there is something to warn of. */
export function expiresSoon({ credentials_expire_in: days }: IntegrationView): boolean {
  return days !== null && days !== undefined;
}

/** When they expire; nothing where nobody said it. */
export function KeysExpire({ integration }: { integration: IntegrationView }) {
  const { credentials_expire_on: on, credentials_expire_in: days } = integration;
  if (on === null) {
    return null;
  }
  if (days === null || days === undefined) {
    return <RelativeTime at={on} />;
  }
  return (
    <Text span inherit c={days < 0 ? "var(--mantine-color-red-text)" : "var(--mantine-color-orange-text)"} className={classes["expiry"]}>
      <IconAlertTriangle size={16} aria-hidden />
      <span>{expiryWords(days, on)}</span>
    </Text>
  );
}
