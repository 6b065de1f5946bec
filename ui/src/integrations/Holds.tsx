// What an integration holds, in a line that breaks between its parts only.
import { Fragment } from "react";

import type { IntegrationView } from "../api";
import { countsOf } from "./card-words";
import classes from "./integrations.module.css";

/** "1,204 companies · 8,410 people · 214 settings"; "nothing yet" where nothing was read. */
export function Holds({ integration }: { integration: IntegrationView }) {
  const parts = countsOf(integration);
  return parts.length === 0
    ? "nothing yet"
    : parts.map((part, at) => (
        <Fragment key={part}>
          {at > 0 && " "}
          <span className={classes["short"]}>
            {part}
            {at < parts.length - 1 && " ·"}
          </span>
        </Fragment>
      ));
}
