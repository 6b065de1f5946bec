// The switches of the Sync step, with what each reads, and why one is locked.
import { Group, Stack, Switch, Text } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";

import type { ToggleView } from "../../api";
import { CopyButton } from "../../kit";
import { lockOf } from "../permissions/results";
import classes from "../wizard.module.css";
import { StreamCount } from "./Counts";
import { type SyncStand, toggleValue } from "./sync-settings";
import type { Preview } from "./use-preview";

/** One row for each switch. */
export function Toggles({
  stand,
  preview,
  read,
  onChange,
}: {
  stand: SyncStand;
  preview: Preview;
  /** How many records of each stream are here already. */
  read: ReadonlyMap<string, number>;
  onChange: (id: string, on: boolean) => void;
}) {
  return (
    <ul className={classes["rows"]}>
      {stand.connector.toggles.map((toggle) => (
        <li key={toggle.id}>
          <Row toggle={toggle} stand={stand} preview={preview} read={read} onChange={onChange} />
        </li>
      ))}
    </ul>
  );
}

function Row({
  toggle,
  stand,
  preview,
  read,
  onChange,
}: {
  toggle: ToggleView;
  stand: SyncStand;
  preview: Preview;
  read: ReadonlyMap<string, number>;
  onChange: (id: string, on: boolean) => void;
}) {
  const lock = lockOf(toggle.areas, stand.report);
  const on = toggleValue(stand, toggle.id);
  const lockId = `lock-${toggle.id}`;
  const streams = stand.connector.streams.filter((stream) => stream.toggle === toggle.id);
  return (
    <>
      <div className={classes["toggleRow"]}>
        <Switch
          label={toggle.label}
          // Without it the description would be read twice: as a part of the name, too.
          aria-label={toggle.label}
          description={toggle.help}
          checked={on}
          disabled={lock !== undefined}
          {...(lock === undefined ? {} : { "aria-describedby": lockId })}
          onChange={(event) => onChange(toggle.id, event.currentTarget.checked)}
        />
        {on && (
          <Stack gap={0} align="flex-end">
            {streams.map(({ name }) => (
              <StreamCount key={name} preview={preview} stream={name} read={read.get(name)} />
            ))}
          </Stack>
        )}
      </div>
      {lock !== undefined && (
        <Group gap={4} wrap="nowrap" align="flex-start" mt={4} id={lockId}>
          <IconLock
            size={16}
            aria-hidden
            color="var(--mantine-color-orange-text)"
            style={{ flexShrink: 0, marginTop: 2 }}
          />
          <Text size="sm" style={{ overflowWrap: "anywhere" }}>
            Locked: {lock.label} is {lock.result.toLowerCase()}. Grant {lock.grant}, then press Re-check in the
            Permissions step and switch it on again.
          </Text>
          <CopyButton value={lock.grant} what={`where to grant ${lock.label}`} />
        </Group>
      )}
    </>
  );
}
