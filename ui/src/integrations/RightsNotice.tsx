// Rights that the vendor took away or granted since somebody last looked: what, and what was switched off.
import { Alert, Group, Text } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";

import type { IntegrationView } from "../api";
import { AnchorLink } from "../kit";

/** The notice; nothing where nothing has changed. Looking at the permissions ends it. */
export function RightsNotice({ integration: { id, name, rights_change } }: { integration: IntegrationView }) {
  if (rights_change === null || rights_change === undefined) {
    return null;
  }
  const { lost, won, switched_off } = rights_change;
  const sentences = [
    lost.length > 0 ? `Not permitted any more: ${lost.join(", ")}.` : "",
    switched_off.length > 0 ? `Switched off: ${switched_off.join(", ")}.` : "",
    won.length > 0 ? `Permitted now: ${won.join(", ")}.` : "",
  ];
  return (
    <Alert
      color={lost.length > 0 ? "orange" : "accent"}
      icon={<IconKey size={20} aria-hidden />}
      title={lost.length > 0 ? "A right was taken away" : "More may be read than before"}
    >
      <Text size="sm">{sentences.filter((words) => words !== "").join(" ")}</Text>
      <Group gap="md" mt="xs">
        <AnchorLink
          to="/integrations/$integration/setup/$step"
          params={{ integration: id, step: "permissions" }}
          size="sm"
          aria-label={`Look at the permissions of ${name}`}
        >
          Look at the permissions
        </AnchorLink>
      </Group>
    </Alert>
  );
}
