// The window as a whole: going about by keyboard, the palette, the strips, and what the program sends.
import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";

import { createAppRouter } from "../router";
import { drawAt } from "../test/draw";
import { theme } from "../theme";
import { anIntegration } from "../test/integrations";
import { makeQueryClient } from "./queries";

const one = anIntegration();

test("the first stop of the keyboard is the skip link, and it moves the focus to the screen", async () => {
  await drawAt("/tickets", { integrations: () => [one] });
  await screen.findByRole("heading", { level: 1, name: "Tickets" });
  await userEvent.tab();
  expect(document.activeElement?.textContent).toBe("Skip to content");
  await userEvent.keyboard("{Enter}");
  expect(document.activeElement).toBe(screen.getByRole("main"));
});

test("the rail goes to every place by keyboard, and the window is named after it", async () => {
  const { router } = await drawAt("/integrations", { integrations: () => [one] });
  const rail = await screen.findByRole("navigation", { name: "Main" });
  const names = within(rail).getAllByRole("link").map((link) => link.textContent);
  expect(names).toEqual([
    "Integrations", "Companies", "Tickets", "Opportunities", "Projects", "People", "Devices", "Activity", "Settings",
  ]);
  within(rail).getByRole("link", { name: "Devices" }).focus();
  await userEvent.keyboard("{Enter}");
  expect(await screen.findByRole("heading", { level: 1, name: "Devices" })).toBeDefined();
  expect(router.state.location.pathname).toBe("/devices");
  expect(document.title).toBe("Devices · Patchbay");
  expect(within(rail).getByRole("link", { name: "Devices" }).getAttribute("aria-current")).toBe("page");
});

test("a collapsed rail keeps the names of its places", async () => {
  await drawAt("/tickets", { integrations: () => [one] });
  // The test's window is narrow, so the rail begins collapsed.
  await userEvent.click(await screen.findByRole("button", { name: "Expand the navigation" }));
  await userEvent.click(await screen.findByRole("button", { name: "Collapse the navigation" }));
  expect(screen.getByRole("button", { name: "Expand the navigation" })).toBeDefined();
  const rail = screen.getByRole("navigation", { name: "Main" });
  expect(within(rail).getByRole("link", { name: "People" })).toBeDefined();
});

test("a count stands only where something waits for a person", async () => {
  await drawAt("/tickets", {
    integrations: () => [one, anIntegration({ id: "2", name: "B", state: "error", reason: "The key was refused." })],
  });
  expect(await screen.findByRole("link", { name: "Integrations 1 waits for you" })).toBeDefined();
  expect(screen.getByRole("link", { name: "Activity" })).toBeDefined();
});

test("the first start leads to the welcome, later ones to the integrations", async () => {
  const first = await drawAt("/", { integrations: () => [] });
  await waitFor(() => expect(first.router.state.location.pathname).toBe("/welcome"));
  first.unmount();
  const later = await drawAt("/", { integrations: () => [one] });
  await waitFor(() => expect(later.router.state.location.pathname).toBe("/integrations"));
});

test("an address without a screen says so", async () => {
  await drawAt("/nowhere");
  expect(await screen.findByText("There is nothing at this address")).toBeDefined();
});

test("the sandbox is named on every screen and removed after a question", async () => {
  let removed = 0;
  const { program } = await drawAt("/people", {
    integrations: () => (removed > 0 ? [] : [anIntegration({ sandbox: true })]),
    remove_sandbox: () => {
      removed += 1;
      return { integrations: 1, records: 5, imported: 0 };
    },
  });
  expect(await screen.findByText("Sandbox: everything here is made up")).toBeDefined();
  await userEvent.click(screen.getByRole("button", { name: "Remove sandbox" }));
  const dialog = await screen.findByRole("dialog");
  expect(dialog.textContent).toContain("Integrations of your own are not touched.");
  expect(program.calls.some(({ command }) => command === "remove_sandbox")).toBe(false);
  await userEvent.click(within(dialog).getByRole("button", { name: "Remove sandbox" }));
  await waitFor(() => expect(screen.queryByText(/everything here is made up/)).toBeNull());
  expect(removed).toBe(1);
});

