// The made-up users: roles by rule and roles that were set by hand.
import type { PortalRole, PortalUserView } from "../bindings";
import type { MockAnswer } from "../transport/mock";
import { refuse } from "./refuse";

const people: readonly [string, string, PortalRole, boolean, string, string | null][] = [
  ["Ada Quist", "ada.quist@example.com", "admin", true, "Set by hand.", null],
  ["Ben Ortiz", "ben.ortiz@example.com", "technician", false, "Imported as a member of staff: Technician.", null],
  ["Cleo Park", "cleo.park@example.com", "technician", false, "Imported as a member of staff: Technician.", null],
  ["Dora Lindqvist", "dora.lindqvist@example.com", "standard_user", false, "The default of Acme PSA: Standard User.", "Bergen Dental 1"],
  ["Emil Haugland-Castellanos de la Fuente", "emil.haugland-castellanos.de.la.fuente@subsidiary.example.com", "viewer", false, "Nothing says more about this contact, so the safest role was taken: Viewer.", "Leeds Clinic 2"],
];

/** Most are one person of the vendor; Ben is the second vendor's, too. */
function linksOf(name: string, at: number): PortalUserView["links"] {
  const link = (id: string, integration: string, as: string) => ({
    integration: { id, name: integration },
    stream: "members",
    vendor_id: String(400 + at * 7),
    name: as,
  });
  const first = link("0190a000-0000-7000-8000-000000000001", "Acme PSA", name);
  return at === 1 ? [first, link("0190a000-0000-7000-8000-000000000002", "Acme RMM", "B. Ortiz")] : [first];
}

/** Questions about users. `changed` tells the page what has changed. */
export function userAnswers(changed: (...tags: string[]) => void): Record<string, MockAnswer> {
  let users = people.map(
    ([name, email, role, locked, reason, company], at): PortalUserView => ({
      id: `0190d000-0000-7000-8000-${String(at + 1).padStart(12, "0")}`,
      name,
      email,
      role,
      role_locked: locked,
      role_reason: reason,
      company,
      source: at === 0 ? null : { id: "0190a000-0000-7000-8000-000000000001", name: "Acme PSA" },
      links: at === 0 ? [] : linksOf(name, at),
    }),
  );
  let gone: PortalUserView | undefined;
  return {
    portal_users: () => users,
    delete_portal_user: ({ user }) => {
      const before =
        users.find(({ id }) => id === user) ??
        refuse("not_found", "There is no such user.", "Look at the list of users again.");
      users = users.filter(({ id }) => id !== user);
      gone = before;
      changed("users", "audit");
      return { operation: `user ${before.id}`, name: before.name, links: before.links.length, users: 0 };
    },
    undo_removal: () => {
      const back = gone ?? refuse("not_found", "There is no such removal.", "Look into the audit.");
      users = [...users, back].toSorted((a, b) => a.name.localeCompare(b.name));
      changed("users", "audit");
      return { name: back.name, kept: [] };
    },
    set_portal_role: ({ user, role }) => {
      const before =
        users.find(({ id }) => id === user) ??
        refuse("not_found", "There is no such user.", "Look at the list of users again.");
      const after = { ...before, role: role as PortalRole, role_locked: true, role_reason: "Set by hand." };
      users = users.map((one) => (one.id === user ? after : one));
      changed("users", "audit");
      return after;
    },
  };
}
