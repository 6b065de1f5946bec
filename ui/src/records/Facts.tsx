// Pairs of a label and a text.
import { Text } from "@mantine/core";

import { RelativeTime } from "../kit";
import type { Fact } from "./facts-of";
import classes from "./records.module.css";

/** The list. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <Text component="dl" size="sm" className={classes["facts"]}>
      {facts.map(({ label, text, at = false }, index) => (
        // Custom fields may share a caption; the list is fixed while it is shown.
        // oxlint-disable-next-line react/no-array-index-key
        <Pair key={`${label}-${index}`} label={label} text={text} at={at} />
      ))}
    </Text>
  );
}

function Pair({ label, text, at }: Required<Fact>) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{at ? <RelativeTime at={text} /> : text}</dd>
    </>
  );
}
