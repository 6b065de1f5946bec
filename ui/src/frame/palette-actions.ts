// What the palette can do without asking for records: the places, every integration's commands, connecting.
import {
  IconDatabase,
  IconPlugConnected,
  IconRefresh,
  IconRefreshDot,
  IconSettings,
  type TablerIcon,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";

import { commands, type SyncWhat } from "../api";
import { syncNames, useCommand } from "../kit";
import { stepToConfigure } from "../wizard/steps";
import { everythingWords } from "./everything";
import { places } from "./places";
import { connectorsQuery, integrationsQuery } from "./queries";

/** One line of the palette. */
export interface PaletteAction {
  id: string;
  label: string;
  description?: string;
  keywords?: readonly string[];
  icon: TablerIcon;
  run: () => void;
}

/** Lines under one heading. */
export interface PaletteGroup {
  group: string;
  actions: PaletteAction[];
}

/**
 * The groups reduced to the lines in which every word of `text` begins a word. What is called that comes
 * before what is only known by that, among the lines of a group and among the groups.
 */
export function matching(groups: readonly PaletteGroup[], text: string): PaletteGroup[] {
  const typed = wordsOf(text);
  const rank = ({ label, keywords = [] }: PaletteAction) => {
    if (beginAll(typed, wordsOf(label))) {
      return 0;
    }
    return beginAll(typed, wordsOf([label, ...keywords].join(" "))) ? 1 : undefined;
  };
  const ranked = groups.map(({ group, actions }) => {
    const called = actions.filter((action) => rank(action) === 0);
    const known = actions.filter((action) => rank(action) === 1);
    return { group, actions: [...called, ...known], first: called.length > 0 ? 0 : 1 };
  });
  return ranked
    .filter(({ actions }) => actions.length > 0)
    .toSorted((one, other) => one.first - other.first)
    .map(({ group, actions }) => ({ group, actions }));
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean);
}

function beginAll(typed: readonly string[], words: readonly string[]): boolean {
  return typed.every((part) => words.some((word) => word.startsWith(part)));
}

/** All commands of the palette as the integrations and the catalogue are now. */
export function usePaletteActions(): PaletteGroup[] {
  const navigate = useNavigate();
  const integrations = useQuery(integrationsQuery).data ?? [];
  const connectors = useQuery(connectorsQuery).data ?? [];
  const sync = useCommand(
    ({ id, what }: { id: string; name: string; what: SyncWhat }) =>
      commands.startSync(id, what, false),
    {
      done: (_, { name, what }) =>
        what === "everything"
          ? `Resync of ${name} started.`
          : `Sync PSA Data of ${name} started.`,
      invalidates: [["integrations"], ["runs"]],
    },
  );
  const syncAll = useCommand(() => commands.syncEverything(), {
    done: everythingWords,
    invalidates: [["integrations"], ["runs"]],
  });
  const able = integrations.filter(({ state }) => state !== "not_set_up" && state !== "paused");
  const syncs: PaletteAction[] = integrations.flatMap(({ id, name, category, state, setup, connector_name }) => [
    ...(state === "not_set_up"
      ? []
      : [
          {
            id: `resync-${id}`,
            label: `Resync ${name}`,
            description: syncNames.resync.words,
            keywords: ["sync", connector_name],
            icon: IconRefresh,
            run: () => sync.mutate({ id, name, what: "everything" }),
          },
          ...(category.toLowerCase() === "psa"
            ? [
                {
                  id: `psa-${id}`,
                  label: `Sync PSA Data of ${name}`,
                  description: syncNames.psaData.words,
                  keywords: ["boards", "statuses", "priorities", "types", connector_name],
                  icon: IconDatabase,
                  run: () => sync.mutate({ id, name, what: "reference" }),
                },
              ]
            : []),
        ]),
    {
      id: `configure-${id}`,
      label: `Configure ${name}`,
      keywords: ["settings", "wizard", connector_name],
      icon: IconSettings,
      run: () =>
        void navigate({
          to: "/integrations/$integration/setup/$step",
          params: { integration: id, step: stepToConfigure({ setup, state }) },
        }),
    },
  ]);
  const everything: PaletteAction[] =
    able.length === 0
      ? []
      : [
          {
            id: "sync-everything",
            label: syncNames.everything.label,
            description: syncNames.everything.words,
            keywords: ["resync", "all"],
            icon: IconRefreshDot,
            run: () => syncAll.mutate(),
          },
        ];
  return [
    {
      group: "Go to",
      actions: places.map(({ to, label, icon, keywords }) => ({
        id: `go-${to}`,
        label: `Go to ${label}`,
        keywords,
        icon,
        run: () => void navigate({ to }),
      })),
    },
    { group: "Integrations", actions: [...everything, ...syncs] },
    {
      group: "Connect",
      actions: connectors.map(({ id, name }) => ({
        id: `connect-${id}`,
        label: `Connect ${name}`,
        keywords: ["add integration"],
        icon: IconPlugConnected,
        run: () => void navigate({ to: "/connect/$connector", params: { connector: id } }),
      })),
    },
  ].filter(({ actions }) => actions.length > 0);
}
