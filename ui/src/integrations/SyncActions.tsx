// **Resync**, **Sync PSA Data** and **Cancel the sync**: as buttons of a card, or as icons of a table's row.
import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconDatabase, IconRefresh, IconX, type TablerIcon } from "@tabler/icons-react";

import { commands, type IntegrationView, type SyncStarted } from "../api";
import { syncNames, useCommand } from "../kit";

const cancelWords = "What was read stays; the next sync goes on from there";
/** The card shows that it runs, and a toast that it has ended; only that nothing runs has to be said. */
const tell = ({ started }: SyncStarted) =>
  started ? undefined : "The same was done within the last two minutes, so it is not done again.";
const tags = [["integrations"], ["runs"]];

/** The actions that fit the state; `compact` draws icons. */
export function SyncActions({
  integration: { id, name, category, syncing, setup },
  compact = false,
}: {
  integration: IntegrationView;
  compact?: boolean;
}) {
  const resync = useCommand(() => commands.startSync(id, "everything", false), {
    done: tell,
    invalidates: tags,
  });
  const settings = useCommand(() => commands.startSync(id, "reference", false), {
    done: tell,
    invalidates: tags,
  });
  const cancel = useCommand(() => commands.cancelSync(id), {
    done: (was) => (was ? `The sync of “${name}” was cancelled. ${cancelWords}.` : undefined),
    invalidates: tags,
  });
  const shape = { name, compact };
  if (syncing) {
    return (
      <Act
        {...shape}
        icon={IconX}
        label="Cancel the sync"
        of={`Cancel the sync of ${name}`}
        words={cancelWords}
        busy={cancel.isPending}
        onClick={() => cancel.mutate()}
      />
    );
  }
  if (setup !== null) {
    return null;
  }
  return (
    <>
      <Act
        {...shape}
        icon={IconRefresh}
        label={syncNames.resync.label}
        of={`Resync ${name}`}
        words={syncNames.resync.words}
        busy={resync.isPending}
        onClick={() => resync.mutate()}
      />
      {category === "PSA" && (
        <Act
          {...shape}
          icon={IconDatabase}
          label={syncNames.psaData.label}
          of={`Sync PSA Data of ${name}`}
          words={syncNames.psaData.words}
          busy={settings.isPending}
          onClick={() => settings.mutate()}
        />
      )}
    </>
  );
}

function Act({
  icon: Icon,
  label,
  of,
  words,
  busy,
  onClick,
  compact,
}: {
  icon: TablerIcon;
  label: string;
  /** The name of the button for those who do not see the row that it stands in. */
  of: string;
  words: string;
  busy: boolean;
  onClick: () => void;
  compact: boolean;
}) {
  return (
    <Tooltip label={compact ? `${label}: ${words}` : words} multiline maw={280}>
      {compact ? (
        <ActionIcon variant="default" size={32} aria-label={of} loading={busy} onClick={onClick}>
          <Icon size={16} aria-hidden />
        </ActionIcon>
      ) : (
        <Button
          variant="default"
          leftSection={<Icon size={16} aria-hidden />}
          loading={busy}
          onClick={onClick}
        >
          {label}
        </Button>
      )}
    </Tooltip>
  );
}
