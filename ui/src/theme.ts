// The look: one typeface, one accent, quiet corners. Both colour schemes come from the system.
import { type CSSVariablesResolver, createTheme } from "@mantine/core";

/** The theme of every screen. */
export const theme = createTheme({
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'DejaVu Sans Mono', monospace",
  headings: { fontFamily: "'Inter Variable', system-ui, sans-serif", fontWeight: "650" },
  primaryColor: "indigo",
  defaultRadius: "md",
});

/** Mantine's dimmed text is too faint to read easily (below 4.5 : 1); ours is not. */
export const colorVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: { "--mantine-color-dimmed": "var(--mantine-color-gray-7)" },
  dark: { "--mantine-color-dimmed": "var(--mantine-color-dark-1)" },
});
