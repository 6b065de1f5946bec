// A filter that chooses items of the vendor's lists: searchable, grouped by parent, inactive ones marked.
import { Button, Group, Loader, MultiSelect, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import type { FilterView, ReferenceChoice } from "../../api";
import { toAppError } from "../../kit";
import { referenceQuery } from "../queries";
import classes from "../wizard.module.css";

/** So many options are drawn; the search finds the others. */
const SHOWN = 200;

interface Option {
  value: string;
  label: string;
}

/** The options of a list, in groups where its items have parents. An id that is chosen but gone stays. */
export function optionsOf(
  choices: readonly ReferenceChoice[] | undefined,
  chosen: readonly string[],
): (Option | { group: string; items: Option[] })[] {
  const flat: Option[] = [];
  const groups = new Map<string, Option[]>();
  const seen = new Set<string>();
  const put = (group: string | null, option: Option) => {
    seen.add(option.value);
    if (group === null) {
      flat.push(option);
    } else {
      groups.set(group, [...(groups.get(group) ?? []), option]);
    }
  };
  for (const choice of choices ?? []) {
    // An id below several parents is one choice.
    if (!seen.has(choice.id)) {
      put(choice.parent_name ?? choice.parent, {
        value: choice.id,
        label: choice.active ? choice.name : `${choice.name} (inactive)`,
      });
    }
  }
  for (const id of chosen) {
    if (!seen.has(id)) {
      const gone = choices !== undefined;
      put(gone && groups.size > 0 ? "No longer there" : null, {
        value: id,
        label: gone ? `${id} (no longer there)` : "…",
      });
    }
  }
  return [...flat, ...[...groups].map(([group, options]) => ({ group, items: options }))];
}

/** Draws the field; while its list is read, and when it cannot be, it says so. */
export function ItemsFilter({
  integration,
  filter,
  chosen,
  disabled,
  onChange,
}: {
  integration: string;
  filter: FilterView;
  chosen: readonly string[];
  disabled: boolean;
  onChange: (ids: string[]) => void;
}) {
  const { data, error, isFetching, refetch } = useQuery(referenceQuery(integration, filter.choose_from));
  const options = useMemo(() => optionsOf(data, chosen), [data, chosen]);
  const failure = error === null || data !== undefined ? undefined : toAppError(error);
  const reading = data === undefined && failure === undefined;
  return (
    <Stack gap={4} maw={560} flex={1} miw={0}>
      <MultiSelect
        label={filter.label}
        description={filter.help}
        data={options}
        value={[...chosen]}
        onChange={onChange}
        disabled={disabled || data === undefined}
        searchable
        clearable
        hidePickedOptions={false}
        openOnFocus={false}
        limit={SHOWN}
        maxDropdownHeight={280}
        nothingFoundMessage={data?.length === 0 ? "The vendor has none" : "Nothing found"}
        placeholder={
          reading ? "Reading the list…" : chosen.length === 0 ? "None chosen" : ""
        }
        rightSection={reading || (isFetching && data === undefined) ? <Loader size={16} aria-hidden /> : undefined}
        aria-busy={reading}
        clearButtonProps={{ "aria-label": `Clear ${filter.label}` }}
        // The edge of the whole field shows the focus.
        classNames={{ inputField: classes["bare"] ?? "" }}
        comboboxProps={{ withinPortal: true }}
      />
      {failure !== undefined && (
        <Group gap="sm" role="alert">
          <Text size="sm" c="red">
            The list could not be read: {failure.say} {failure.hint}
          </Text>
          <Button size="xs" variant="default" loading={isFetching} onClick={() => void refetch()}>
            Try again
          </Button>
        </Group>
      )}
    </Stack>
  );
}
