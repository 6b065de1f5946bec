// The role that new users got last time, kept on this computer.
import type { PortalRole } from "../../api";

const KEY = "patchbay.import.role";

/** The roles in their order, the most powerful first. */
export const ROLES: readonly { value: PortalRole; label: string }[] = [
  { value: "admin", label: "Admin" },
  { value: "technician", label: "Technician" },
  { value: "standard_user", label: "Standard User" },
  { value: "viewer", label: "Viewer" },
];

/** The role of last time; technician where there was none. */
export function rememberedRole(): PortalRole {
  try {
    const kept = localStorage.getItem(KEY);
    return ROLES.find((role) => role.value === kept)?.value ?? "technician";
  } catch {
    return "technician";
  }
}

/** Keeps the role for next time. */
export function rememberRole(role: PortalRole): void {
  try {
    localStorage.setItem(KEY, role);
  } catch {
    // Without storage the choice counts for this visit only.
  }
}
