// The control of a choice: one item, or many of them.
import {
  Button,
  type ComboboxItem,
  type ComboboxItemGroup,
  type ComboboxParsedItem,
  Group,
  MultiSelect,
  Pill,
  Select,
  Stack,
  Text,
} from "@mantine/core";
import { memo, useMemo } from "react";

import type { ChoiceView, ReferenceChoice } from "../../api";
import { formatCount } from "../../kit";
import { byParent, inScope } from "./reference";

/** What the control of a choice takes. */
export interface FieldProps {
  choice: ChoiceView;
  items: readonly ReferenceChoice[];
  /** What is chosen. */
  ids: readonly string[];
  /** The boards that are synced; none: all of them. */
  scope: ReadonlySet<string> | undefined;
  /** What the vendor calls boards. */
  boardsWord: string;
  /** What is said where there is nothing to choose from. */
  noItems: string;
  onChange: (ids: readonly string[]) => void;
}

/** A closed list draws none of its options: there may be hundreds of them in dozens of lists. */
export const lightDropdown = { keepMounted: false } as const;

type Option = ComboboxItem | ComboboxItemGroup<ComboboxItem>;

const MOST_OPTIONS = 200;

function labelOf(item: ReferenceChoice): string {
  return item.active ? item.name : `${item.name} (inactive)`;
}

/** What can be chosen, by parent: active items of what is synced, and whatever is chosen already. */
function optionsOf(
  items: readonly ReferenceChoice[],
  ids: readonly string[],
  scope: ReadonlySet<string> | undefined,
): Option[] {
  const chosen = new Set(ids);
  const seen = new Set<string>();
  const offered = items.filter((item) => {
    const isNew = !seen.has(item.id);
    seen.add(item.id);
    return isNew && (chosen.has(item.id) || (item.active && inScope(item, scope)));
  });
  const vanished = ids.filter((id) => !seen.has(id));
  const groups = byParent(offered);
  const options = groups.flatMap((group): Option[] => {
    const entries = group.items.map((item) => ({ value: item.id, label: labelOf(item) }));
    return group.id === "" ? entries : [{ group: group.name, items: entries }];
  });
  return [
    ...options,
    ...vanished.map((id) => ({ value: id, label: `No longer at the vendor (${id})` })),
  ];
}

/** Finds options by their name or by the name of their group. */
function found({ options, search }: { options: ComboboxParsedItem[]; search: string }): ComboboxParsedItem[] {
  const text = search.trim().toLowerCase();
  const matches = (words: string) => words.toLowerCase().includes(text);
  return options.flatMap((option): ComboboxParsedItem[] => {
    if (!("group" in option)) {
      return matches(option.label) ? [option] : [];
    }
    const items = matches(String(option.group)) ? option.items : option.items.filter((item) => matches(item.label));
    return items.length === 0 ? [] : [{ ...option, items }];
  });
}

/** One item, or none. */
export const OneField = memo(function OneField({
  choice,
  items,
  ids,
  scope,
  onChange,
  noItems,
}: FieldProps) {
  const data = useMemo(() => optionsOf(items, ids, scope), [items, ids, scope]);
  const [value = null] = ids;
  return (
    <Select
      label={choice.label}
      description={choice.help}
      maw={440}
      searchable
      clearable
      limit={MOST_OPTIONS}
      comboboxProps={lightDropdown}
      filter={found}
      placeholder={items.length === 0 ? noItems : "Not set"}
      disabled={data.length === 0}
      nothingFoundMessage="Nothing has this name"
      clearButtonProps={{ "aria-label": `Clear ${choice.label}` }}
      data={data}
      value={value}
      onChange={(id) => onChange(id === null ? [] : [id])}
    />
  );
});

/** Any number of items, with a shortcut to all that count as closed. */
export const ManyField = memo(function ManyField({
  choice,
  items,
  ids,
  scope,
  onChange,
  noItems,
}: FieldProps) {
  const data = useMemo(() => optionsOf(items, ids, scope), [items, ids, scope]);
  const names = useMemo(() => new Map(items.map((item) => [item.id, item])), [items]);
  const closed = items.filter((item) => item.closed === true && item.active && inScope(item, scope));
  const chosen = new Set(ids);
  const missing = [...new Set(closed.map((item) => item.id))].filter((id) => !chosen.has(id));
  return (
    <Stack gap="xs">
      <MultiSelect
        label={choice.label}
        description={choice.help}
        searchable
        clearable
        hidePickedOptions
        limit={MOST_OPTIONS}
        comboboxProps={lightDropdown}
        filter={found}
        placeholder={ids.length > 0 ? "" : data.length === 0 ? noItems : "None"}
        disabled={data.length === 0}
        nothingFoundMessage="Nothing has this name"
        clearButtonProps={{ "aria-label": `Clear ${choice.label}` }}
        styles={{ pillsList: { maxHeight: 112, overflowY: "auto" } }}
        data={data}
        value={[...ids]}
        onChange={onChange}
        renderPill={({ option, onRemove }) => {
          const parent = option === undefined ? undefined : names.get(String(option.value))?.parent_name;
          return (
            <Pill
              withRemoveButton
              {...(onRemove !== undefined && { onRemove })}
              removeButtonProps={{ "aria-label": `Remove ${option?.label}` }}
            >
              {[option?.label, parent].filter(Boolean).join(" · ")}
            </Pill>
          );
        }}
      />
      {closed.length > 0 && (
        <Group gap="sm">
          <Button
            size="xs"
            variant="default"
            disabled={missing.length === 0}
            onClick={() => onChange([...ids, ...missing])}
          >
            All closed ones
          </Button>
          <Text size="xs" c="dimmed">
            {missing.length === 0
              ? `All ${formatCount(closed.length)} that the vendor counts as closed are chosen.`
              : `Adds ${formatCount(missing.length)} that the vendor counts as closed.`}
          </Text>
        </Group>
      )}
    </Stack>
  );
});
