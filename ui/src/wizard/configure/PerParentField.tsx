// A choice of one item for each board: a small table, and a shortcut to the same name on all of them.
import { Button, Fieldset, Group, Input, Select, Stack, Table, Text } from "@mantine/core";
import { memo, useMemo, useState } from "react";

import { formatCount } from "../../kit";
import { type FieldProps, lightDropdown } from "./ChoiceField";
import { byParent, inScope, type ParentGroup } from "./reference";
import styles from "./stage.module.css";

const ROWS_AT_FIRST = 12;

/** The boards that have an item of each name, most boards first. */
function namesOf(groups: readonly ParentGroup[]): { name: string; ids: Map<string, string> }[] {
  const names = new Map<string, { name: string; ids: Map<string, string> }>();
  for (const group of groups) {
    for (const item of group.items) {
      const key = item.name.trim().toLowerCase();
      const entry = names.get(key) ?? { name: item.name, ids: new Map<string, string>() };
      names.set(key, entry);
      if (item.active && !entry.ids.has(group.id)) {
        entry.ids.set(group.id, item.id);
      }
    }
  }
  return [...names.values()]
    .filter((entry) => entry.ids.size > 1)
    .toSorted((one, other) => other.ids.size - one.ids.size || one.name.localeCompare(other.name, "en-GB"));
}

/** One item for each board that is synced. */
export const PerParentField = memo(function PerParentField({
  choice,
  items,
  ids,
  scope,
  boardsWord,
  noItems,
  onChange,
}: FieldProps) {
  const [all, setAll] = useState(false);
  const chosen = useMemo(() => new Set(ids), [ids]);
  const groups = useMemo(
    () => byParent(items.filter((item) => chosen.has(item.id) || (item.active && inScope(item, scope)))),
    [items, chosen, scope],
  );
  const names = useMemo(() => namesOf(groups), [groups]);
  const shown = all ? groups : groups.slice(0, ROWS_AT_FIRST);
  const set = groups.filter((group) => group.items.some((item) => chosen.has(item.id))).length;

  /** Puts `id` in the place of whatever was chosen for each board. */
  const put = (wanted: ReadonlyMap<string, string | null>) => {
    const replaced = new Set(
      groups.filter((group) => wanted.has(group.id)).flatMap((group) => group.items.map((item) => item.id)),
    );
    const added = [...wanted.values()].filter((id) => id !== null);
    onChange([...ids.filter((id) => !replaced.has(id)), ...added]);
  };
  const everywhere = names.find(
    (entry) => entry.ids.size === groups.length && [...entry.ids.values()].every((id) => chosen.has(id)),
  );
  if (groups.length === 0) {
    return (
      <Input.Wrapper label={choice.label} description={choice.help}>
        <Text size="sm" c="dimmed">
          {noItems}
        </Text>
      </Input.Wrapper>
    );
  }
  return (
    <Fieldset variant="unstyled" legend={choice.label} className={styles["perParent"]}>
      <Stack gap="xs">
        <Input.Description>{choice.help}</Input.Description>
        {names.length > 0 && (
          <Group gap="sm">
            <Select
              aria-label={`${choice.label}: same name on all ${boardsWord.toLowerCase()}`}
              placeholder={`Same name on all ${boardsWord.toLowerCase()}…`}
              w={280}
              searchable
              comboboxProps={lightDropdown}
              allowDeselect={false}
              value={everywhere?.name ?? null}
              data={names.map((entry) => ({
                value: entry.name,
                label: `${entry.name} (on ${formatCount(entry.ids.size)} of ${formatCount(groups.length)})`,
              }))}
              onChange={(name) => {
                const entry = names.find((each) => each.name === name);
                if (entry !== undefined) {
                  put(entry.ids);
                }
              }}
            />
            <Text size="xs" c="dimmed">
              Set for {formatCount(set)} of {formatCount(groups.length)} {boardsWord.toLowerCase()}
            </Text>
          </Group>
        )}
        <Table verticalSpacing={4} layout="fixed" maw={640}>
          <Table.Tbody>
            {shown.map((group) => (
              <Table.Tr key={group.id}>
                <Table.Th fw={400} scope="row" style={{ overflowWrap: "anywhere" }}>
                  {group.id === "" ? `All ${boardsWord.toLowerCase()}` : group.name}
                </Table.Th>
                <Table.Td w="60%">
                  <Select
                    aria-label={`${choice.label}: ${group.id === "" ? "all" : group.name}`}
                    placeholder="Not set"
                    searchable
                    comboboxProps={lightDropdown}
                    clearable
                    clearButtonProps={{ "aria-label": `Clear ${group.name}` }}
                    value={group.items.find((item) => chosen.has(item.id))?.id ?? null}
                    data={group.items.map((item) => ({
                      value: item.id,
                      label: item.active ? item.name : `${item.name} (inactive)`,
                    }))}
                    onChange={(id) => put(new Map([[group.id, id]]))}
                  />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        {groups.length > shown.length && (
          <Group>
            <Button size="xs" variant="subtle" onClick={() => setAll(true)}>
              Show all {formatCount(groups.length)}
            </Button>
          </Group>
        )}
      </Stack>
    </Fieldset>
  );
});
