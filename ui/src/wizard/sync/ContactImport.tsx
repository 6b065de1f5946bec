// Contacts that become users by themselves, and the role that they get.
import { Select, Stack, Switch } from "@mantine/core";

import { ROLES as ALL_ROLES } from "../import/role-memory";
import {
  AUTO_IMPORT,
  autoImports,
  CONTACT_ROLE,
  LEAST_ROLE,
  streamIsOn,
  type SyncStand,
  textValue,
} from "./sync-settings";

/** The roles that somebody who comes in unseen may get. */
const ROLES = [
  { value: "viewer", label: "Viewer (recommended)" },
  { value: "standard_user", label: "Standard User" },
];

/** The roles to choose from; one that was set elsewhere is shown too, not an empty field. */
function rolesWith(role: string) {
  const isOffered = role === "" || ROLES.some(({ value }) => value === role);
  return isOffered
    ? ROLES
    : [...ROLES, { value: role, label: ALL_ROLES.find(({ value }) => value === role)?.label ?? role }];
}

/** Draws nothing for a connector without contacts. */
export function ContactImport({
  stand,
  onChange,
}: {
  stand: SyncStand;
  onChange: (key: string, value: boolean | string) => void;
}) {
  const { connector } = stand;
  const stream = connector.streams.find(({ name }) => name === connector.imports.contacts);
  const available = streamIsOn(stand, stream);
  const toggle = connector.toggles.find(({ id }) => id === stream?.toggle);
  const on = autoImports(stand);
  const role = textValue(stand, CONTACT_ROLE);
  return (
    <Stack gap="md">
      <Switch
        label="Auto-Import"
        aria-label="Auto-Import"
        description={
          available || toggle === undefined
            ? "Creates user accounts for the active contacts of companies that are linked here."
            : `Switch on “${toggle.label}” to use this.`
        }
        checked={on && available}
        disabled={!available}
        onChange={(event) => onChange(AUTO_IMPORT, event.currentTarget.checked)}
      />
      {on && available && (
        <Select
          label="Default Role for Imported Contacts"
          description="What they may do from the first moment. Choose the role with the fewest rights; a person or a rule can raise it later."
          data={rolesWith(role)}
          value={role === "" ? LEAST_ROLE : role}
          allowDeselect={false}
          maw={480}
          onChange={(value) => onChange(CONTACT_ROLE, value ?? LEAST_ROLE)}
        />
      )}
    </Stack>
  );
}
