// One user: why this role, the choice of another one by hand, and Delete.
import { Alert, Badge, Button, Divider, Drawer, Group, Select, Stack, Text } from "@mantine/core";
import { IconLock, IconTrash } from "@tabler/icons-react";
import { useState } from "react";

import { commands, type PortalRole, type PortalUserView } from "../api";
import { ConfirmModal, useCommand } from "../kit";
import { ROLES } from "../wizard/import/role-memory";
import { focusTable } from "./focus-table";
import { OwnLinks } from "./OwnLinks";
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
  const { id, name, email, role, role_locked, role_reason, company, source, links } = user;
  const change = useCommand((to: PortalRole) => commands.setPortalRole(id, to), {
    done: (_, to) => `${name} is ${roleLabel(to)} now. No rule changes it any more.`,
    invalidates: [["users"], ["audit"]],
  });
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
      <Stack gap={4}>
        <Text size="sm" fw={500}>
          Linked to
        </Text>
        {links.length === 0 ? (
          <Text size="sm" c="dimmed">
            Nothing. The Import step of an integration links users.
          </Text>
        ) : (
          <OwnLinks to="/people" links={links} />
        )}
      </Stack>
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
      <Remove user={user} onClose={onClose} />
    </Stack>
  );
}

function Remove({ user, onClose }: { user: PortalUserView; onClose: () => void }) {
  const { id, name, role, role_locked, company, source, links } = user;
  const [asking, setAsking] = useState(false);
  const remove = useRemoval(() => commands.deletePortalUser(id), onClose);
  const again = source === null ? "" : " No automatic import makes the user again.";
  return (
    <Stack gap="xs" align="flex-start">
      <Button variant="default" leftSection={<IconTrash size={16} aria-hidden />} onClick={() => setAsking(true)}>
        Delete user
      </Button>
      <Text size="sm" c="dimmed">
        Nothing changes at a vendor. It can be undone, later in Activity &gt; Audit.
      </Text>
      <ConfirmModal
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Delete ${name}?`}
        confirmLabel="Delete user"
        onConfirm={() => remove.mutateAsync()}
        consequences={[
          `The role ${roleLabel(role)}${role_locked ? ", set by hand," : ""} goes with the user${company === null ? "" : `, and so does the place at ${company}`}.`,
          ...links.map((link) => `${link.name} of ${link.integration.name} is linked to nothing then.`),
          `Nothing changes at a vendor.${again}`,
          "Undo brings the user back with role and links: in the message that follows, or later in Activity > Audit.",
        ]}
      />
    </Stack>
  );
}
