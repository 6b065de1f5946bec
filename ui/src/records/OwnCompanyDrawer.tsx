// One company of our own: its links, another name, and Delete. Both can be undone.
import { Button, Divider, Drawer, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";

import { commands, type OwnCompanyView } from "../api";
import { ConfirmModal, formatCount, formatNumberOf, unwrap, useCommand } from "../kit";
import { focusTable } from "./focus-table";
import { OwnLinks } from "./OwnLinks";
import classes from "./records.module.css";
import { useRemoval } from "./removal";

/** The drawer; closed where there is no company. */
export function OwnCompanyDrawer({ company, onClose }: { company: OwnCompanyView | undefined; onClose: () => void }) {
  return (
    <Drawer
      opened={company !== undefined}
      onClose={onClose}
      onExitTransitionEnd={focusTable}
      size={480}
      title={company?.name ?? ""}
      classNames={{ title: classes["title"] ?? "" }}
    >
      {company !== undefined && <Content key={company.id} company={company} onClose={onClose} />}
    </Drawer>
  );
}

function Content({ company, onClose }: { company: OwnCompanyView; onClose: () => void }) {
  const { links, users, name } = company;
  return (
    <Stack gap="md">
      <Stack gap={4}>
        <Text size="sm" fw={500}>
          Linked to
        </Text>
        {links.length === 0 ? (
          <Text size="sm" c="dimmed">
            Nothing. The Import step of an integration links companies.
          </Text>
        ) : (
          <OwnLinks to="/companies" links={links} />
        )}
        <Text size="sm" c="dimmed">
          {users === 0 ? "No users belong to it." : `${formatNumberOf(users, "user belongs", "users belong")} to it.`}
        </Text>
      </Stack>
      <Rename company={company} />
      <Divider />
      <Remove key={name} company={company} onClose={onClose} />
    </Stack>
  );
}

const RENAMED = [["companies"], ["users"], ["records", "company"], ["audit"]] as const;

function Rename({ company: { id, name, version } }: { company: OwnCompanyView }) {
  const client = useQueryClient();
  const field = useRef<HTMLInputElement>(null);
  // Nothing typed: the name as it is, also after Undo or a change from elsewhere.
  const [typed, setTyped] = useState<string>();
  const wanted = (typed ?? name).trim();
  const rename = useCommand(() => commands.renameOwnCompany(id, version, wanted), {
    toastErrors: false,
    onDone: () => {
      setTyped(undefined);
      // The button that had the focus has nothing to do now.
      field.current?.focus();
    },
    done: (after) => ({
      message: `${name} is called ${after.name} now.`,
      undo: async () => {
        await unwrap(commands.renameOwnCompany(id, after.version, name));
        await Promise.all(RENAMED.map((queryKey) => client.invalidateQueries({ queryKey })));
      },
    }),
    invalidates: RENAMED,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wanted !== "" && wanted !== name && !rename.isPending) {
      rename.mutate();
    }
  };
  return (
    <form onSubmit={submit}>
      <Group gap="sm" align="flex-end" wrap="nowrap">
        <TextInput
          label="Name"
          flex={1}
          autoComplete="off"
          ref={field}
          value={typed ?? name}
          error={wanted === "" ? "A company needs a name." : rename.error?.say}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            rename.reset();
          }}
        />
        <Button type="submit" variant="default" loading={rename.isPending} disabled={wanted === "" || wanted === name}>
          Rename
        </Button>
      </Group>
    </form>
  );
}

/** More links than these are counted, not named. */
const MOST_NAMED = 6;
const UNDO = "Undo brings it back: in the message that follows, or later in Activity > Audit.";

function Remove({ company, onClose }: { company: OwnCompanyView; onClose: () => void }) {
  const { id, name, links, users } = company;
  const [asking, setAsking] = useState(false);
  const remove = useRemoval(() => commands.deleteOwnCompany(id), onClose);
  const named = links.length > MOST_NAMED ? links.slice(0, MOST_NAMED - 1) : links;
  const others = links.length - named.length;
  return (
    <Stack gap="xs" align="flex-start">
      <Button
        variant="default"
        leftSection={<IconTrash size={16} aria-hidden />}
        loading={remove.isPending}
        onClick={() => setAsking(true)}
      >
        Delete company
      </Button>
      <Text size="sm" c="dimmed">
        Nothing changes at a vendor. It can be undone, later in Activity &gt; Audit.
      </Text>
      <ConfirmModal
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Delete ${name}?`}
        confirmLabel="Delete company"
        onConfirm={() => remove.mutateAsync()}
        consequences={[
          ...named.map((link) => `${link.name} of ${link.integration.name} is linked to nothing then.`),
          ...(others === 0 ? [] : [`${formatCount(others)} more are linked to nothing then.`]),
          ...(users === 0 ? [] : [`${formatNumberOf(users, "user belongs", "users belong")} to no company then.`]),
          "Nothing changes at a vendor.",
          links.length === 0 && users === 0 ? UNDO : `${UNDO} Its links and users come back with it.`,
        ]}
      />
    </Stack>
  );
}
