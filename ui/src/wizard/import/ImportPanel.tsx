// One tab of the Import step: its switch, and while that is on the search, the list and the buttons.
import { Button, Group, Select, Stack, Switch, Text, TextInput, VisuallyHidden } from "@mantine/core";
import { useDebouncedCallback, useMediaQuery } from "@mantine/hooks";
import { IconDownload, IconSearch, IconWand } from "@tabler/icons-react";
import { useCallback, useEffect, useId, useRef, useState } from "react";

import type { ConnectorView, IntegrationView, PortalRole } from "../../api";
import { EmptyState, ErrorState, formatCount, formatNumberOf, LoadingState } from "../../kit";
import { LOW_WINDOW } from "../steps";
import { CandidateList } from "./CandidateList";
import { PAGE, useCandidates } from "./candidates";
import styles from "./import.module.css";
import { ImportResult } from "./ImportResult";
import { MeetingAlert, meetingProblem } from "./MeetingAlert";
import { NothingRead, StreamLine } from "./NothingRead";
import { QuickMatch } from "./QuickMatch";
import { ROLES } from "./role-memory";
import { countOf, isTicked, NOTHING, wholeOf } from "./selection";
import type { Import } from "./use-import";

const SEARCH_DELAY_MS = 250;
const firstPage: readonly number[] = [0];

/** What the tab takes. */
export interface ImportPanelProps {
  integration: IntegrationView;
  connector: ConnectorView;
  owner: Import;
}

/** The switch, and everything else while it is on. */
export function ImportPanel(props: ImportPanelProps) {
  const { owner } = props;
  const { words, on } = owner;
  const about = useId();
  const isLow = useMediaQuery(LOW_WINDOW, false, { getInitialValueInEffect: false });
  const text = (
    <Text id={about} size="sm" c="dimmed">
      {on
        ? `${whatItMakes(props)} Nothing is written to ${props.connector.name}.`
        : `Off: no ${words.many} are imported now. They can be imported later: Configure on the card of ${props.integration.name} leads back, and Import is the step after it.`}
    </Text>
  );
  return (
    <Stack gap={isLow ? "xs" : "sm"} pt={isLow ? "sm" : "md"}>
      <div className={styles["about"]} data-on={on || undefined}>
        <Switch
          label={`Import ${words.heading} Now`}
          aria-describedby={about}
          checked={on}
          onChange={(event) => owner.setOn(event.currentTarget.checked)}
        />
        {on && isLow ? (
          <details className={styles["aboutFold"]}>
            <summary>What an import makes</summary>
            {text}
          </details>
        ) : (
          text
        )}
      </div>
      {owner.outcome !== undefined && (
        <ImportResult key={owner.outcome.report.operation} owner={owner} outcome={owner.outcome} />
      )}
      {on && <Candidates {...props} isLow={isLow} />}
    </Stack>
  );
}

/** Whether the focus went with what had it. Somebody who has gone on is not called back. */
function isNowhere(focus: Element | null): boolean {
  return focus === null || focus === document.body || focus.closest("[role=dialog]") !== null;
}

/** What an import makes, in words. */
function whatItMakes({ owner: { words }, connector }: ImportPanelProps): string {
  return words.what === "companies"
    ? `Each ticked row becomes a company of yours in Patchbay, or is linked to one that you have; from then on its tickets and people in ${connector.name} belong to it.`
    : "Each ticked row becomes a user of your portal with the role below, or is linked to a user that you have. Nobody is sent a message.";
}

