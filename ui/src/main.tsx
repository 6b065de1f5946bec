// Starts the page: styles, theme, transport, then the first screen.
import "@fontsource-variable/inter/index.css";
import "@mantine/core/styles.css";
import { MantineProvider } from "@mantine/core";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { AboutPage } from "./about/AboutPage";
import { connect } from "./api";
import { colorVariables, theme } from "./theme";

const root = document.getElementById("root");
if (root === null) {
  throw new Error("index.html has no element with the id root");
}
await connect();
createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={colorVariables}
      defaultColorScheme="auto"
    >
      <AboutPage />
    </MantineProvider>
  </StrictMode>,
);
