// Which columns show and in which order; everything reachable by keyboard, nothing needs dragging.
import { ActionIcon, Button, Popover } from "@mantine/core";
import { IconChevronDown, IconChevronUp, IconColumns3 } from "@tabler/icons-react";

import styles from "./grid.module.css";
import type { ColumnChoice } from "./use-columns";

interface ColumnChooserProps {
  choices: readonly ColumnChoice[];
  onShow: (id: string, visible: boolean) => void;
  onMove: (id: string, by: -1 | 1) => void;
  onReset: () => void;
}

export function ColumnChooser({ choices, onShow, onMove, onReset }: ColumnChooserProps) {
  return (
    <Popover
      position="bottom-end"
      width={280}
      trapFocus
      returnFocus
      shadow="md"
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconColumns3 size={14} aria-hidden />}
        >
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="xs" aria-label="Columns">
        <ul className={styles.choices}>
          {choices.map((choice, at) => (
            <li key={choice.id} className={styles.choice}>
              <label className={styles.value}>
                <input
                  type="checkbox"
                  checked={choice.visible}
                  disabled={choice.fixed}
                  onChange={(event) => onShow(choice.id, event.currentTarget.checked)}
                />
                <span className={styles.valueName}>{choice.header}</span>
              </label>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                aria-label={`Move ${choice.header} up`}
                disabled={choice.fixed || at <= 1}
                onClick={() => onMove(choice.id, -1)}
              >
                <IconChevronUp size={14} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                aria-label={`Move ${choice.header} down`}
                disabled={choice.fixed || at === choices.length - 1}
                onClick={() => onMove(choice.id, 1)}
              >
                <IconChevronDown size={14} />
              </ActionIcon>
            </li>
          ))}
        </ul>
        <Button size="compact-sm" variant="subtle" onClick={onReset}>
          Reset columns
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
