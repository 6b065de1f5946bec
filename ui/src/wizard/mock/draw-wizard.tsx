// Draws the wizard as the real page does: at an address, with a router, a query client and a made-up program.
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Link,
  Outlet,
  RouterProvider,
} from "@tanstack/react-router";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";

import { setTransport } from "../../api/transport";
import { type MockAnswer, mockTransport } from "../../api/transport/mock";
import { makeQueryClient } from "../../frame/queries";
import { theme } from "../../theme";
import { WizardPage } from "../WizardPage";

/** Shows the wizard at `path`. Answers: the program's calls, the address, and a person at the keyboard. */
export function drawWizard(path: string, answers: Record<string, MockAnswer>) {
  const program = mockTransport(answers);
  setTransport(program);
  const root = createRootRoute({
    component: () => (
      <>
        <Link to="/integrations">Rail</Link>
        <Outlet />
      </>
    ),
  });
  const at = (to: string, component: () => React.ReactNode) =>
    createRoute({ getParentRoute: () => root, path: to, component });
  const router = createRouter({
    routeTree: root.addChildren([
      at("/connect/$connector", WizardPage),
      at("/integrations/$integration/setup/$step", WizardPage),
      at("/integrations", () => <h1>All integrations</h1>),
      at("/integrations/add", () => <h1>Catalogue</h1>),
    ]),
    history: createMemoryHistory({ initialEntries: [path] }),
  });
  const drawn = render(
    <MantineProvider theme={theme} env="test">
      <QueryClientProvider client={makeQueryClient()}>
        <RouterProvider router={router as never} />
        <Notifications />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return {
    ...drawn,
    program,
    user: userEvent.setup(),
    address: () => router.state.location.pathname,
    /** The arguments of every call of a command, oldest first. */
    calls: (command: string) =>
      program.calls.filter((call) => call.command === command).map(({ args }) => args),
  };
}