function Candidates({ integration, connector, owner, isLow }: ImportPanelProps & { isLow: boolean }) {
  const { words, filter, selection } = owner;
  const roleId = useId();
  const matchButton = useRef<HTMLButtonElement>(null);
  const importButton = useRef<HTMLButtonElement>(null);
  const asks = owner.meetings.length > 0;
  const asked = useRef(asks);
  useEffect(() => {
    // The last question goes with the button that settled it: on to the import.
    if (asked.current && !asks && isNowhere(document.activeElement)) {
      importButton.current?.focus();
    }
    asked.current = asks;
  }, [asks]);
  const [pages, setPages] = useState(firstPage);
  const [typed, setTyped] = useState(filter.text);
  const search = useDebouncedCallback((text: string) => owner.setFilter({ text }), SEARCH_DELAY_MS);
  const list = useCandidates(integration.id, words, filter, pages);
  const showRange = useCallback((first: number, last: number) => {
    const from = Math.floor(first / PAGE);
    const to = Math.floor(last / PAGE);
    setPages((before) =>
      before[0] === from && before.at(-1) === to
        ? before
        : Array.from({ length: to - from + 1 }, (_, index) => from + index),
    );
  }, []);
  if (list.isPending) {
    return <LoadingState label={`Loading ${words.vendor}`} />;
  }
  if (list.error !== null && list.rows.size === 0) {
    return <ErrorState error={list.error} onRetry={list.refetch} retrying={list.isFetching} />;
  }
  if (list.total === 0 && filter.text === "" && !filter.onlyUnlinked) {
    return <NothingRead {...{ integration, connector, words }} />;
  }
  const count = countOf(selection);
  const whole = wholeOf(selection, filter.text);
  // Of a search that was not ticked whole, what is ticked beyond the rows that are here is not known.
  const passed = whole?.passed.filter((id) => !selection.ticked.has(id)).length ?? 0;
  const here = whole !== undefined ? whole.ids.length + whole.passed.length - passed : [...list.rows.values()].filter((row) => isTicked(selection, row)).length;
  const isKnown = whole !== undefined || list.rows.size >= list.total;
  const elsewhere = isKnown ? count - here : 0;
  const meets = new Set(owner.meetings.flatMap(({ rows }) => rows.map(({ id }) => id)));
  const problem = owner.meetings.length > 0 ? meetingProblem(words) : undefined;
  return (
    <>
      <StreamLine integration={integration.id} words={words} />
      <Group gap="sm" wrap="nowrap" className={styles["tools"] ?? ""}>
        <TextInput
          aria-label={`Search ${words.vendor.toLowerCase()}`}
          placeholder={`Search ${words.vendor.toLowerCase()}`}
          leftSection={<IconSearch size={16} aria-hidden />}
          flex={1}
          maw={280}
          miw={120}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            search(event.currentTarget.value);
          }}
        />
        <Switch
          label="Show unlinked only"
          checked={filter.onlyUnlinked}
          onChange={(event) => owner.setFilter({ onlyUnlinked: event.currentTarget.checked })}
        />
        <Button
          ref={matchButton}
          variant="default"
          style={{ flexShrink: 0 }}
          leftSection={<IconWand size={16} aria-hidden />}
          loading={owner.busy === "match"}
          onClick={() => void owner.quickMatch()}
        >
          Quick Match
        </Button>
      </Group>
      {list.error !== null && <ErrorState error={list.error} onRetry={list.refetch} />}
      {list.total === 0 ? (
        <EmptyState
          order={3}
          title="Nothing matches"
          description={filter.text === "" ? `All ${words.vendor.toLowerCase()} are linked.` : `No ${words.one} matches “${filter.text}”.`}
        />
      ) : (
        <CandidateList
          integration={integration.id}
          words={words}
          meets={meets}
          total={list.total}
          counts={
            filter.onlyUnlinked
              ? `${formatCount(list.total)} unlinked`
              : `${formatCount(list.total)} in all, ${formatCount(list.linked)} linked`
          }
          rows={list.rows}
          isStale={list.isStale}
          selection={selection}
          onSelection={owner.setSelection}
          text={filter.text}
          ticked={whole !== undefined && whole.ids.length > 0 ? "all" : here > 0 ? "some" : "none"}
          isTicking={owner.busy === "tick"}
          onTickAll={() => void owner.toggleAll()}
          onRange={showRange}
        />
      )}
      {whole !== undefined && whole.ids.length > 0 && (
        <Text size="sm" c="dimmed">
          Rows that look like one of yours are created new unless Quick Match links them.
        </Text>
      )}
      {owner.error !== undefined && <ErrorState error={owner.error} />}
      <Stack gap="sm" className={styles["actions"] ?? ""} data-sticks="both">
        <MeetingAlert meetings={owner.meetings} words={words} onSelection={owner.setSelection} />
        <Group gap="sm" justify="space-between">
          {/* It is there before it has something to say, so that it is read out. */}
          <Text size={isLow ? "xs" : "sm"} aria-live="polite" component="div" flex="1 1 200px">
            {[
              count > 0 &&
                `${formatCount(count)} ticked in all${elsewhere > 0 ? `, ${formatCount(elsewhere)} of them not in this list` : ""}`,
              passed > 0 && `${formatCount(passed)} inactive passed over`,
            ]
              .filter(Boolean)
              .join(" · ")}
          </Text>
          <Group gap="sm" justify="flex-end" wrap={isLow ? "nowrap" : "wrap"} ms="auto">
            {words.what === "staff" && (
              <>
                <Text component="label" htmlFor={roleId} size="sm">
                  Role
                  {isLow ? <VisuallyHidden component="span"> for imported users</VisuallyHidden> : " for imported users"}
                </Text>
                <Select
                  id={roleId}
                  w={isLow ? 144 : 152}
                  allowDeselect={false}
                  comboboxProps={{ keepMounted: false }}
                  data={[...ROLES]}
                  value={owner.role}
                  onChange={(role) => role !== null && owner.setRole(role as PortalRole)}
                />
              </>
            )}
            <Button variant="default" disabled={count === 0} onClick={() => owner.setSelection(NOTHING)}>
              Untick all
            </Button>
            <Button
              ref={importButton}
              leftSection={<IconDownload size={16} aria-hidden />}
              disabled={count === 0 || problem !== undefined}
              title={problem}
              loading={owner.busy === "import"}
              onClick={() => void owner.run()}
            >
              {`Import ${formatNumberOf(count, words.one, words.many)}`}
            </Button>
          </Group>
        </Group>
      </Stack>
      <QuickMatch
        rows={owner.proposed}
        meets={new Set([...selection.links].filter(([id]) => selection.ticked.has(id)).map(([, { id }]) => id))}
        words={words}
        onSelect={owner.selectProposed}
        onClose={owner.closeProposed}
        onClosed={() => {
          if (isNowhere(document.activeElement)) {
            matchButton.current?.focus();
          }
        }}
      />
    </>
  );
}
