// The first start: each door leads where it says.
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";

import { mockAnswers } from "../api/mock";
import type { AppError } from "../api";
import { drawAt } from "../test/draw";

const lazily = { timeout: 10_000 };

test("the start of an empty program is the welcome, and its first door the catalogue", async () => {
  const { router } = await drawAt("/", mockAnswers({}));
  await userEvent.click(await screen.findByRole("link", { name: "Connect a tool" }, lazily));
  await waitFor(() => expect(router.state.location.pathname).toBe("/integrations/add"));
});

test("the second door opens the sandbox and goes on to connect its first tool", async () => {
  const { router, program } = await drawAt("/welcome", mockAnswers({}));
  await userEvent.click(await screen.findByRole("button", { name: "Explore with the sandbox" }, lazily));
  await waitFor(() => expect(router.state.location.pathname).toBe("/connect/acme"));
  expect(router.state.location.search).toEqual({ sandbox: true });
  expect(program.calls.some(({ command }) => command === "open_sandbox")).toBe(true);
});

test("a sandbox that cannot be opened says why, here", async () => {
  const why: AppError = { code: "port", who: "us", say: "No port is free.", hint: "Close a program.", field: null, reference: null };
  const { router } = await drawAt("/welcome", {
    ...mockAnswers({}),
    open_sandbox: () => {
      throw why;
    },
  });
  await userEvent.click(await screen.findByRole("button", { name: "Explore with the sandbox" }, lazily));
  expect(await screen.findByText("No port is free.")).toBeDefined();
  expect(router.state.location.pathname).toBe("/welcome");
});

test.each([
  ["The keyring of this computer", "The key stays on this computer: in its keyring."],
  ["An encrypted file in the data folder", "The key stays on this computer: in an encrypted file in the data folder."],
])("says truly where keys are kept: %s", async (vault, words) => {
  await drawAt("/welcome", {
    ...mockAnswers({}),
    about: () => ({ version: "0.1.0", data_folder: "", log_folder: "", database_bytes: 0, vault }),
  });
  expect(await screen.findByText(words, {}, lazily)).toBeDefined();
});
