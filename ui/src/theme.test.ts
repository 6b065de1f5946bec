// Every text colour of the theme is read at 4.5 : 1 on every ground that it may stand on, in both schemes.
import { DEFAULT_THEME, mergeMantineTheme } from "@mantine/core";
import { expect, test } from "vitest";

import { contrast } from "./kit/contrast";
import { colorVariables, surfaces, theme } from "./theme";

const merged = mergeMantineTheme(DEFAULT_THEME, theme);
const variables = colorVariables(merged);

const names = ["accent", "gray", "red", "orange", "yellow", "green", "teal", "blue", "indigo", "violet", "cyan"];

function read(scheme: "light" | "dark", name: string): string {
  const value = (variables[scheme] as Record<string, string | undefined>)[name];
  if (value === undefined) {
    throw new Error(`${name} is not set in ${scheme}`);
  }
  const inner = /^var\((.+)\)$/.exec(value)?.[1];
  return inner === undefined ? value : read(scheme, inner);
}

test("contrast is 21 for black on white and 1 for a colour on itself", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 1);
  expect(contrast("#3059c4", "#3059c4")).toBe(1);
});

for (const scheme of ["light", "dark"] as const) {
  const grounds = Object.values(surfaces[scheme]);

  test(`text, dimmed text, placeholders, errors and links are read in ${scheme}`, () => {
    for (const name of ["text", "dimmed", "placeholder", "error", "success", "anchor"]) {
      for (const ground of grounds) {
        expect(contrast(read(scheme, `--mantine-color-${name}`), ground), `${name} on ${ground}`)
          .toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  test(`what is disabled is read in ${scheme}`, () => {
    const ground = read(scheme, "--mantine-color-disabled");
    for (const each of [ground, ...grounds]) {
      expect(contrast(read(scheme, "--mantine-color-disabled-color"), each)).toBeGreaterThanOrEqual(4.5);
    }
  });

  test.each(names)(`%s is read in every variant in ${scheme}`, (name) => {
    const light = read(scheme, `--mantine-color-${name}-light`);
    const hover = read(scheme, `--mantine-color-${name}-light-hover`);
    const lightText = read(scheme, `--mantine-color-${name}-light-color`);
    for (const ground of [light, hover, ...grounds]) {
      expect(contrast(lightText, ground), `light text on ${ground}`).toBeGreaterThanOrEqual(4.5);
      expect(contrast(read(scheme, `--mantine-color-${name}-text`), ground)).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(read(scheme, "--mantine-color-dimmed"), light), "dimmed").toBeGreaterThanOrEqual(4.5);
    expect(contrast(read(scheme, "--mantine-color-text"), light)).toBeGreaterThanOrEqual(4.5);
    for (const filled of ["filled", "filled-hover"]) {
      expect(contrast("#ffffff", read(scheme, `--mantine-color-${name}-${filled}`))).toBeGreaterThanOrEqual(4.5);
    }
  });
}
