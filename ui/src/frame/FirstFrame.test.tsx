// The picture before the page: index.html and first.css, which no script has touched, against what follows.
import { readFileSync } from "node:fs";
import path from "node:path";
import { runInNewContext } from "node:vm";

import { render } from "@testing-library/react";
import { afterEach, describe, expect, test } from "vitest";

import { surfaces } from "../theme";
import { FirstFrame } from "./FirstFrame";

const ui = path.resolve(import.meta.dirname, "../..");
const read = (name: string) => readFileSync(path.join(ui, name), "utf8");

/** Tags, classes and labels: what is drawn, without where the picture comes from. */
function outline(node: Element): string[] {
  const { tagName, className } = node;
  const label = node.getAttribute("aria-label") ?? "";
  return [`${tagName} ${className} ${label}`, ...[...node.children].flatMap(outline)];
}

test("index.html stands for the frame as it is drawn first", () => {
  const page = new DOMParser().parseFromString(read("index.html"), "text/html");
  const first = page.querySelector("#root")?.firstElementChild;
  const { container } = render(<FirstFrame />);
  expect(first).not.toBeNull();
  expect(outline(first as Element)).toEqual(outline(container.firstElementChild as Element));
});

test("its colours are those of the theme", () => {
  const [light, dark] = read("src/first.css").split('[data-mantine-color-scheme="dark"]');
  for (const [text, { canvas, surface, raised }] of [
    [light, surfaces.light],
    [dark, surfaces.dark],
  ] as const) {
    expect(text).toContain(`--first-canvas: ${canvas};`);
    expect(text).toContain(`--first-surface: ${surface};`);
    expect(text).toContain(`--first-bone: ${raised};`);
  }
});

/** What the first script sets. */
function begin(prefersDark: boolean) {
  const page = { dataset: {} as Record<string, string> };
  runInNewContext(read("public/first.js"), {
    localStorage,
    document: { documentElement: page },
    matchMedia: () => ({ matches: prefersDark }),
  });
  return page.dataset;
}

describe("before anything is drawn", () => {
  afterEach(() => localStorage.clear());

  test("the first start follows the desktop and has no navigation", () => {
    expect(begin(true)).toEqual({ mantineColorScheme: "dark", rail: "none" });
    expect(begin(false)).toEqual({ mantineColorScheme: "light", rail: "none" });
  });

  test("later starts follow what the person chose", () => {
    localStorage.setItem("mantine-color-scheme-value", "light");
    localStorage.setItem("patchbay-first-rail", "collapsed");
    expect(begin(true)).toEqual({ mantineColorScheme: "light", rail: "collapsed" });
    localStorage.setItem("mantine-color-scheme-value", "auto");
    expect(begin(true)["mantineColorScheme"]).toBe("dark");
  });
});
