// What becomes of a row: created new, or linked to something of ours that is searched for.
import { Select } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useEffect, useRef } from "react";

import type { ImportCandidate, OwnName } from "../../api";
import { type ImportWords, useOwn } from "./candidates";
import styles from "./import.module.css";

const NEW = "create new";
const MOST_OPTIONS = 50;

/** A button that says what becomes of the row, and turns into the search when it is pressed. */
export function LinkChoice({
  row,
  words,
  to,
  isOpen,
  tabIndex,
  onOpen,
  onClose,
  onChoose,
}: {
  row: ImportCandidate;
  words: ImportWords;
  /** What it will be linked to; none: it is created new. */
  to: OwnName | undefined;
  isOpen: boolean;
  tabIndex: number;
  onOpen: () => void;
  onClose: () => void;
  onChoose: (to: OwnName | undefined) => void;
}) {
  const says = to === undefined ? "Create new" : `Link to ${to.name}`;
  if (isOpen) {
    return <Search {...{ row, words, to, onClose, onChoose }} />;
  }
  return (
    <button
      type="button"
      className={styles["choose"]}
      tabIndex={tabIndex}
      title={says}
      aria-label={`${row.name}: ${says}. Change`}
      onClick={onOpen}
    >
      <span className={styles["line"]}>{says}</span>
      <IconChevronDown size={14} aria-hidden />
    </button>
  );
}

function option({ id, name, detail = "" }: OwnName & { detail?: string }) {
  return { value: `own ${id}`, label: detail === "" ? name : `${name} · ${detail}` };
}

function Search({
  row,
  words,
  to,
  onClose,
  onChoose,
}: Pick<Parameters<typeof LinkChoice>[0], "row" | "words" | "to" | "onClose" | "onChoose">) {
  const own = useOwn(words.what, true);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const { suggestion } = row;
  const others = own.choices.filter((each) => each.id !== suggestion?.id);
  const missing = to !== undefined && to.id !== suggestion?.id && !others.some((each) => each.id === to.id);
  const data = [
    { value: NEW, label: "Create new" },
    ...(suggestion === null ? [] : [{ ...option(suggestion), label: `Quick Match: ${suggestion.name}` }]),
    ...(missing ? [option(to)] : []),
    ...others.map(option),
  ];
  return (
    <Select
      aria-label={`${row.name}: create new or link to an existing ${words.one}`}
      ref={field}
      size="xs"
      searchable
      defaultDropdownOpened
      allowDeselect={false}
      limit={MOST_OPTIONS}
      comboboxProps={{ width: 280, position: "bottom-end" }}
      nothingFoundMessage={
        own.error !== null ? own.error.message : own.isPending ? "Reading…" : `No ${words.one} has this name`
      }
      value={to === undefined ? NEW : `own ${to.id}`}
      data={data}
      onDropdownClose={onClose}
      onChange={(value) => {
        const id = value?.startsWith("own ") === true ? value.slice("own ".length) : undefined;
        const known: OwnName[] = suggestion === null ? own.choices : [suggestion, ...own.choices];
        const chosen = known.find((each) => each.id === id);
        onChoose(chosen === undefined ? undefined : { id: chosen.id, name: chosen.name });
        onClose();
      }}
    />
  );
}
