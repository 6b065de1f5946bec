// One user: why this role, the choice of another one by hand, and Delete.
import { Alert, Badge, Button, Divider, Drawer, Group, Select, Stack, Text } from "@mantine/core";
import { IconLock, IconTrash } from "@tabler/icons-react";

import { commands, type PortalRole, type PortalUserView } from "../api";
import { useCommand } from "../kit";
import { ROLES } from "../wizard/import/role-memory";
import { focusTable } from "./focus-table";
import classes from "./records.module.css";
import { useRemoval } from "./removal";
import { roleLabel } from "./users";

/** The drawer; closed where there is no user. */
export function UserDrawer({ user, onClose }: { user: PortalUserView | undefined; onClose: () => void }) {
  return (
    <Drawer
      opened={user !== undefined}
      onClose={onClose}
      onExitTransitionEnd={focusTable}
      size={480}
      title={user?.name ?? ""}
      classNames={{ title: classes["title"] ?? "" }}
    >
      {user !== undefined && <Content key={user.id} user={user} onClose={onClose} />}
    </Drawer>
  );
}

function Content({ user, onClose }: { user: PortalUserView; onClose: () => void }) {
  const { id, name, email, role, role_locked, role_reason, company, source } = user;
  const change = useCommand((to: PortalRole) => commands.setPortalRole(id, to), {
    done: (_, to) => `${name} is ${roleLabel(to)} now. No rule changes it any more.`,
    invalidates: [["users"], ["audit"]],
  });
  const remove = useRemoval(() => commands.deletePortalUser(id), onClose);
  const facts: [string, string][] = [
    ["E-mail", email],
    ["Company", company ?? "None"],
    ["Source", source?.name ?? "Made by hand"],
    ["Why this role", role_reason],
  ];
  return (
    <Stack gap="md">
      <Group gap="xs">
        <Badge>{roleLabel(role)}</Badge>
        {role_locked && (
          <Badge color="gray" leftSection={<IconLock size={14} aria-hidden style={{ display: "block" }} />}>
            Locked
          </Badge>
        )}
      </Group>
      <Text component="dl" size="sm" className={classes["facts"]}>
        {facts.map(([label, text]) => (
          <div key={label} className={classes["pair"]}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </Text>
      <Select
        label="Role"
        description="A role that is chosen here is locked: no import and no rule changes it."
        data={[...ROLES]}
        value={change.isPending ? change.variables : role}
        onChange={(to) => to !== null && to !== role && change.mutate(to as PortalRole)}
        allowDeselect={false}
        disabled={change.isPending}
        comboboxProps={{ withinPortal: true }}
      />
      {role_locked && (
        <Alert color="gray" icon={<IconLock size={20} aria-hidden />}>
          <Text size="sm">
            This role was set by hand. It stays until somebody chooses another one here.
          </Text>
        </Alert>
      )}
      <Divider />
      <Stack gap="xs" align="flex-start">
        <Button
          variant="default"
          leftSection={<IconTrash size={16} aria-hidden />}
          loading={remove.isPending}
          onClick={() => remove.mutate()}
        >
          Delete user
        </Button>
        <Text size="sm" c="dimmed">
          {source === null
            ? "It can be undone."
            : `It can be undone. Nothing changes in ${source.name}, and no automatic import makes the user again.`}
        </Text>
      </Stack>
    </Stack>
  );
}
