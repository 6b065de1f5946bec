// The screens, each loaded when it is first shown. The types are written out, so that a screen may use
// the router's types without the router's types depending on the screen.
import { lazyRouteComponent, type RouteComponent } from "@tanstack/react-router";

/** Every screen by the name of its component. */
export const screens: Readonly<
  Record<
    | "ActivityPage"
    | "CataloguePage"
    | "CompaniesPage"
    | "DevicesPage"
    | "IntegrationsPage"
    | "OpportunitiesPage"
    | "PeoplePage"
    | "ProjectsPage"
    | "RunPage"
    | "SettingsPage"
    | "TicketsPage"
    | "WelcomePage"
    | "WizardPage",
    RouteComponent
  >
> = {
  ActivityPage: lazyRouteComponent(() => import("./activity/ActivityPage"), "ActivityPage"),
  CataloguePage: lazyRouteComponent(() => import("./integrations/CataloguePage"), "CataloguePage"),
  CompaniesPage: lazyRouteComponent(() => import("./records/CompaniesPage"), "CompaniesPage"),
  DevicesPage: lazyRouteComponent(() => import("./records/DevicesPage"), "DevicesPage"),
  IntegrationsPage: lazyRouteComponent(
    () => import("./integrations/IntegrationsPage"),
    "IntegrationsPage",
  ),
  OpportunitiesPage: lazyRouteComponent(
    () => import("./records/OpportunitiesPage"),
    "OpportunitiesPage",
  ),
  PeoplePage: lazyRouteComponent(() => import("./records/PeoplePage"), "PeoplePage"),
  ProjectsPage: lazyRouteComponent(() => import("./records/ProjectsPage"), "ProjectsPage"),
  RunPage: lazyRouteComponent(() => import("./activity/RunPage"), "RunPage"),
  SettingsPage: lazyRouteComponent(() => import("./settings/SettingsPage"), "SettingsPage"),
  TicketsPage: lazyRouteComponent(() => import("./records/TicketsPage"), "TicketsPage"),
  WelcomePage: lazyRouteComponent(() => import("./welcome/WelcomePage"), "WelcomePage"),
  WizardPage: lazyRouteComponent(() => import("./wizard/WizardPage"), "WizardPage"),
};
