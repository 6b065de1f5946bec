// Every screen of the router in its main states, as axe-core sees it: no violation of any kind.
import { screen, waitFor } from "@testing-library/react";
import { beforeAll, expect, test, vi } from "vitest";

import { mockAnswers, mockIntegration, type MockStart, worlds } from "../api/mock";
import { drawAt } from "./draw";
import { violations } from "./axe";

vi.mock("@tanstack/react-virtual", async (original) => {
  const { withSizes } = await import("../grid/test/virtual-mock");
  return withSizes(original);
});

// Whole screens are drawn and searched, on machines that do other things as well.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const lazily = { timeout: 20_000 };
const run = "/activity/runs/0190e000-0000-7000-8000-000000000002";
const states = ["one", "fresh", "refused"] as const;
const screens = [
  "/welcome",
  "/integrations",
  "/integrations/add",
  "/companies",
  "/tickets",
  "/opportunities",
  "/projects",
  "/people",
  "/people?tab=users",
  "/devices",
  "/activity",
  "/activity?tab=changes",
  "/activity?tab=broken",
  "/activity?tab=failed",
  "/activity?tab=audit",
  "/activity?tab=find&find=clinic",
  run,
  "/settings",
];

/** Something still loads: it says so, and no notice stands in its place. */
const busy = () =>
  [...document.querySelectorAll("[aria-busy='true']")].some(
    (element) => element.parentElement?.querySelector("[role='alert']") === null,
  );

/** What axe says of a screen when its heading is there and nothing loads any more, or while it loads. */
async function look(path: string, start: MockStart, role: "heading" | "dialog" = "heading", loading = false) {
  await drawAt(path, mockAnswers(start));
  await screen.findByRole(role, role === "heading" ? { level: 1 } : {}, lazily);
  await waitFor(() => expect(busy()).toBe(loading), lazily);
  return violations();
}

const world = (name: string): MockStart => worlds[name]?.() ?? {};

beforeAll(() => {
  // A document as the window's own: axe asks for its language and title.
  document.documentElement.lang = "en-GB";
});

test("what is wrong is found", async () => {
  document.body.innerHTML = `<div>
    <button></button><input><img src="x"><p id="twice"></p><p id="twice" aria-labelledby="twice"></p>
    <div role="grid"><div role="gridcell" tabindex="0">1</div></div><div role="checkbox"></div>
  </div>`;
  const found = await violations();
  document.body.innerHTML = "";
  for (const rule of ["button-name", "label", "image-alt", "aria-required-parent", "aria-required-attr"]) {
    expect(found.some((line) => line.startsWith(`${rule}: `))).toBe(true);
  }
});

for (const state of states) {
  test.each(screens)(`${state}: %s`, async (path) => {
    expect(await look(path, world(state))).toEqual([]);
  });
}

// The first start asks nothing.
test.each(screens.slice(1))("loading: %s", async (path) => {
  expect(await look(path, world("loading"), "heading", true)).toEqual([]);
});

test.each(["states", "many", "syncing", "held", "rights", "sandbox", "paused", "empty"])("integrations, %s", async (name) => {
  expect(await look("/integrations", world(name))).toEqual([]);
});

test.each(["connect", "permissions", "sync", "configure", "import"])("set-up, step %s", async (step) => {
  const integration = mockIntegration();
  const path = `/integrations/${integration.id}/setup/${step}`;
  expect(await look(path, { integrations: [integration] })).toEqual([]);
});

test.each(["/connect/acme", "/connect/acme?sandbox=true"])("%s", async (path) => {
  expect(await look(path, world("one"))).toEqual([]);
});

const address = (stream: string, id: string) =>
  encodeURIComponent(`0190a000-0000-7000-8000-000000000001/${stream}/${id}`);

test.each([
  `/companies?open=${address("companies", "250")}`,
  `/companies?open=${address("companies", "990003")}`,
  `/companies?open=${address("companies", "7")}`,
  `/tickets?open=${address("tickets", "990010")}`,
  "/people?tab=users&open=0190d000-0000-7000-8000-000000000001",
])("drawer %s", async (path) => {
  expect(await look(path, world("one"), "dialog")).toEqual([]);
});
