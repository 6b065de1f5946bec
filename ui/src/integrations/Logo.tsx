// A tool's mark: its initials on a quiet ground. Vendors' own logos are theirs and are not shipped.
import { Avatar } from "@mantine/core";

/** The initials of up to two words: "Northwind Manage" is NM. */
export function initials(name: string): string {
  const words = name.split(/[^\p{Letter}\p{Number}]+/u).filter((word) => word !== "");
  return words
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join("");
}

/** The mark. It says nothing that the name beside it does not say. */
export function Logo({ name }: { name: string }) {
  return (
    <Avatar size={40} radius="md" color="accent" variant="light" aria-hidden>
      {initials(name)}
    </Avatar>
  );
}
