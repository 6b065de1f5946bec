// Where every screen lives. The page is a file (tauri://localhost/index.html), so the address stands
// behind the hash. A screen reads its parameters with useParams/useSearch and never imports this file.
import type { QueryClient } from "@tanstack/react-query";
import {
  createHashHistory,
  createRootRouteWithContext,
  createRoute,
  createRouter,
  type RouterHistory,
} from "@tanstack/react-router";

import { FirstPlace } from "./frame/FirstPlace";
import { Frame } from "./frame/Frame";
import { NotFoundPage, RouteError, RoutePending } from "./frame/RouteStates";
import type { ViewSearch } from "./kit";
import { screens } from "./screens";

/** What every route may use before it is shown. */
export interface RouterContext {
  queryClient: QueryClient;
}

declare module "@tanstack/react-router" {
  interface StaticDataRouteOption {
    /** The window's title while the screen has not said its own. */
    title?: string;
    /** The screen fills the window: no rail. */
    bare?: boolean;
  }
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}

/** Any search is let through; a screen parses what is its own (kit: useSearchState). */
const anySearch = (search: Record<string, unknown>): ViewSearch => search;

const root = createRootRouteWithContext<RouterContext>()({
  component: Frame,
  validateSearch: anySearch,
  notFoundComponent: NotFoundPage,
});

const start = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: FirstPlace,
});

const welcome = createRoute({
  getParentRoute: () => root,
  path: "/welcome",
  component: screens.WelcomePage,
  staticData: { title: "Welcome", bare: true },
});
const integrations = createRoute({
  getParentRoute: () => root,
  path: "/integrations",
  component: screens.IntegrationsPage,
  staticData: { title: "Integrations" },
});
const catalogue = createRoute({
  getParentRoute: () => root,
  path: "/integrations/add",
  component: screens.CataloguePage,
  staticData: { title: "Add integration" },
});
const setup = createRoute({
  getParentRoute: () => root,
  path: "/integrations/$integration/setup/$step",
  component: screens.WizardPage,
  staticData: { title: "Configure" },
});
const connectNew = createRoute({
  getParentRoute: () => root,
  path: "/connect/$connector",
  component: screens.WizardPage,
  staticData: { title: "Connect" },
});
const companies = createRoute({
  getParentRoute: () => root,
  path: "/companies",
  component: screens.CompaniesPage,
  staticData: { title: "Companies" },
});
const tickets = createRoute({
  getParentRoute: () => root,
  path: "/tickets",
  component: screens.TicketsPage,
  staticData: { title: "Tickets" },
});
const opportunities = createRoute({
  getParentRoute: () => root,
  path: "/opportunities",
  component: screens.OpportunitiesPage,
  staticData: { title: "Opportunities" },
});
const projects = createRoute({
  getParentRoute: () => root,
  path: "/projects",
  component: screens.ProjectsPage,
  staticData: { title: "Projects" },
});
const people = createRoute({
  getParentRoute: () => root,
  path: "/people",
  component: screens.PeoplePage,
  staticData: { title: "People" },
});
const devices = createRoute({
  getParentRoute: () => root,
  path: "/devices",
  component: screens.DevicesPage,
  staticData: { title: "Devices" },
});
const activity = createRoute({
  getParentRoute: () => root,
  path: "/activity",
  component: screens.ActivityPage,
  staticData: { title: "Activity" },
});
const run = createRoute({
  getParentRoute: () => root,
  path: "/activity/runs/$run",
  component: screens.RunPage,
  staticData: { title: "Run" },
});
const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings",
  component: screens.SettingsPage,
  staticData: { title: "Settings" },
});

const tree = root.addChildren([
  start,
  welcome,
  integrations,
  catalogue,
  setup,
  connectNew,
  companies,
  tickets,
  opportunities,
  projects,
  people,
  devices,
  activity,
  run,
  settings,
]);

/** Addresses behind the hash. Links name the file, too: one that began with the hash would lead elsewhere
 * within the same screen, for assistive technology at least. */
function hashHistory(): RouterHistory {
  return Object.assign(createHashHistory(), { createHref: (href: string) => `index.html#${href}` });
}

/** Makes the router; tests hand in a history of their own. */
export function createAppRouter(queryClient: QueryClient, history?: RouterHistory) {
  return createRouter({
    routeTree: tree,
    history: history ?? hashHistory(),
    context: { queryClient },
    defaultPreload: "intent",
    defaultPreloadStaleTime: 0,
    // A screen that loads within this time replaces the old one without anything in between.
    defaultPendingMs: 300,
    defaultPendingMinMs: 300,
    defaultPendingComponent: RoutePending,
    defaultErrorComponent: RouteError,
    defaultNotFoundComponent: NotFoundPage,
  });
}
