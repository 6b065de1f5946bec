// The look: tokens of colour, space and type, and Mantine's components at the density of an instrument.
// Every text colour here is read at 4.5 : 1 or better on the grounds it may stand on (theme.test.ts).
import {
  ActionIcon,
  Alert,
  Anchor,
  Badge,
  Button,
  Card,
  Checkbox,
  createTheme,
  darken,
  type CSSVariablesResolver,
  Drawer,
  Input,
  InputWrapper,
  type MantineColorsTuple,
  Menu,
  Modal,
  MultiSelect,
  NumberInput,
  Paper,
  Popover,
  Radio,
  Select,
  Switch,
  Table,
  Tabs,
  TextInput,
  Tooltip,
} from "@mantine/core";

import { readableOn, tinted } from "./kit/contrast";

// One accent: a blue that is quiet beside the state colours.
const accent: MantineColorsTuple = [
  "#eef3fd",
  "#dde7fb",
  "#bccff6",
  "#97b4f0",
  "#7497e8",
  "#557ddf",
  "#3d68d3",
  "#3059c4",
  "#284ba8",
  "#213e8a",
];

const gray: MantineColorsTuple = [
  "#f5f6f8",
  "#eceef1",
  "#e1e4e9",
  "#d2d6dd",
  "#b9bfc9",
  "#8b93a1",
  "#697180",
  "#4b5260",
  "#333944",
  "#1c2028",
];

const dark: MantineColorsTuple = [
  "#dfe2e7",
  "#b3b9c4",
  "#9aa1ae",
  "#7c8492",
  "#3b414d",
  "#2f343e",
  "#262a32",
  "#1c2026",
  "#14171c",
  "#0f1115",
];

/** The surfaces that text stands on: the page, a card on it, a hovered row. */
export const surfaces = {
  light: { canvas: gray[0], surface: "#ffffff", raised: gray[1] },
  dark: { canvas: dark[8], surface: dark[7], raised: dark[6] },
} as const;

/** The theme of every screen. */
export const theme = createTheme({
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'DejaVu Sans Mono', monospace",
  primaryColor: "accent",
  primaryShade: { light: 7, dark: 7 },
  colors: { accent, gray, dark },
  black: gray[9],
  defaultRadius: "sm",
  cursorType: "pointer",
  respectReducedMotion: true,
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "18px" },
  lineHeights: { xs: "16px", sm: "20px", md: "20px", lg: "24px", xl: "28px" },
  spacing: { xs: "4px", sm: "8px", md: "16px", lg: "24px", xl: "32px" },
  radius: { xs: "2px", sm: "4px", md: "6px", lg: "8px", xl: "16px" },
  headings: {
    fontFamily: "'Inter Variable', system-ui, sans-serif",
    fontWeight: "600",
    sizes: {
      h1: { fontSize: "20px", lineHeight: "28px" },
      h2: { fontSize: "16px", lineHeight: "24px" },
      h3: { fontSize: "14px", lineHeight: "20px" },
      h4: { fontSize: "13px", lineHeight: "20px" },
      h5: { fontSize: "13px", lineHeight: "20px" },
      h6: { fontSize: "12px", lineHeight: "16px" },
    },
  },
  components: {
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: "subtle", color: "gray", size: "md" } }),
    Alert: Alert.extend({ defaultProps: { variant: "light" } }),
    Anchor: Anchor.extend({ defaultProps: { underline: "always" } }),
    Badge: Badge.extend({ defaultProps: { variant: "light", size: "md", radius: "sm", tt: "none", fw: 500 } }),
    Button: Button.extend({ defaultProps: { size: "sm", fw: 500 } }),
    Card: Card.extend({ defaultProps: { withBorder: true, padding: "md", radius: "md" } }),
    Checkbox: Checkbox.extend({ defaultProps: { size: "xs" } }),
    Drawer: Drawer.extend({
      defaultProps: {
        position: "right",
        size: 520,
        padding: "md",
        overlayProps: { backgroundOpacity: 0.35 },
        closeButtonProps: { "aria-label": "Close" },
      },
    }),
    Input: Input.extend({ defaultProps: { size: "sm" } }),
    InputWrapper: InputWrapper.extend({ defaultProps: { size: "sm" } }),
    Menu: Menu.extend({
      defaultProps: { shadow: "md", withInitialFocusPlaceholder: false },
    }),
    Modal: Modal.extend({
      defaultProps: {
        padding: "md",
        radius: "md",
        overlayProps: { backgroundOpacity: 0.35 },
        closeButtonProps: { "aria-label": "Close" },
      },
    }),
    // A header inside a dialog is no banner of the page.
    ModalHeader: { defaultProps: { role: "none" } },
    DrawerHeader: { defaultProps: { role: "none" } },
    Notification: { defaultProps: { withBorder: true } },
    MultiSelect: MultiSelect.extend({ defaultProps: { comboboxProps: { keepMounted: false } } }),
    NumberInput: NumberInput.extend({ defaultProps: { size: "sm" } }),
    Paper: Paper.extend({ defaultProps: { radius: "md" } }),
    // Menus and lists are drawn within the screen (frame: Frame.tsx): what stands beside its landmarks is not found.
    Popover: Popover.extend({ defaultProps: { shadow: "md", portalProps: { target: "#menus" } } }),
    Radio: Radio.extend({ defaultProps: { size: "xs" } }),
    Select: Select.extend({
      // Closed lists of hundreds of statuses would stay in the page otherwise.
      defaultProps: { size: "sm", checkIconPosition: "right", comboboxProps: { keepMounted: false } },
    }),
    Switch: Switch.extend({ defaultProps: { size: "sm", withThumbIndicator: false } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: 6, horizontalSpacing: "sm" } }),
    Tabs: Tabs.extend({ defaultProps: { keepMounted: false } }),
    TextInput: TextInput.extend({ defaultProps: { size: "sm" } }),
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 400, withinPortal: true, events: { hover: true, focus: true, touch: true } },
    }),
  },
});

