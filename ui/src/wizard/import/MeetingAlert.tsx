// What stands over the import while ticked rows would become the same one of ours: keep them together or not.
import { Alert, Button, Group, Text } from "@mantine/core";
import { IconArrowsJoin } from "@tabler/icons-react";
import type { MouseEvent } from "react";

import { formatCount } from "../../kit";
import type { ImportWords } from "./candidates";
import { agree, type Meeting, separate } from "./meetings";
import type { Selection } from "./selection";

const inWords = new Intl.ListFormat("en-GB");
/** More names than this are counted. */
const NAMED = 3;

/** Why nothing can be imported now. */
export function meetingProblem({ one }: ImportWords): string {
  return `Say first which rows become the same ${one}.`;
}

/** One question at a time; the next follows when it is settled. */
export function MeetingAlert({
  meetings,
  words,
  onSelection,
}: {
  meetings: readonly Meeting[];
  words: ImportWords;
  onSelection: (change: (before: Selection) => Selection) => void;
}) {
  const [meeting] = meetings;
  if (meeting === undefined) {
    return null;
  }
  const more = meetings.length - 1;
  const settle = (event: MouseEvent, change: (before: Selection) => Selection) => {
    // The second click of a double click would settle the next question unread.
    if (event.detail < 2) {
      onSelection(change);
    }
  };
  return (
    <Alert color="orange" p="xs" aria-label={`Several rows for the same ${words.one}`} icon={<IconArrowsJoin size={20} aria-hidden />}>
      <Group justify="space-between" gap="sm" wrap="nowrap">
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          {sentence(meeting)}
        </Text>
        <Group gap="sm" wrap="nowrap" style={{ flexShrink: 0 }}>
          <Button
            size="xs"
            variant="default"
            aria-label={`Keep together as ${meeting.to.name}`}
            onClick={(event) => settle(event, (before) => agree(before, meeting))}
          >
            Keep together
          </Button>
          <Button
            size="xs"
            variant="default"
            aria-label={`Separate from ${meeting.to.name}`}
            title="The others are created new, or unticked where their name is taken."
            onClick={(event) => settle(event, (before) => separate(before, meeting))}
          >
            Separate
          </Button>
          {more > 0 && (
            <Button
              size="xs"
              variant="default"
              title={`This and ${formatCount(more)} more like it`}
              onClick={(event) => settle(event, (before) => meetings.reduce(separate, before))}
            >
              Separate all {formatCount(meetings.length)}
            </Button>
          )}
        </Group>
      </Group>
    </Alert>
  );
}

/** "“A” and “B” would both be X." */
function sentence({ to, rows }: Meeting): string {
  const named = rows.slice(0, NAMED).map(({ name }) => `“${name}”`);
  const rest = rows.length - named.length;
  const names = inWords.format(rest > 0 ? [...named, `${formatCount(rest)} more`] : named);
  const all = rows.length === 2 ? "both be" : rows.length > 2 ? "all be" : "be";
  const already = to.linked.length === 0 ? "" : `, which is ${inWords.format(to.linked.map((name) => `“${name}”`))} already`;
  return `${names} would ${all} ${to.name}${already}.`;
}
