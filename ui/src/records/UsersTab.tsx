// Users of our own: their role, why they have it, where they came from. A role set by hand is locked.
import { Group, Select, VisuallyHidden } from "@mantine/core";
import { IconLock, IconUsers } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { commands, type PortalUserView } from "../api";
import { integrationsQuery } from "../frame/queries";
import { arraySource, type GridColumn, RecordGrid, type GridSource } from "../grid";
import { ButtonLink, EmptyState, searchText, toAppError, unwrap, useSearchState, type ViewSearch } from "../kit";
import { ROLES } from "../wizard/import/role-memory";
import { ImportLinks } from "./ImportLinks";
import { SearchField } from "./SearchField";
import { UserDrawer } from "./UserDrawer";
import { roleLabel, sortUsers } from "./users";
import { sortText } from "./view";

const columns: readonly GridColumn<PortalUserView>[] = [
  { id: "name", header: "Name", width: 220, pinned: true, sortable: true, cell: ({ name }) => name },
  { id: "email", header: "E-mail", width: 250, sortable: true, cell: ({ email }) => email },
  {
    id: "role",
    header: "Role",
    width: 150,
    sortable: true,
    cell: ({ role, role_locked }) =>
      role_locked ? (
        <Group component="span" gap={4} wrap="nowrap" display="inline-flex" style={{ verticalAlign: "middle" }}>
          <IconLock size={14} aria-hidden />
          <VisuallyHidden component="span">Locked: </VisuallyHidden>
          <span>{roleLabel(role)}</span>
        </Group>
      ) : (
        roleLabel(role)
      ),
    title: ({ role, role_locked }) => `${roleLabel(role)}${role_locked ? ", set by hand" : ""}`,
  },
  { id: "role_reason", header: "Why this role", width: 300, cell: ({ role_reason }) => role_reason },
  { id: "company", header: "Company", width: 180, sortable: true, cell: ({ company }) => company ?? "" },
  { id: "source", header: "Source", width: 160, sortable: true, cell: ({ source }) => source?.name ?? "Made by hand" },
  {
    id: "links",
    header: "Linked to",
    width: 280,
    cell: (user) => linksOf(user) || "Not linked",
    title: linksOf,
  },
];

/** "Ada Quist (Acme PSA), Ada Q. (Acme RMM)" */
function linksOf({ links }: PortalUserView): string {
  return links.map((link) => `${link.name} (${link.integration.name})`).join(", ");
}

/** The tab. */
export function UsersTab() {
  const [{ search, role, sort, open }, setView] = useSearchState(parse);
  const { data: integrations = [] } = useQuery(integrationsQuery);
  const { data, error, refetch } = useQuery({
    queryKey: ["users"],
    queryFn: () => unwrap(commands.portalUsers()),
  });
  const sorting = useMemo(
    () => (sort === undefined ? null : { column: sort.replace(/^-/, ""), descending: sort.startsWith("-") }),
    [sort],
  );
  const source = useMemo((): GridSource<PortalUserView> => {
    const wanted = (search ?? "").trim().toLowerCase();
    const rows = (data ?? []).filter(
      (user) =>
        (role === undefined || user.role === role) &&
        `${user.name} ${user.email} ${user.company ?? ""}`.toLowerCase().includes(wanted),
    );
    const ready = {
      ...arraySource(sortUsers(rows, sorting), ({ id }) => id, data?.length),
      listKey: JSON.stringify([wanted, role, sorting]),
    };
    if (data !== undefined) {
      return ready;
    }
    return error === null
      ? { ...ready, total: undefined, state: "loading" }
      : { ...ready, total: undefined, state: "error", error: toAppError(error), retry: () => void refetch() };
  }, [data, error, refetch, search, role, sorting]);
  const first = integrations[0];
  return (
    <>
      <RecordGrid<PortalUserView>
        label="Users"
        columns={columns}
        source={source}
        storageKey="patchbay-columns-users"
        sort={sorting}
        onSortChange={(next) => setView({ sort: sortText(next) })}
        onOpen={({ id }) => setView({ open: id }, "push")}
        toolbar={
          <>
            <SearchField
              label="Search users"
              placeholder="Name, e-mail or company"
              value={search ?? ""}
              onChange={(typed) => setView({ search: typed })}
            />
            <Select
              aria-label="Role"
              placeholder="Any role"
              clearable
              data={[...ROLES]}
              value={role ?? null}
              onChange={(value) => setView({ role: value ?? undefined })}
              w={160}
            />
            <ImportLinks integrations={integrations} />
          </>
        }
        empty={
          data !== undefined && data.length > 0 ? (
            <EmptyState icon={IconUsers} title="No users match" description="Search for something else, or choose another role." />
          ) : (
            <EmptyState
              icon={IconUsers}
              title="No users yet"
              description="Users come from the Import step of an integration: choose people there, or switch on the import of contacts."
              action={
                first === undefined ? undefined : (
                  <ButtonLink
                    to="/integrations/$integration/setup/$step"
                    params={{ integration: first.id, step: "import" }}
                    search={{ import: "users" }}
                    variant="default"
                  >
                    Import people from {first.name}
                  </ButtonLink>
                )
              }
            />
          )
        }
      />
      <UserDrawer user={data?.find(({ id }) => id === open)} onClose={() => setView({ open: undefined })} />
    </>
  );
}

interface UsersView {
  search: string | undefined;
  role: string | undefined;
  sort: string | undefined;
  open: string | undefined;
}

function parse(search: ViewSearch): UsersView {
  return {
    search: searchText(search.search),
    role: searchText(search["role"]),
    sort: searchText(search.sort),
    open: searchText(search.open),
  };
}