test.each([[0, "/welcome"], [1, "/integrations"]])(
  "the sandbox that is removed within its own wizard leads on; %i others are left",
  async (others, to) => {
    let removed = false;
    const rest = others === 0 ? [] : [anIntegration({ id: "mine", name: "Mine" })];
    const { router } = await drawAt(`/integrations/${one.id}/setup/connect`, {
      integrations: () => (removed ? rest : [anIntegration({ sandbox: true }), ...rest]),
      remove_sandbox: () => {
        removed = true;
        return { integrations: 1, records: 5, imported: 0 };
      },
    });
    await userEvent.click(await screen.findByRole("button", { name: "Remove sandbox" }));
    await userEvent.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Remove sandbox" }));
    await waitFor(() => expect(router.state.location.pathname).toBe(to));
    expect(screen.queryByText("This integration is not here any more")).toBeNull();
  },
);

test("where real keys are typed, the strip does not call them made up", async () => {
  const sandboxed = { integrations: () => [anIntegration({ sandbox: true })], open_sandbox: () => [] };
  const real = await drawAt("/connect/northwind", sandboxed);
  expect(
    await screen.findByText("Sandbox: everything of Northwind PSA is made up. This form takes real keys."),
  ).toBeDefined();
  real.unmount();
  const catalogue = await drawAt("/integrations/add", sandboxed);
  expect(await screen.findByText("Sandbox: everything of Northwind PSA is made up")).toBeDefined();
  catalogue.unmount();
  await drawAt("/connect/northwind?sandbox=true", sandboxed);
  expect(await screen.findByText("Sandbox: everything here is made up")).toBeDefined();
});

test("the program that is not reached is said so, and asked again", async () => {
  let calls = 0;
  await drawAt("/tickets", {
    record_page: () => ({ total: 0, as_of: null, rows: [] }),
    integrations: () => {
      calls += 1;
      if (calls === 1) {
        throw new Error("gone");
      }
      return [one];
    },
  });
  const strip = await screen.findByRole("alert", { name: "Notice: not reachable" });
  expect(strip.textContent).toContain("The window could not reach the program behind it.");
  await userEvent.click(within(strip).getByRole("button", { name: "Try again" }));
  await waitFor(() =>
    expect(screen.queryByRole("alert", { name: "Notice: not reachable" })).toBeNull(),
  );
});

test("a screen that cannot be reached either says so once, and asks for both again", async () => {
  let reached = false;
  const or = (answer: unknown) => () => (reached ? answer : Promise.reject(new Error("gone")));
  await drawAt("/tickets", {
    integrations: or([one]),
    record_page: or({ total: 0, as_of: null, rows: [] }),
  });
  await screen.findByRole("button", { name: "Try again" });
  await waitFor(() => expect(screen.queryByRole("alert", { name: "Notice: not reachable" })).toBeNull());
  await waitFor(() => expect(screen.getAllByText("The window could not reach the program behind it.")).toHaveLength(1));
  reached = true;
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(screen.queryByText("The window could not reach the program behind it.")).toBeNull());
});

test("an error that the screen itself shows is not said twice", async () => {
  await drawAt("/integrations", { integrations: () => Promise.reject(new Error("the channel is closed")) });
  await screen.findByRole("heading", { level: 1, name: "Integrations" });
  expect(await screen.findAllByText("The window could not reach the program behind it.")).toHaveLength(1);
  expect(screen.getAllByRole("button", { name: "Try again" })).toHaveLength(1);
});

test("no link but the skip link reads as one within the page", () => {
  const { history } = createAppRouter(makeQueryClient());
  expect(history.createHref("/companies?search=a")).toBe("index.html#/companies?search=a");
});

test("menus and lists are drawn within the screen, not beside its landmarks", async () => {
  await drawAt("/tickets", { integrations: () => [one] });
  expect(theme.components?.["Popover"]?.defaultProps).toMatchObject({ portalProps: { target: "#menus" } });
  await waitFor(() => expect(document.querySelector("main #menus")).not.toBeNull());
});

