// The menu of one column's values: read when it opens, searched, ticked, each tick applied at once.
import { ActionIcon, Button, Group, Loader, Popover, Text, TextInput } from "@mantine/core";
import { IconFilter, IconFilterFilled } from "@tabler/icons-react";
import { useEffect, useState } from "react";

import styles from "./grid.module.css";
import type { FilterValue, GridError } from "./types";
import { inWords } from "./use-windowed-source";

interface FilterMenuProps {
  header: string;
  name: string;
  kept: readonly string[];
  filterValues: ((column: string) => Promise<FilterValue[]>) | undefined;
  opened: boolean;
  onOpen: (name: string | null) => void;
  onChange: (name: string, values: string[]) => void;
}

/** Values drawn at once; the search narrows the rest. */
const SHOWN = 200;
const number = new Intl.NumberFormat("en-GB");

export function FilterMenu(props: FilterMenuProps) {
  const { header, name, kept, opened, onOpen } = props;
  const label =
    kept.length === 0 ? `Filter ${header}` : `Filter ${header}, ${kept.length} chosen`;
  return (
    <Popover
      opened={opened}
      onChange={(next) => next || onOpen(null)}
      position="bottom-start"
      width={280}
      trapFocus
      returnFocus
      shadow="md"
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          size="sm"
          {...(kept.length === 0 && { color: "gray" })}
          tabIndex={-1}
          aria-label={label}
          className={styles.filter}
          data-on={kept.length > 0 || undefined}
          onClick={() => onOpen(opened ? null : name)}
        >
          {kept.length === 0 ? <IconFilter size={14} /> : <IconFilterFilled size={14} />}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p="xs" aria-label={`Filter ${header}`}>
        {opened && <FilterValues {...props} />}
      </Popover.Dropdown>
    </Popover>
  );
}

type Answer =
  | { state: "asking" }
  | { state: "answered"; values: FilterValue[] }
  | { state: "failed"; error: GridError };

function FilterValues({ header, name, kept, filterValues, onChange }: FilterMenuProps) {
  const [answer, setAnswer] = useState<Answer>({ state: "asking" });
  const [attempt, setAttempt] = useState(0);
  const [search, setSearch] = useState("");

  useEffect(() => {
    let gone = false;
    setAnswer({ state: "asking" });
    filterValues?.(name).then(
      (values) => gone || setAnswer({ state: "answered", values }),
      (problem: unknown) => gone || setAnswer({ state: "failed", error: inWords(problem) }),
    );
    return () => {
      gone = true;
    };
    // Asked once each time the menu opens, not again when the caller makes a new function.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [name, attempt]);

  return (
    <>
      <TextInput
        size="xs"
        data-autofocus
        aria-label={`Search the values of ${header}`}
        placeholder="Search"
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      {answer.state === "asking" && (
        <Group component="output" gap="xs" p="xs">
          <Loader size="xs" />
          <Text size="sm">Reading the values</Text>
        </Group>
      )}
      {answer.state === "failed" && (
        <div role="alert">
          <Text size="sm" py="xs">
            {answer.error.say}
          </Text>
          <Button size="compact-sm" variant="light" onClick={() => setAttempt(attempt + 1)}>
            Try again
          </Button>
        </div>
      )}
      {answer.state === "answered" && (
        <ValueList
          header={header}
          values={withChosen(answer.values, kept)}
          search={search}
          kept={kept}
          onKeep={(values) => onChange(name, values)}
        />
      )}
      <Button
        size="compact-sm"
        variant="subtle"
        disabled={kept.length === 0}
        onClick={() => onChange(name, [])}
      >
        Clear filter
      </Button>
    </>
  );
}

interface ValueListProps {
  header: string;
  values: FilterValue[];
  search: string;
  kept: readonly string[];
  onKeep: (values: string[]) => void;
}

function ValueList({ header, values, search, kept, onKeep }: ValueListProps) {
  const sought = search.trim().toLocaleLowerCase();
  const found = values.filter((entry) => nameOf(entry).toLocaleLowerCase().includes(sought));
  const chosen = new Set(kept);
  const toggle = (value: string) => {
    onKeep(chosen.has(value) ? kept.filter((one) => one !== value) : [...kept, value]);
  };
  return (
    <fieldset className={styles.values} aria-label={`Values of ${header}`}>
      {found.slice(0, SHOWN).map((entry) => (
        <label key={entry.value} className={styles.value}>
          <input
            type="checkbox"
            checked={chosen.has(entry.value)}
            onChange={() => toggle(entry.value)}
          />
          <span className={styles.valueName}>{nameOf(entry)}</span>
          <span className={styles.valueCount}>{number.format(entry.count)}</span>
        </label>
      ))}
      {found.length === 0 && (
        <Text size="sm" c="dimmed" p={4}>
          No value matches.
        </Text>
      )}
      {found.length > SHOWN && (
        <Text size="sm" c="dimmed" p={4}>
          {number.format(found.length - SHOWN)} more; search to narrow them.
        </Text>
      )}
    </fieldset>
  );
}

const nameOf = (entry: FilterValue) => {
  const words = entry.label ?? entry.value;
  return words === "" ? "(blank)" : words;
};

/** A chosen value that no row holds now stays in the list, so that it can be let go. */
function withChosen(values: FilterValue[], kept: readonly string[]): FilterValue[] {
  const known = new Set(values.map((entry) => entry.value));
  return [
    ...kept.filter((value) => !known.has(value)).map((value) => ({ value, count: 0 })),
    ...values,
  ];
}
