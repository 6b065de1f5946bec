// Nothing that was typed as a secret stays in the page after it was sent.
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";

import { drawAt, type Drawn } from "../test/draw";

vi.setConfig({ testTimeout: 30_000 });

const PASSPHRASE = "correct horse battery";
const locked = (has_file: boolean) => ({
  phase: "locked",
  has_file,
  why: { code: "vault", who: "you", say: "There is no keyring.", hint: "", field: null, reference: null },
});

/** Everything that the caches of the page hold, and what stands in its fields. */
const kept = ({ queryClient, container }: Drawn) =>
  JSON.stringify([
    queryClient.getMutationCache().getAll().map(({ state }) => state),
    queryClient.getQueryCache().getAll().map(({ state }) => state),
    [...container.ownerDocument.querySelectorAll("input")].map(({ value }) => value),
    container.ownerDocument.body.innerHTML,
  ]);

test("a passphrase that opened the safe is forgotten", async () => {
  let phase: unknown = locked(true);
  const drawn = await drawAt("/tickets", {
    startup: () => phase,
    unlock: () => {
      phase = { phase: "ready" };
      return null;
    },
  });
  await userEvent.type(await screen.findByLabelText(/Passphrase/), `${PASSPHRASE}{Enter}`);
  await screen.findByRole("heading", { name: "Tickets" });
  expect(kept(drawn)).not.toContain(PASSPHRASE);
});

test("a passphrase that was refused is forgotten, and asked for again where the focus is", async () => {
  const drawn = await drawAt("/tickets", {
    startup: () => locked(true),
    unlock: () => {
      // The carrier rejects with the command's error, as the desktop program does.
      // oxlint-disable-next-line typescript/only-throw-error
      throw { code: "passphrase", who: "you", say: "The passphrase is wrong.", hint: "Type it again.", field: null, reference: null };
    },
  });
  const field = await screen.findByLabelText<HTMLInputElement>(/Passphrase/);
  await userEvent.type(field, `${PASSPHRASE}{Enter}`);
  expect(await screen.findByText("The passphrase is wrong.")).toBeDefined();
  expect(kept(drawn)).not.toContain(PASSPHRASE);
  expect(field.value).toBe("");
  await waitFor(() => expect(document.activeElement).toBe(field));
});

test("a new passphrase is forgotten in both of its fields", async () => {
  const drawn = await drawAt("/tickets", {
    startup: () => locked(false),
    unlock: () => {
      // oxlint-disable-next-line typescript/only-throw-error
      throw { code: "disk", who: "us", say: "The disk is full.", hint: "", field: null, reference: null };
    },
  });
  await userEvent.type(await screen.findByLabelText(/^Passphrase/), PASSPHRASE);
  await userEvent.type(screen.getByLabelText(/once more/), `${PASSPHRASE}{Enter}`);
  expect(await screen.findByText("The disk is full.")).toBeDefined();
  expect(kept(drawn)).not.toContain(PASSPHRASE);
});