test("a locked safe asks for its passphrase before any screen is shown", async () => {
  let phase: unknown = {
    phase: "locked",
    has_file: true,
    why: { code: "locked", who: "you", say: "Your keys are in an encrypted file.", hint: "", field: null, reference: null },
  };
  const { program } = await drawAt("/tickets", {
    startup: () => phase,
    unlock: () => {
      phase = { phase: "ready" };
      return null;
    },
  });
  expect(await screen.findByRole("heading", { name: "Unlock Patchbay" })).toBeDefined();
  expect(screen.queryByRole("navigation")).toBeNull();
  // The file is the chosen safe: no other one takes its place by a slip of the hand.
  expect(screen.queryByRole("button", { name: "Try the keyring again" })).toBeNull();
  await userEvent.type(screen.getByLabelText(/Passphrase/), "correct horse{Enter}");
  expect(await screen.findByRole("heading", { name: "Tickets" })).toBeDefined();
  expect(program.calls.find(({ command }) => command === "unlock")?.args).toEqual({ passphrase: "correct horse" });
});

test.each([true, false])("a keyring that did not open can be tried again (file: %s)", async (has_file) => {
  let phase: unknown = {
    phase: "locked",
    has_file,
    why: { code: "no_keyring", who: "you", say: "There is no keyring.", hint: "", field: null, reference: null },
  };
  await drawAt("/tickets", {
    startup: () => phase,
    open_again: () => {
      phase = { phase: "ready" };
      return null;
    },
  });
  await userEvent.click(await screen.findByRole("button", { name: "Try the keyring again" }));
  expect(await screen.findByRole("heading", { name: "Tickets" })).toBeDefined();
});

test("a question about closing that is left without an answer is told to the program", async () => {
  const { program } = await drawAt("/nowhere", { integrations: () => [one], closing_dismissed: () => null });
  act(() => program.send("page-event", { event: "ask_about_closing" }));
  await screen.findByRole("button", { name: "Quit Patchbay" });
  await userEvent.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("button", { name: "Quit Patchbay" })).toBeNull());
  expect(program.calls.filter(({ command }) => command === "closing_dismissed")).toHaveLength(1);
  expect(program.calls.some(({ command }) => command === "closing_answer")).toBe(false);
});

test("before the program is open, the answer to the question about closing is for this once", async () => {
  const { program } = await drawAt("/tickets", {
    startup: () => ({
      phase: "locked",
      has_file: true,
      why: { code: "locked", who: "you", say: "Your keys are in an encrypted file.", hint: "", field: null, reference: null },
    }),
    closing_answer: () => null,
  });
  await screen.findByRole("heading", { name: "Unlock Patchbay" });
  act(() => program.send("page-event", { event: "ask_about_closing" }));
  await screen.findByRole("button", { name: "Quit Patchbay" });
  expect(screen.queryByRole("checkbox")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Quit Patchbay" }));
  await waitFor(() =>
    expect(program.calls.find(({ command }) => command === "closing_answer")?.args).toEqual({
      toTray: false,
      remember: false,
    }),
  );
});

test("an event of the program shows a place, and the question about closing is answered", async () => {
  const { program, router } = await drawAt("/tickets", {
    integrations: () => [one],
    closing_answer: () => null,
  });
  await screen.findByRole("heading", { level: 1, name: "Tickets" });
  act(() => program.send("page-event", { event: "go_to", path: "/activity/runs/r-1" }));
  await waitFor(() => expect(router.state.location.pathname).toBe("/activity/runs/r-1"));
  act(() => program.send("page-event", { event: "ask_about_closing" }));
  // It is not known here whether the desktop has one.
  expect(await screen.findByText(/where the desktop has no tray, the window is minimised/)).toBeDefined();
  await userEvent.click(await screen.findByRole("button", { name: "Go on in the tray" }));
  await waitFor(() =>
    expect(program.calls.find(({ command }) => command === "closing_answer")?.args).toEqual({
      toTray: true,
      remember: true,
    }),
  );
});

test("the appearance is chosen and remembered", async () => {
  await drawAt("/nowhere", { integrations: () => [one] });
  await userEvent.click(await screen.findByRole("button", { name: /^Appearance/ }));
  await userEvent.click(await screen.findByRole("menuitemradio", { name: "Dark" }));
  expect(document.documentElement.dataset["mantineColorScheme"]).toBe("dark");
  expect(localStorage.getItem("mantine-color-scheme-value")).toBe("dark");
});
