// The words and the order of users.
import type { PortalRole, PortalUserView } from "../api";
import type { GridSort } from "../grid";
import { ROLES } from "../wizard/import/role-memory";

/** What a person reads for a role. */
export function roleLabel(role: PortalRole): string {
  return ROLES.find(({ value }) => value === role)?.label ?? role;
}

function sortKey(user: PortalUserView, column: string): string {
  switch (column) {
    case "role":
      // The most powerful first.
      return String(ROLES.findIndex(({ value }) => value === user.role));
    case "email":
      return user.email;
    case "company":
      return user.company ?? "";
    case "source":
      return user.source?.name ?? "";
    default:
      return user.name;
  }
}

/** Users in an order; without one, as they came: by name. */
export function sortUsers(users: readonly PortalUserView[], sort: GridSort | null): PortalUserView[] {
  if (sort === null) {
    return [...users];
  }
  const turn = sort.descending ? -1 : 1;
  return users.toSorted(
    (a, b) => turn * sortKey(a, sort.column).localeCompare(sortKey(b, sort.column), "en", { numeric: true }),
  );
}
