// What the settings ask the program.
import { queryOptions } from "@tanstack/react-query";

import { commands } from "../api";
import { unwrap } from "../kit";

/** What the person prefers. */
export const preferencesQuery = queryOptions({
  queryKey: ["settings", "preferences"],
  queryFn: () => unwrap(commands.preferences()),
});

/** Whether Patchbay starts with the desktop. */
export const autostartQuery = queryOptions({
  queryKey: ["settings", "autostart"],
  queryFn: () => unwrap(commands.autostart()),
});

/** The quiet hours, in UTC. */
export const quietHoursQuery = queryOptions({
  queryKey: ["settings", "quiet-hours"],
  queryFn: () => unwrap(commands.quietHours()),
});

/** Version, folders, safe. */
export const aboutQuery = queryOptions({
  queryKey: ["settings", "about"],
  queryFn: () => unwrap(commands.about()),
});
