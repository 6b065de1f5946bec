// The first screen in its three states, against a mock carrier.
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";

import { draw } from "../test/draw";
import { AboutPage } from "./AboutPage";

const about = { version: "4.5.6", dataFolder: "/home/someone/.local/share/patchbay" };

test("shows the version and the folder that the program answers", async () => {
  draw(<AboutPage />, { about: () => about });
  expect(await screen.findByText("Version 4.5.6")).toBeDefined();
  expect(screen.getByText(about.dataFolder)).toBeDefined();
  expect(screen.getByText("patchbay-cli demo")).toBeDefined();
  expect(screen.queryByRole("alert")).toBeNull();
});

test("shows the program's own words when it refuses", async () => {
  const refusal = { say: "There is no home folder.", hint: "Set HOME and start again." };
  draw(<AboutPage />, {
    about: () => {
      // The carrier rejects with the command's error, as the desktop program does.
      // oxlint-disable-next-line typescript/only-throw-error
      throw refusal;
    },
  });
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain(refusal.say);
  expect(alert.textContent).toContain(refusal.hint);
  expect(screen.getByText("Version unknown")).toBeDefined();
});

test("asks again on request after the program was not reached", async () => {
  let calls = 0;
  draw(<AboutPage />, {
    about: () => {
      calls += 1;
      if (calls === 1) {
        throw new Error("not reached");
      }
      return about;
    },
  });
  await userEvent.click(await screen.findByRole("button", { name: "Try again" }));
  expect(await screen.findByText("Version 4.5.6")).toBeDefined();
  expect(screen.queryByRole("alert")).toBeNull();
  expect(calls).toBe(2);
});
