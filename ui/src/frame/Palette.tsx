// The command palette: go to, sync, connect, find a record. Ctrl+K or the search in the top bar opens it.
import { Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { Spotlight } from "@mantine/spotlight";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { type PaletteGroup, matching, usePaletteActions } from "./palette-actions";
import { foundGroups, useOpenRecord } from "./palette-records";
import { findRecordsQuery } from "./queries";

/** How long typing rests before records are looked for, in milliseconds. */
export const FIND_AFTER_MS = 200;

/** The palette; it stands once in the frame and is opened by `openSpotlight`. */
export function Palette() {
  const [text, setText] = useState("");
  const [rested] = useDebouncedValue(text.trim(), FIND_AFTER_MS);
  const commands = matching(usePaletteActions(), text);
  const find = useQuery(findRecordsQuery(rested));
  const open = useOpenRecord();
  const asked = rested.length >= 2 && text.trim().length >= 2;
  const records = asked ? foundGroups(find.data ?? [], open) : [];
  const groups: PaletteGroup[] = [...commands, ...records];
  const looking = text.trim().length >= 2 && (rested !== text.trim() || find.isFetching);
  return (
    <Spotlight.Root
      query={text}
      onQueryChange={setText}
      shortcut="mod + K"
      tagsToIgnore={[]}
      scrollable
      maxHeight={440}
      size={640}
      overlayProps={{ blur: 0, backgroundOpacity: 0.35 }}
      attributes={{ content: { "aria-label": "Command palette" } }}
    >
      <Spotlight.Search
        placeholder="Go to, sync, connect, or find a record by name, number or id"
        aria-label="Search commands and records"
        leftSection={<IconSearch size={18} aria-hidden />}
      />
      <Spotlight.ActionsList>
        {groups.map(({ group, actions }) => (
          <Spotlight.ActionsGroup key={group} label={group}>
            {actions.map(({ id, label, description, icon: Icon, run }) => (
              <Spotlight.Action
                key={id}
                label={label}
                {...(description === undefined ? {} : { description })}
                leftSection={<Icon size={18} aria-hidden />}
                highlightQuery={false}
                onClick={run}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {looking && (
          <Text size="sm" c="dimmed" p="sm" component="output" display="block">
            Looking for records
          </Text>
        )}
        {find.isError && asked && (
          <Text size="sm" c="dimmed" p="sm" component="output" display="block">
            Records could not be searched: {find.error.message}
          </Text>
        )}
        {groups.length === 0 && !looking && (
          <Spotlight.Empty>Nothing is called that.</Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