/** The colours whose light, filled and outline variants are mended so that their text is read. */
const mended = [
  "accent",
  "gray",
  "red",
  "orange",
  "yellow",
  "green",
  "teal",
  "blue",
  "indigo",
  "violet",
  "cyan",
] as const;

/** Mantine's variables for text, mended where they fall below 4.5 : 1, and the tokens of the frame. */
export const colorVariables: CSSVariablesResolver = (resolved) => {
  const variables: Record<string, string> = {};
  const light: Record<string, string> = {
    "--mantine-color-text": gray[9],
    "--mantine-color-dimmed": "#596070",
    "--mantine-color-placeholder": "#646b7a",
    "--mantine-color-disabled": gray[1],
    "--mantine-color-disabled-color": "#646b7a",
    "--mantine-color-disabled-border": gray[3],
    "--mantine-color-default-border": gray[3],
    "--mantine-color-default-hover": gray[1],
    "--mantine-color-error": "var(--mantine-color-red-text)",
    "--mantine-color-success": "var(--mantine-color-green-text)",
    "--mantine-color-anchor": "var(--mantine-color-accent-text)",
    "--pb-canvas": surfaces.light.canvas,
    "--pb-surface": surfaces.light.surface,
    "--pb-raised": surfaces.light.raised,
    "--pb-line": gray[2],
    "--pb-field-line": gray[5],
    "--pb-scroll": gray[4],
  };
  const darkness: Record<string, string> = {
    "--mantine-color-text": dark[0],
    "--mantine-color-dimmed": "#a2a9b5",
    "--mantine-color-placeholder": "#979eab",
    "--mantine-color-disabled": dark[6],
    "--mantine-color-disabled-color": "#979eab",
    "--mantine-color-disabled-border": dark[4],
    "--mantine-color-default": dark[6],
    "--mantine-color-default-hover": dark[5],
    "--mantine-color-default-border": dark[4],
    "--mantine-color-error": "var(--mantine-color-red-text)",
    "--mantine-color-success": "var(--mantine-color-green-text)",
    "--mantine-color-anchor": "var(--mantine-color-accent-text)",
    "--pb-canvas": surfaces.dark.canvas,
    "--pb-surface": surfaces.dark.surface,
    "--pb-raised": surfaces.dark.raised,
    "--pb-line": dark[5],
    "--pb-field-line": "#626a78",
    "--pb-scroll": dark[4],
  };
  for (const name of mended) {
    const shades = resolved.colors[name];
    if (shades === undefined) {
      continue;
    }
    const ground = {
      light: tinted(surfaces.light.surface, shades[7], 0.1),
      dark: tinted(surfaces.dark.surface, shades[5], 0.14),
    };
    const hovered = {
      light: tinted(surfaces.light.surface, shades[7], 0.16),
      dark: tinted(surfaces.dark.surface, shades[5], 0.22),
    };
    const text = {
      light: readableOn(shades[8], [...Object.values(surfaces.light), hovered.light], "darker"),
      dark: readableOn(shades[4], [...Object.values(surfaces.dark), hovered.dark], "lighter"),
    };
    const filled = readableOn(shades[7], ["#ffffff"], "darker");
    for (const [scheme, own] of [
      ["light", light],
      ["dark", darkness],
    ] as const) {
      own[`--mantine-color-${name}-text`] = text[scheme];
      own[`--mantine-color-${name}-outline`] = text[scheme];
      own[`--mantine-color-${name}-light`] = ground[scheme];
      own[`--mantine-color-${name}-light-hover`] = hovered[scheme];
      own[`--mantine-color-${name}-light-color`] = text[scheme];
      own[`--mantine-color-${name}-filled`] = filled;
      own[`--mantine-color-${name}-filled-hover`] = darken(filled, 0.12);
    }
  }
  return { variables, light, dark: darkness };
};
