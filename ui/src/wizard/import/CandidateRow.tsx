// One row of the list: a tick, who or what it is, how it stands, and what will become of it.
import { Checkbox } from "@mantine/core";
import { IconArrowsJoin, IconBan, IconLink, IconWand } from "@tabler/icons-react";
import { memo } from "react";

import type { ImportCandidate } from "../../api";
import type { ImportWords } from "./candidates";
import styles from "./import.module.css";
import { LinkChoice } from "./LinkChoice";
import { canImport, type LinkTarget } from "./selection";

/** What a row asks of the list; the same object for as long as the list lives. */
export interface RowActions {
  tick: (row: ImportCandidate, on: boolean) => void;
  link: (row: ImportCandidate, to: LinkTarget | undefined) => void;
  open: (row: ImportCandidate | undefined) => void;
  focus: (index: number) => void;
}

/** What `CandidateRow` takes. */
export interface CandidateRowProps {
  /** The integration's id. */
  integration: string;
  index: number;
  top: number;
  height: number;
  row: ImportCandidate | undefined;
  words: ImportWords;
  isTicked: boolean;
  to: LinkTarget | undefined;
  /** It is linked to what other records are linked to as well. */
  meets: boolean;
  isOpen: boolean;
  /** Tab arrives here. */
  isStop: boolean;
  actions: RowActions;
}

export const CandidateRow = memo(function CandidateRow(props: CandidateRowProps) {
  const { integration, index, top, height, row, words, isTicked, to, meets, isOpen, isStop, actions } = props;
  const place = { transform: `translateY(${top}px)`, height };
  if (row === undefined) {
    return (
      <li className={styles["row"]} style={place} aria-busy="true">
        <span />
        <span className={styles["dim"]}>Loading…</span>
      </li>
    );
  }
  const importable = canImport(row);
  const tabIndex = isStop ? 0 : -1;
  return (
    <li className={styles["row"]} style={place} data-ticked={isTicked || undefined} data-index={index}>
      <Checkbox
        aria-label={`Import ${row.name}`}
        checked={isTicked}
        disabled={!importable}
        tabIndex={tabIndex}
        onFocus={() => actions.focus(index)}
        onChange={(event) => actions.tick(row, event.currentTarget.checked)}
      />
      <div className={styles["two"]}>
        <span className={styles["line"]} title={row.name}>
          {row.name}
        </span>
        <span className={`${styles["line"]} ${styles["dim"]}`} title={row.detail}>
          {[!row.active && "Inactive", row.detail].filter(Boolean).join(" · ")}
        </span>
      </div>
      <State {...{ row, to, meets, actions, tabIndex }} isLinked={isTicked && to !== undefined} />
      {importable ? (
        <LinkChoice
          {...{ integration, row, words, to, isOpen, tabIndex }}
          onOpen={() => actions.open(row)}
          onClose={() => actions.open(undefined)}
          onChoose={(chosen) => actions.link(row, chosen)}
        />
      ) : (
        <span />
      )}
    </li>
  );
});

function State({
  row,
  to,
  meets,
  isLinked,
  actions,
  tabIndex,
}: Pick<CandidateRowProps, "to" | "meets" | "actions"> & {
  row: ImportCandidate;
  isLinked: boolean;
  tabIndex: number;
}) {
  if (row.linked !== null) {
    const words = `Linked to ${row.linked.name}`;
    return (
      <span className={styles["state"]} title={words}>
        <IconLink size={14} aria-hidden />
        <span className={styles["line"]}>{words}</span>
      </span>
    );
  }
  if (row.obstacle !== "") {
    return (
      <span className={styles["state"]} title={row.obstacle}>
        <IconBan size={14} aria-hidden />
        <span className={styles["line"]}>{row.obstacle}</span>
      </span>
    );
  }
  if (isLinked && meets) {
    return (
      <span className={styles["state"]} title={`${to?.name ?? ""} would stand for several records`}>
        <IconArrowsJoin size={14} aria-hidden color="var(--mantine-color-orange-text)" />
        <span className={styles["line"]}>Not the only one for {to?.name}</span>
      </span>
    );
  }
  const { suggestion } = row;
  if (suggestion === null || (isLinked && to?.id === suggestion.id)) {
    return <span />;
  }
  return (
    <button
      type="button"
      className={styles["match"]}
      tabIndex={tabIndex}
      title={`Tick ${row.name} and link it to ${suggestion.name}. ${suggestion.reason}.`}
      onClick={() => actions.link(row, suggestion)}
    >
      <IconWand size={14} aria-hidden />
      <span className={styles["two"]}>
        <span className={styles["line"]}>Quick Match: {suggestion.name}</span>
        <span className={`${styles["line"] ?? ""} ${styles["dim"] ?? ""}`}>{suggestion.reason}</span>
      </span>
    </button>
  );
}
