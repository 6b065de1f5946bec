// One tab of the Import step: its switch, and while that is on the search, the list and the buttons.
import { Button, Group, Select, Stack, Switch, Text, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconDownload, IconSearch, IconWand } from "@tabler/icons-react";
import { useCallback, useId, useState } from "react";

import type { ConnectorView, IntegrationView, PortalRole } from "../../api";
import { EmptyState, ErrorState, formatCount, formatNumberOf, LoadingState } from "../../kit";
import { CandidateList } from "./CandidateList";
import { PAGE, useCandidates } from "./candidates";
import { ImportResult } from "./ImportResult";
import { NothingRead, StreamLine } from "./NothingRead";
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
  return (
    <Stack gap="sm" pt="md">
      <Stack gap={4}>
        <Switch
          label={`Import ${words.heading} Now`}
          aria-describedby={about}
          checked={on}
          onChange={(event) => owner.setOn(event.currentTarget.checked)}
        />
        <Text id={about} size="sm" c="dimmed">
          {on
            ? `Ticked ${words.many} are imported by the button below, or by Complete Setup.`
            : `Off: no ${words.many} are imported now. They can be imported later: Configure on the card of ${props.integration.name} leads back to this step.`}
        </Text>
      </Stack>
      {owner.outcome !== undefined && (
        <ImportResult key={owner.outcome.report.operation} owner={owner} outcome={owner.outcome} />
      )}
      {on && <Candidates {...props} />}
    </Stack>
  );
}

function Candidates({ integration, connector, owner }: ImportPanelProps) {
  const { words, filter, selection } = owner;
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
  const here = whole?.ids.length ?? [...list.rows.values()].filter((row) => isTicked(selection, row)).length;
  const isKnown = whole !== undefined || list.rows.size >= list.total;
  const elsewhere = isKnown ? count - here : 0;
  return (
    <>
      <StreamLine integration={integration.id} words={words} />
      <Group gap="sm">
        <TextInput
          aria-label={`Search ${words.vendor.toLowerCase()}`}
          placeholder={`Search ${words.vendor.toLowerCase()}`}
          leftSection={<IconSearch size={16} aria-hidden />}
          w={240}
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
          variant="default"
          leftSection={<IconWand size={16} aria-hidden />}
          loading={owner.busy === "match"}
          onClick={() => void owner.quickMatch()}
        >
          Quick Match
        </Button>
        <Text size="sm" c="dimmed" aria-live="polite">
          {filter.onlyUnlinked
            ? `${formatCount(list.total)} unlinked`
            : `${formatCount(list.total)} in all, ${formatCount(list.linked)} linked`}
        </Text>
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
          words={words}
          total={list.total}
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
      {/* It is there before it has something to say, so that it is read out. */}
      <Text size="sm" aria-live="polite" component="div">
        {count > 0 &&
          `${formatCount(count)} ticked in all${elsewhere > 0 ? `, ${formatCount(elsewhere)} of them not in this list` : ""}`}
      </Text>
      {whole !== undefined && whole.ids.length > 0 && (
        <Text size="sm" c="dimmed">
          Rows that look like one of ours are created new unless Quick Match links them.
        </Text>
      )}
      {owner.error !== undefined && <ErrorState error={owner.error} />}
      <Group gap="sm" justify="flex-end" align="flex-end">
        {words.what === "staff" && (
          <Select
            label="Role for imported users"
            w={200}
            allowDeselect={false}
            comboboxProps={{ keepMounted: false }}
            data={[...ROLES]}
            value={owner.role}
            onChange={(role) => role !== null && owner.setRole(role as PortalRole)}
          />
        )}
        <Button
          variant="default"
          disabled={count === 0}
          onClick={() => owner.setSelection(NOTHING)}
        >
          Untick all
        </Button>
        <Button
          leftSection={<IconDownload size={16} aria-hidden />}
          disabled={count === 0}
          loading={owner.busy === "import"}
          onClick={() => void owner.run()}
        >
          {`Import ${formatNumberOf(count, words.one, words.many)}`}
        </Button>
      </Group>
    </>
  );
}
