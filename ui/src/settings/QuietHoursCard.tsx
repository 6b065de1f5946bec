// The daily window in which nothing starts by itself and nothing is announced.
import { Button, Group, Stack, Switch, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";

import { commands, type QuietHours } from "../api";
import { ErrorState, LoadingState, unwrap, useCommand } from "../kit";
import { quietHoursQuery } from "./queries";
import { isTime, toLocal, toUtc } from "./quiet-hours";
import { Section } from "./Section";

/** What is proposed when quiet hours are switched on, in local time. */
const PROPOSED = { from: "22:00", until: "06:00" };

/** The card. */
export function QuietHoursCard() {
  const { data, error, refetch } = useQuery(quietHoursQuery);
  return (
    <Section
      title="Quiet hours"
      description="No scheduled sync starts and no notification is shown. What you start yourself runs."
    >
      {error !== null && <ErrorState error={error} onRetry={refetch} />}
      {data === undefined && error === null && <LoadingState shape="form" count={1} />}
      {data !== undefined && <Form key={data === null ? "off" : `${data.from}${data.until}`} kept={data} />}
    </Section>
  );
}

function Form({ kept }: { kept: QuietHours | null }) {
  const [offset] = useState(() => new Date().getTimezoneOffset());
  const [zone] = useState(() => new Intl.DateTimeFormat().resolvedOptions().timeZone);
  const shown =
    kept === null ? PROPOSED : { from: toLocal(kept.from, offset), until: toLocal(kept.until, offset) };
  const [times, setTimes] = useState(shown);
  const save = useCommand((hours: QuietHours | null) => commands.setQuietHours(hours), {
    invalidates: [["settings", "quiet-hours"], ["audit"]],
    done: (_, hours) => ({
      message: hours === null ? "Quiet hours are off." : "Quiet hours are kept.",
      undo: () => unwrap(commands.setQuietHours(kept)),
    }),
  });
  const equal = times.from === times.until;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isTime(times.from) && isTime(times.until) && !equal) {
      save.mutate({ from: toUtc(times.from, offset), until: toUtc(times.until, offset) });
    }
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Switch
          label="Keep quiet hours"
          checked={kept !== null}
          disabled={save.isPending}
          onChange={(event) =>
            save.mutate(
              event.currentTarget.checked
                ? { from: toUtc(PROPOSED.from, offset), until: toUtc(PROPOSED.until, offset) }
                : null,
            )
          }
        />
        {kept !== null && (
          <>
            <Group align="flex-start" gap="sm">
              <TextInput
                label="From"
                type="time"
                value={times.from}
                error={wrong(times.from)}
                onChange={(event) => setTimes({ ...times, from: event.currentTarget.value })}
                w={140}
              />
              <TextInput
                label="Until"
                type="time"
                value={times.until}
                error={wrong(times.until) ?? (equal ? "Another time than From" : undefined)}
                onChange={(event) => setTimes({ ...times, until: event.currentTarget.value })}
                w={140}
              />
              <Button
                type="submit"
                variant="default"
                mt={24}
                loading={save.isPending}
                disabled={times.from === shown.from && times.until === shown.until}
              >
                Save
              </Button>
            </Group>
            <Text size="xs" c="dimmed">
              Times of {zone}. They are kept in UTC: where clocks change in summer, they move by an hour.
            </Text>
          </>
        )}
      </Stack>
    </form>
  );
}

function wrong(time: string): string | undefined {
  return isTime(time) ? undefined : "A time as 22:00";
}
