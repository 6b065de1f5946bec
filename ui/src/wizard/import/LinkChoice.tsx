// What becomes of a row: created new, or linked to something of ours that is searched for.
import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconChevronDown } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";

import type { ImportCandidate, OwnChoice } from "../../api";
import { formatCount } from "../../kit";
import { type ImportWords, useOwnChoices } from "./candidates";
import styles from "./import.module.css";
import type { LinkTarget } from "./selection";

const NEW = "create new";
const TELLS = "tells";
const SEARCH_DELAY_MS = 150;

/** A button that says what becomes of the row, and turns into the search when it is pressed. */
export function LinkChoice({
  integration,
  row,
  words,
  to,
  isOpen,
  tabIndex,
  onOpen,
  onClose,
  onChoose,
}: {
  /** The integration's id. */
  integration: string;
  row: ImportCandidate;
  words: ImportWords;
  /** What it will be linked to; none: it is created new. */
  to: LinkTarget | undefined;
  isOpen: boolean;
  tabIndex: number;
  onOpen: () => void;
  onClose: () => void;
  onChoose: (to: LinkTarget | undefined) => void;
}) {
  const says = to === undefined ? "Create new" : `Link to ${to.name}`;
  if (isOpen) {
    return <Search {...{ integration, row, words, to, onClose, onChoose }} />;
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

function label({ name, detail, linked }: Pick<OwnChoice, "name" | "detail" | "linked">): string {
  const more = linked.length > 0 ? `linked to ${linked[0]}` : detail;
  return more === "" ? name : `${name} · ${more}`;
}

/** What the field shows of what is chosen. */
function shown({ suggestion }: ImportCandidate, to: LinkTarget | undefined): string {
  return to === undefined ? "Create new" : to.id === suggestion?.id ? `Quick Match: ${to.name}` : to.name;
}

function Search({
  integration,
  row,
  words,
  to,
  onClose,
  onChoose,
}: Pick<Parameters<typeof LinkChoice>[0], "integration" | "row" | "words" | "to" | "onClose" | "onChoose">) {
  const [typed, setTyped] = useState("");
  // What stands in the field before anybody types is no search.
  const [text] = useDebouncedValue(typed === shown(row, to) ? "" : typed, SEARCH_DELAY_MS);
  const own = useOwnChoices(integration, words.what, text);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const { suggestion } = row;
  // Only while nothing is searched for: then what was found says it all.
  const first = text === "" ? suggestion : null;
  const others = own.rows.filter((each) => each.id !== first?.id);
  const missing = to !== undefined && to.id !== first?.id && !others.some((each) => each.id === to.id);
  const more = own.total - own.rows.length;
  // It stands among the choices: the list is never empty, as a row can always be created new.
  const tells =
    own.error !== null
      ? own.error.message
      : own.isPending
        ? "Reading…"
        : own.total === 0
          ? text.trim() === "" ? `There is no ${words.one} of yours yet` : `No ${words.one} of yours has this name`
          : more > 0
            ? `And ${formatCount(more)} more: type to find them`
            : "";
  const data = [
    { value: NEW, label: "Create new" },
    ...(first === null ? [] : [{ value: `own ${first.id}`, label: `Quick Match: ${first.name}` }]),
    ...(missing ? [{ value: `own ${to.id}`, label: shown(row, to) }] : []),
    // What is chosen keeps its words: they stand in the field.
    ...others.map((each) => ({ value: `own ${each.id}`, label: each.id === to?.id ? shown(row, to) : label(each) })),
    ...(tells === "" ? [] : [{ value: TELLS, label: tells, disabled: true }]),
  ];
  return (
    <Select
      aria-label={`${row.name}: create new or link to an existing ${words.one}`}
      ref={field}
      size="xs"
      searchable
      defaultDropdownOpened
      allowDeselect={false}
      comboboxProps={{ width: 320, position: "bottom-end" }}
      classNames={{ option: styles["option"] ?? "" }}
      // The program has searched already.
      filter={({ options }) => options}
      onSearchChange={setTyped}
      value={to === undefined ? NEW : `own ${to.id}`}
      data={data}
      onDropdownClose={onClose}
      onChange={(value) => {
        const id = value?.startsWith("own ") === true ? value.slice("own ".length) : undefined;
        const known: readonly LinkTarget[] = [...(suggestion === null ? [] : [suggestion]), ...own.rows, ...(to === undefined ? [] : [to])];
        onChoose(known.find((each) => each.id === id));
        onClose();
      }}
    />
  );
}
