// Draws a component, or the whole window at an address, as the real page does, with a made-up program.
import { MantineProvider } from "@mantine/core";
import { Notifications, notifications } from "@mantine/notifications";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  RouterContextProvider,
  RouterProvider,
} from "@tanstack/react-router";
import { act, render, type RenderResult } from "@testing-library/react";
import type { ReactElement } from "react";

import { setTransport } from "../api/transport";
import { type MockAnswer, type MockProgram, mockTransport } from "../api/transport/mock";
import { makeQueryClient } from "../frame/queries";
import { createAppRouter } from "../router";
import { colorVariables, theme } from "../theme";

/** What was drawn, and what it talks to. */
export interface Drawn extends RenderResult {
  /** The made-up program: its calls so far, and a way to send events. */
  program: MockProgram;
  queryClient: QueryClient;
  router: ReturnType<typeof createAppRouter>;
}

/** Commands that every window asks; a test's own answers win. */
const usual: Record<string, MockAnswer> = {
  startup: () => ({ phase: "ready" }),
  integrations: () => [],
  connectors: () => [],
  paused_until: () => null,
  failed_records: () => [],
  broken_references: () => [],
  running_progress: () => [],
};

function prepare(answers: Record<string, MockAnswer>, path: string) {
  const program = mockTransport({ ...usual, ...answers });
  setTransport(program);
  notifications.clean();
  const queryClient = makeQueryClient();
  queryClient.setDefaultOptions({
    ...queryClient.getDefaultOptions(),
    queries: { ...queryClient.getDefaultOptions().queries, retry: false },
  });
  const history = createMemoryHistory({ initialEntries: [path] });
  const router = createAppRouter(queryClient, history);
  return { program, queryClient, router };
}

function page(queryClient: QueryClient, content: ReactElement) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={colorVariables} env="test">
      <QueryClientProvider client={queryClient}>
        {content}
        <Notifications position="bottom-right" />
      </QueryClientProvider>
    </MantineProvider>
  );
}

/**
 * Draws `element` at once; commands are answered from `answers`. Links and navigation work, but there is
 * no frame and no route around it: for what reads the address, use `drawAt`.
 */
export function draw(
  element: ReactElement,
  answers: Record<string, MockAnswer> = {},
  path = "/",
): Drawn {
  const { program, queryClient, router } = prepare(answers, path);
  const drawn = render(
    page(
      queryClient,
      <RouterContextProvider router={router}>{element}</RouterContextProvider>,
    ),
  );
  return { ...drawn, program, queryClient, router };
}

/** Draws the whole window at an address: `await drawAt("/companies?search=acme", answers)`. */
export async function drawAt(
  path: string,
  answers: Record<string, MockAnswer> = {},
): Promise<Drawn> {
  const { program, queryClient, router } = prepare(answers, path);
  const drawn = render(page(queryClient, <RouterProvider router={router} />));
  await act(() => router.load());
  return { ...drawn, program, queryClient, router };
}
