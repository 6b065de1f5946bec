// What is shown on the stage board: which board, which names, inactive ones; and Suggest stages.
import { Button, Group, Select, Switch, TextInput } from "@mantine/core";
import { IconSearch, IconWand } from "@tabler/icons-react";

import { lightDropdown } from "./ChoiceField";
import type { ParentGroup } from "./reference";

/** Which statuses are shown. */
export interface BoardFilter {
  /** One board; none: all boards. */
  board: string | undefined;
  text: string;
  inactive: boolean;
  outside: boolean;
}

const ALL = "all boards";

/** The line over the board. */
export function BoardToolbar({
  filter,
  onFilter,
  boards,
  boardsWord,
  inactive,
  outside,
  onSuggest,
  isSuggesting,
}: {
  filter: BoardFilter;
  onFilter: (patch: Partial<BoardFilter>) => void;
  boards: readonly ParentGroup[];
  boardsWord: string;
  /** How many statuses are inactive. */
  inactive: number;
  /** How many boards are not synced. */
  outside: number;
  onSuggest: () => void;
  isSuggesting: boolean;
}) {
  return (
    <Group gap="sm">
      {boards.length > 1 && (
        <Select
          aria-label={boardsWord}
          w={208}
          searchable
          comboboxProps={lightDropdown}
          allowDeselect={false}
          value={filter.board === undefined ? ALL : `board ${filter.board}`}
          data={[
            { value: ALL, label: `All ${boardsWord.toLowerCase()}` },
            ...boards.map((board) => ({ value: `board ${board.id}`, label: board.name })),
          ]}
          onChange={(value) =>
            onFilter({ board: value === null || value === ALL ? undefined : value.slice("board ".length) })
          }
        />
      )}
      <TextInput
        aria-label="Find a status"
        placeholder="Find a status"
        data-own-undo
        w={176}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={filter.text}
        onChange={(event) => onFilter({ text: event.currentTarget.value })}
      />
      <Button
        variant="default"
        leftSection={<IconWand size={16} aria-hidden />}
        loading={isSuggesting}
        onClick={onSuggest}
      >
        Suggest stages
      </Button>
      {inactive > 0 && (
        <Switch
          label={`Show inactive statuses (${inactive})`}
          checked={filter.inactive}
          onChange={(event) => onFilter({ inactive: event.currentTarget.checked })}
        />
      )}
      {outside > 0 && (
        <Switch
          label={`Show ${boardsWord.toLowerCase()} that are not synced (${outside})`}
          checked={filter.outside}
          onChange={(event) => onFilter({ outside: event.currentTarget.checked })}
        />
      )}
    </Group>
  );
}
