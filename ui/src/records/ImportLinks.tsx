// The way from the users to the Import step of an integration, where more of them come from.
import { Button, Menu } from "@mantine/core";
import { IconChevronDown, IconUserPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import type { IntegrationView } from "../api";
import { connectorsQuery } from "../frame/queries";
import { ButtonLink } from "../kit";

const icon = <IconUserPlus size={16} aria-hidden />;

const address = ({ id }: IntegrationView) =>
  ({ to: "/integrations/$integration/setup/$step", params: { integration: id, step: "import" }, search: { import: "users" } }) as const;

/** A link, or a menu where several integrations have staff to import; nothing where none has. */
export function ImportLinks({ integrations }: { integrations: readonly IntegrationView[] }) {
  const { data: connectors = [] } = useQuery(connectorsQuery);
  const staffed = new Set(connectors.filter(({ imports }) => imports.staff !== null).map(({ id }) => id));
  const [first, ...others] = integrations.filter(({ connector, setup }) => setup === null && staffed.has(connector));
  if (first === undefined) {
    return null;
  }
  if (others.length === 0) {
    return (
      <ButtonLink {...address(first)} variant="default" leftSection={icon} aria-label={`Import users from ${first.name}`}>
        Import users
      </ButtonLink>
    );
  }
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button variant="default" leftSection={icon} rightSection={<IconChevronDown size={14} aria-hidden />}>
          Import users
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {[first, ...others].map((each) => (
          <Menu.Item key={each.id} renderRoot={(props) => <Link {...props} {...address(each)} />}>
            From {each.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
