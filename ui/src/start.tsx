// The page itself: styles, theme, transport, then the frame with its first screen.
import "@fontsource-variable/inter/index.css";
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "@mantine/spotlight/styles.css";
import "./theme.css";
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { connect } from "./api";
import { makeQueryClient, startupQuery } from "./frame/queries";
import { createAppRouter } from "./router";
import { screens } from "./screens";
import { colorVariables, theme } from "./theme";

const root = document.getElementById("root");
if (root === null) {
  throw new Error("index.html has no element with the id root");
}
await connect();
const queryClient = makeQueryClient();
// What is certainly asked next is on its way while React draws for the first time.
void queryClient.prefetchQuery(startupQuery);
void screens.WelcomePage.preload?.();
void screens.IntegrationsPage.preload?.();
const router = createAppRouter(queryClient);
createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={colorVariables}
      defaultColorScheme="auto"
    >
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <Notifications position="bottom-right" containerWidth={400} limit={4} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
