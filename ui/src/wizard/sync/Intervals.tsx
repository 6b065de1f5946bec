// How often each stream is read, under a fold: the defaults suit nearly everybody.
import { Select, Text } from "@mantine/core";
import { Fragment, useId } from "react";

import type { StreamView } from "../../api";
import classes from "../wizard.module.css";
import { streamIsOn, type SyncStand, textValue } from "./sync-settings";

const PRESETS = [5, 15, 30, 60];

/** `every 15 min`, `every hour`, `every 2 h`, `once a day`. */
export function everyWords(minutes: number): string {
  if (minutes === 1440) {
    return "once a day";
  }
  if (minutes === 60) {
    return "every hour";
  }
  return minutes % 60 === 0 ? `every ${minutes / 60} h` : `every ${minutes} min`;
}

/** The streams of one row: each by itself, the vendor's lists together. */
interface Row {
  label: string;
  streams: StreamView[];
}

function rowsOf(stand: SyncStand): Row[] {
  const streams = stand.connector.streams.filter((stream) => streamIsOn(stand, stream));
  const lists = streams.filter(({ kind }) => kind === "reference");
  const rows = streams
    .filter(({ kind }) => kind !== "reference")
    .map((stream) => ({ label: stream.label, streams: [stream] }));
  return lists.length === 0 ? rows : [...rows, { label: "Lists: statuses, types and others", streams: lists }];
}

/** A select for each row. */
export function Intervals({
  stand,
  onChange,
}: {
  stand: SyncStand;
  onChange: (values: Record<string, string>) => void;
}) {
  return (
    <details className={classes["fold"]}>
      <summary>How often</summary>
      <Text size="sm" c="dimmed" mb="sm">
        Only what changed is read, so short intervals cost little. Vendors limit how many questions may be
        asked; where a limit is near, Patchbay waits.
      </Text>
      <div className={classes["intervals"]}>
        {rowsOf(stand).map((row) => (
          <Fragment key={row.label}>
            <IntervalRow row={row} stand={stand} onChange={onChange} />
          </Fragment>
        ))}
      </div>
    </details>
  );
}

function IntervalRow({
  row,
  stand,
  onChange,
}: {
  row: Row;
  stand: SyncStand;
  onChange: (values: Record<string, string>) => void;
}) {
  const id = useId();
  const values = new Set(row.streams.map(({ name }) => textValue(stand, `every.${name}`)));
  const defaults = new Set(row.streams.map(({ every_minutes }) => every_minutes));
  const [usual] = defaults;
  const [value] = values;
  const chosen = values.size > 1 ? "mixed" : (value ?? "");
  const minutes = new Set(PRESETS);
  if (chosen !== "mixed" && chosen !== "") {
    minutes.add(Number(chosen));
  }
  const options = [
    {
      value: "default",
      label: defaults.size === 1 && usual !== undefined ? `${sentence(everyWords(usual))} (default)` : "Default",
    },
    ...[...minutes]
      .toSorted((one, other) => one - other)
      .map((each) => ({ value: String(each), label: sentence(everyWords(each)) })),
    ...(chosen === "mixed" ? [{ value: "mixed", label: "Different ones", disabled: true }] : []),
  ];
  return (
    <>
      <Text size="sm" id={id}>
        {row.label}
      </Text>
      <Select
        aria-labelledby={id}
        data={options}
        value={chosen === "" ? "default" : chosen}
        allowDeselect={false}
        onChange={(next) =>
          onChange(
            Object.fromEntries(
              row.streams.map(({ name }) => [
                `every.${name}`,
                next === null || next === "default" ? "" : next,
              ]),
            ),
          )
        }
      />
    </>
  );
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
