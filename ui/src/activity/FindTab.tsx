// **Find a record**: paste a name or an id of the vendor, learn what is known of it, or why it may be missing.
import { Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import type { RecordView } from "../api";
import { findRecordsQuery, integrationsQuery } from "../frame/queries";
import { ButtonLink, EmptyState, ErrorState, formatNumberOf, LoadingState, useSearchState, type ViewSearch } from "../kit";
import { isLeftOut } from "../records/gone-words";
import classes from "./activity.module.css";
import { FoundTable } from "./FoundTable";
import { WhyMissing } from "./WhyMissing";

/** How long typing rests before it is asked, in milliseconds. */
const TYPING_RESTS = 250;

/** The tab. */
export function FindTab() {
  const [{ find }, setView] = useSearchState(parse);
  const [typed, setTyped] = useState(find);
  const [wanted] = useDebouncedValue(typed.trim(), TYPING_RESTS);
  useEffect(() => {
    if (wanted !== find) {
      setView({ find: wanted });
    }
    // The address follows what is typed, never the other way round.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [wanted]);
  return (
    <div className={classes["scroll"]}>
      <Stack gap="md" maw={1080} pb="md">
        <TextInput
          label="Name, number or id"
          description="Words of a name, a ticket's summary, an e-mail address or a serial number, in any order, also together with the company; a ticket's number or the vendor's id, with or without #."
          leftSection={<IconSearch size={16} aria-hidden />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          type="search"
          spellCheck={false}
          autoComplete="off"
          maw={560}
        />
        <Answer text={wanted} />
      </Stack>
    </div>
  );
}

function Answer({ text }: { text: string }) {
  const { data, error, refetch, isFetching } = useQuery(findRecordsQuery(text));
  const { data: integrations } = useQuery(integrationsQuery);
  if (integrations?.length === 0) {
    return (
      <EmptyState
        title="Nothing is connected"
        description="There is nothing that a record could come from."
        action={<ButtonLink to="/welcome">Start here</ButtonLink>}
      />
    );
  }
  if (text.length < 2) {
    return (
      <EmptyState
        icon={IconSearch}
        title="What are you looking for?"
        description="Patchbay tells what it knows of a record: where it came from, when it was first seen and last changed, and whether and why it is gone or left out. If it knows nothing of it, it says what may be the reason."
      />
    );
  }
  if (error !== null) {
    return <ErrorState error={error} onRetry={refetch} retrying={isFetching} />;
  }
  if (data === undefined) {
    return <LoadingState count={4} label="Looking for it" />;
  }
  return (
    <>
      <Text size="sm" component="output">
        {foundWords(text, data)}
      </Text>
      {data.length > 0 && <FoundTable records={data} />}
      <WhyMissing found={data.length > 0} />
    </>
  );
}

/** The program answers at most so many. */
const MOST_FOUND = 30;

function foundWords(text: string, found: readonly RecordView[]): string {
  const leftOut = found.filter(isLeftOut).length;
  const gone = found.filter(({ gone_at }) => gone_at !== null).length - leftOut;
  if (found.length === 0) {
    return `Nothing that Patchbay ever read matches “${text}”.`;
  }
  const many = found.length >= MOST_FOUND ? `The best ${MOST_FOUND} records` : formatNumberOf(found.length, "record", "records");
  const states = [gone > 0 && `${gone} of them gone`, leftOut > 0 && `${leftOut} of them left out`].filter(Boolean);
  if (states.length === 0) {
    return `${many} for “${text}”.`;
  }
  return found.length === 1
    ? `1 record for “${text}”. It is ${gone > 0 ? "gone" : "left out"}.`
    : `${many} for “${text}”, ${states.join(", ")}.`;
}

function parse(search: ViewSearch): { find: string } {
  const { find } = search;
  return { find: typeof find === "string" || typeof find === "number" ? String(find) : "" };
}
