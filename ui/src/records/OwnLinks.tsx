// What one of ours is linked to: each vendor record by name, leading to it, with the integration that it is of.
import { Text } from "@mantine/core";

import type { OwnLink } from "../api";
import { AnchorLink, openAddress } from "../kit";
import classes from "./records.module.css";

/** The list. `to`: the screen that shows such records. */
export function OwnLinks({ to, links }: { to: "/companies" | "/people"; links: readonly OwnLink[] }) {
  return (
    <ul className={classes["links"]}>
      {links.map((link) => (
        <li key={`${link.integration.id} ${link.stream} ${link.vendor_id}`}>
          <AnchorLink
            inherit
            to={to}
            search={{
              open: openAddress({ integration: link.integration.id, stream: link.stream, vendorId: link.vendor_id }),
            }}
          >
            {link.name}
          </AnchorLink>{" "}
          <Text span inherit c="dimmed">
            {link.integration.name}
          </Text>
        </li>
      ))}
    </ul>
  );
}
