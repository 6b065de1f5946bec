// The left rail: every place with its icon and name, and a count only where something waits for a person.
import { ActionIcon, Badge, Group, Text, Tooltip, VisuallyHidden } from "@mantine/core";
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from "@tabler/icons-react";
import { Link, useLocation } from "@tanstack/react-router";

import mark from "../../../icons/patchbay.svg";
import { formatCount } from "../kit";
import classes from "./frame.module.css";
import { type Place, places } from "./places";

/** What `Rail` takes. */
export interface RailProps {
  /** Only icons; the names are shown on hover and focus. */
  collapsed: boolean;
  onToggle: () => void;
  /** How much waits for a person at each place; nothing is shown for 0. */
  waiting: Readonly<Partial<Record<Place["to"], number>>>;
}

/** The navigation of the window. */
export function Rail({ collapsed, onToggle, waiting }: RailProps) {
  const toggleName = collapsed ? "Expand the navigation" : "Collapse the navigation";
  const Toggle = collapsed ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;
  return (
    <nav className={classes["rail"]} data-collapsed={collapsed || undefined} aria-label="Main">
      <Group gap="sm" className={classes["brand"]} wrap="nowrap">
        <img src={mark} alt="" width={24} height={24} />
        {!collapsed && (
          <Text fw={600} size="md" component="span">
            Patchbay
          </Text>
        )}
      </Group>
      <div className={classes["places"]}>
        {places.map((place) => (
          <RailLink
            key={place.to}
            place={place}
            collapsed={collapsed}
            waiting={waiting[place.to] ?? 0}
          />
        ))}
      </div>
      <Tooltip label={toggleName} position="right">
        <ActionIcon
          onClick={onToggle}
          aria-label={toggleName}
          aria-expanded={!collapsed}
          className={classes["toggle"]}
        >
          <Toggle size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </nav>
  );
}

function RailLink({
  place,
  collapsed,
  waiting,
}: {
  place: Place;
  collapsed: boolean;
  waiting: number;
}) {
  const { to, label, icon: Icon } = place;
  // A new integration is set up under an address of its own.
  const within = useLocation({ select: ({ pathname }) => to === "/integrations" && pathname.startsWith("/connect/") });
  return (
    <Tooltip label={label} position="right" disabled={!collapsed} openDelay={150}>
      <Link
        to={to}
        className={classes["place"]}
        activeProps={{ "data-active": true }}
        activeOptions={{ includeSearch: false }}
        {...(within ? { "data-active": true, "aria-current": "page" } : {})}
      >
        <Icon size={18} stroke={1.75} aria-hidden />
        {collapsed ? <VisuallyHidden>{label}</VisuallyHidden> : <span>{label}</span>}
        {waiting > 0 && (
          <Badge
            size="sm"
            color="orange"
            variant="light"
            circle={waiting < 10}
            className={classes["waiting"]}
          >
            {waiting > 999 ? "999+" : formatCount(waiting)}
            <VisuallyHidden component="span">
              {waiting === 1 ? " waits for you" : " wait for you"}
            </VisuallyHidden>
          </Badge>
        )}
      </Link>
    </Tooltip>
  );
}
