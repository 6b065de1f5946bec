// The Connect step: testing, saving, refusals at their field, the sandbox, and secrets that are never shown again.
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { anIntegration, fernwood, ID, refusal } from "../mock/fixtures";
import { drawWizard } from "../mock/draw-wizard";
import { wizardAnswers } from "../mock/program";
import { faultsOf, placeNotes, startWith, uniqueName } from "./form";

const SECRET = "sEcReT-4711";

async function fill(user: ReturnType<typeof drawWizard>["user"]) {
  await user.click(await screen.findByLabelText(/^Host/));
  await user.paste("https://desk.example.com/login");
  await user.click(screen.getByLabelText(/^Account/));
  await user.paste("northwind");
  await user.click(screen.getByLabelText(/^API Key/));
  await user.paste(SECRET);
}

describe("a new connection", () => {
  it("tests without saving, and shows each proved point and what was cleaned", async () => {
    const { user, calls } = drawWizard("/connect/fernwood", wizardAnswers());
    await fill(user);
    await user.click(screen.getByRole("button", { name: "Test Connection" }));
    expect(await screen.findByText("Read companies")).toBeTruthy();
    expect(screen.getByText("2026.3")).toBeTruthy();
    expect(screen.getByText("https://desk.example.com/api")).toBeTruthy();
    const host = screen.getByLabelText(/^Host/).closest(".mantine-Stack-root") as HTMLElement;
    expect(within(host).getByText(/^Removed https:\/\//)).toBeTruthy();
    expect(calls("add_integration")).toHaveLength(0);
    expect(calls("test_credentials")[0]?.["draft"]).toEqual({
      connector: "fernwood",
      name: "Fernwood PSA",
      fields: { host: "https://desk.example.com/login", account: "northwind", any_certificate: "false" },
      secrets: { api_key: SECRET },
      sandbox: false,
    });
  });

  it("keeps the button and the verdict in one line that stays in sight, behind the last field", async () => {
    let fails = false;
    const answers = wizardAnswers();
    const { user } = drawWizard("/connect/fernwood", {
      ...answers,
      test_credentials: (args) => {
        if (fails) {
          throw refusal({ say: "The key was refused.", field: "api_key" });
        }
        return answers["test_credentials"]?.(args);
      },
    });
    await fill(user);
    const button = screen.getByRole("button", { name: "Test Connection" });
    const bar = button.closest("[class*=testBar]") as HTMLElement;
    // It says nothing yet, but is there: only then is what it says read out.
    const verdict = bar.querySelector("output") as HTMLElement;
    expect(verdict.textContent).toBe("");
    const last = screen.getByRole("switch", { name: "Allow any certificate" });
    expect(last.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
    await user.click(button);
    await waitFor(() => expect(verdict.textContent).toBe("Connected"));
    fails = true;
    await user.type(screen.getByLabelText(/^Account/), "2");
    expect(verdict.textContent).toBe("");
    await user.click(button);
    expect(await within(bar).findByText("Not connected")).toBeTruthy();
  });

  it("says at the field, and politely, what was changed in what was typed", async () => {
    const { user } = drawWizard("/connect/fernwood", wizardAnswers());
    await fill(user);
    const host = screen.getByLabelText(/^Host/);
    // The place is there before it has something to say: only then is it read out.
    const notes = document.querySelector(`#${CSS.escape(host.id)}-notes`) as HTMLElement;
    expect(notes.getAttribute("aria-live")).toBe("polite");
    expect(notes.textContent).toBe("");
    await user.click(screen.getByRole("button", { name: "Test Connection" }));
    await waitFor(() => expect(notes.textContent).toBe("Removed https:// and the path; only the host is used."));
    expect(host.getAttribute("aria-describedby")?.split(" ")).toContain(notes.id);
    // Its help is still read with it.
    expect(host.getAttribute("aria-describedby")?.split(" ").length).toBeGreaterThan(1);
  });

  it("tests on Next, then saves, goes on to the permissions and shows no secret any more", async () => {
    const { user, calls, address, container } = drawWizard("/connect/fernwood", wizardAnswers());
    await fill(user);
    await user.click(screen.getByRole("button", { name: "Next" }));
    expect(await screen.findByRole("heading", { name: "Permissions", level: 2 })).toBeTruthy();
    expect(calls("test_credentials")).toHaveLength(1);
    expect(calls("add_integration")).toHaveLength(1);
    expect(address()).toBe(`/integrations/${ID}/setup/permissions`);
    await user.click(await screen.findByRole("button", { name: /^Connect\b.*done/ }));
    expect(await screen.findByText("Kept in the keyring of this computer")).toBeTruthy();
    expect(document.body.innerHTML).not.toContain(SECRET);
    expect([...container.querySelectorAll("input")].map(({ value }) => value)).not.toContain(SECRET);
  });

  it("binds a refusal to its field, moves the focus there and keeps the vendor's words under a fold", async () => {
    const { user, calls, address } = drawWizard("/connect/fernwood", {
      ...wizardAnswers(),
      test_credentials: () => {
        throw refusal({
          code: "unauthorized",
          say: "The key was refused.",
          hint: "Copy it again.",
          field: "api_key",
          reference: "401 bad key (request 77)",
        });
      },
    });
    await fill(user);
    await user.click(screen.getByRole("button", { name: "Next" }));
    const key = screen.getByLabelText(/^API Key/);
    await waitFor(() => expect(key.getAttribute("aria-invalid")).toBe("true"));
    expect(document.activeElement).toBe(key);
    const alert = screen.getByText("The connection test failed").closest("[role=alert]") as HTMLElement;
    expect(alert.textContent).toContain("Copy it again.");
    expect(within(alert).getByText("401 bad key (request 77)").closest("details")?.open).toBe(false);
    expect(calls("add_integration")).toHaveLength(0);
    expect(address()).toBe("/connect/fernwood");
    // Nor does Save & Exit save what the test refuses.
    await user.click(screen.getByRole("button", { name: "Save & Exit" }));
    await waitFor(() => expect(calls("test_credentials")).toHaveLength(2));
    await waitFor(() => expect(document.activeElement).toBe(key));
    expect(calls("add_integration")).toHaveLength(0);
    // What is typed next is another thing: the refusal goes.
    await user.type(key, "x");
    expect(screen.queryByText("The connection test failed")).toBeNull();
  });

  it("asks for what is missing before it calls anybody", async () => {
    const { user, calls } = drawWizard("/connect/fernwood", wizardAnswers());
    await user.click(await screen.findByRole("button", { name: "Test Connection" }));
    expect(screen.getByText("Host is missing.")).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByLabelText(/^Host/));
    expect(calls("test_credentials")).toHaveLength(0);
  });

  it("tests anew on Save & Exit what was changed since the last test, and says where it goes on", async () => {
    const { user, calls, address } = drawWizard("/connect/fernwood", wizardAnswers());
    await fill(user);
    await user.click(screen.getByRole("button", { name: "Test Connection" }));
    await screen.findByText("Connected");
    await user.type(screen.getByLabelText(/^Account/), "2");
    await user.click(screen.getByRole("button", { name: "Save & Exit" }));
    expect(await screen.findByText("All integrations")).toBeTruthy();
    expect(calls("test_credentials")).toHaveLength(2);
    expect(calls("add_integration")).toHaveLength(1);
    expect(address()).toBe("/integrations");
  });

  it("says that it could not be saved, at the name if the name is the reason", async () => {
    const { user } = drawWizard("/connect/fernwood", {
      ...wizardAnswers(),
      add_integration: () => {
        throw refusal({ say: "The name is taken.", field: "name" });
      },
    });
    await fill(user);
    await user.click(screen.getByRole("button", { name: "Next" }));
    expect(await screen.findByText("It could not be saved")).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByLabelText(/^Name/));
  });

  it("is filled in by the sandbox, secrets by name only", async () => {
    const { user, calls } = drawWizard("/connect/fernwood?sandbox=true", wizardAnswers([anIntegration()]));
    const host = await screen.findByLabelText<HTMLInputElement>(/^Host/);
    expect(host.value).toBe("http://127.0.0.1:41733");
    expect(screen.getByLabelText<HTMLInputElement>(/^API Key/).value).toBe("Filled in by the sandbox");
    expect(screen.getByLabelText<HTMLInputElement>(/^Name/).value).toBe("Fernwood PSA 2");
    await user.click(screen.getByRole("button", { name: "Next" }));
    await waitFor(() => expect(calls("add_integration")).toHaveLength(1));
    expect(calls("add_integration")[0]?.["draft"]).toMatchObject({ sandbox: true, secrets: {} });
  });

  it("asks before what was typed is lost, and stays", async () => {
    const { user, address } = drawWizard("/connect/fernwood", wizardAnswers());
    await user.type(await screen.findByLabelText(/^Host/), "d");
    await user.click(screen.getByText("Rail"));
    expect(await screen.findByText("Leave without saving?")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Cancel" }));
    expect(address()).toBe("/connect/fernwood");
    await user.click(screen.getByText("Rail"));
    await user.click(await screen.findByRole("button", { name: "Leave" }));
    expect(await screen.findByText("All integrations")).toBeTruthy();
  });
});

describe("a connection that exists", () => {
  const done = anIntegration({ setup: null });
  const path = `/integrations/${ID}/setup/connect`;

  it("tells when an optional field was emptied, and says of a past day that it is over", async () => {
    const fields = { host: "desk.example.com", account: "northwind", expires_on: "2020-02-01" };
    const { user, calls } = drawWizard(path, wizardAnswers([anIntegration({ setup: null, fields })]));
    expect(await screen.findByText("1 February 2020: expired")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Replace credentials" }));
    await user.clear(screen.getByLabelText(/^Key expires on/));
    await user.click(screen.getByRole("button", { name: "Test and replace" }));
    await waitFor(() => expect(calls("replace_credentials")).toHaveLength(1));
    expect(calls("replace_credentials")[0]?.["fields"]).toMatchObject({ expires_on: "", account: "northwind" });
  });

  it("tests the new credentials and forgets them", async () => {
    const { user, calls } = drawWizard(path, wizardAnswers([done]));
    await user.click(await screen.findByRole("button", { name: "Replace credentials" }));
    await user.click(screen.getByLabelText(/^API Key/));
    await user.paste(SECRET);
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Next" }).disabled).toBe(true);
    await user.click(screen.getByRole("button", { name: "Test and replace" }));
    expect(await screen.findByText("Replaced: the new credentials are in force")).toBeTruthy();
    expect(calls("replace_credentials")[0]).toMatchObject({ integration: ID, secrets: { api_key: SECRET } });
    expect(document.body.innerHTML).not.toContain(SECRET);
    await user.click(screen.getByRole("button", { name: "Replace credentials" }));
    expect(screen.getByLabelText<HTMLInputElement>(/^API Key/).value).toBe("");
  });

  it("says that the old ones stay in force when the new ones fail", async () => {
    const { user } = drawWizard(path, {
      ...wizardAnswers([done]),
      replace_credentials: () => {
        throw refusal({ say: "The key was refused.", field: "api_key" });
      },
    });
    await user.click(await screen.findByRole("button", { name: "Replace credentials" }));
    await user.click(screen.getByLabelText(/^API Key/));
    await user.paste(SECRET);
    await user.click(screen.getByRole("button", { name: "Test and replace" }));
    expect(await screen.findByText("Not replaced: the old credentials are still in force")).toBeTruthy();
    // The old ones still connect.
    expect(screen.getByText("Not replaced")).toBeTruthy();
    expect(screen.queryByText("Not connected")).toBeNull();
    await user.click(screen.getByRole("button", { name: "Cancel" }));
    expect(screen.getByRole("button", { name: "Retest Connection" })).toBeTruthy();
  });

  it("saves a new name on Next, and tells when it cannot", async () => {
    let taken = true;
    const answers = wizardAnswers([done]);
    const { user, calls, address } = drawWizard(path, {
      ...answers,
      set_settings: (args) => {
        if (taken) {
          throw refusal({ say: "The name is taken." });
        }
        return answers["set_settings"]?.(args);
      },
    });
    await user.type(await screen.findByLabelText(/^Name/), " East");
    await user.click(screen.getByRole("button", { name: "Next" }));
    expect(await screen.findByText("The name is taken.")).toBeTruthy();
    expect(address()).toBe(path);
    taken = false;
    await user.click(screen.getByRole("button", { name: "Next" }));
    expect(await screen.findByRole("heading", { name: "Permissions", level: 2 })).toBeTruthy();
    expect(calls("set_settings")[1]?.["changes"]).toEqual([{ key: "name", value: "Fernwood PSA East" }]);
  });
});

describe("the form", () => {
  it("makes names unique without minding capitals", () => {
    expect(uniqueName("Desk", ["desk", "Desk 2"])).toBe("Desk 3");
    expect(uniqueName("Desk", [])).toBe("Desk");
  });

  it("knows a day from what is none", () => {
    const typed = startWith(fernwood, { host: "a", account: "b" });
    const at = (expires_on: string) =>
      faultsOf(fernwood, { values: { ...typed.values, expires_on } }, ({ secret }) => secret);
    expect(at("30.04.2027")).toHaveProperty("expires_on");
    expect(at("2027-13-01")).toHaveProperty("expires_on");
    expect(at("2027-04-30")).toEqual({});
  });

  it("puts a remark under the field that it is about", () => {
    const values = { host: "desk.example.com", account: "north wind" };
    expect(placeNotes(fernwood, { values }, ["Spaces were removed."])).toHaveProperty("account");
    expect(placeNotes(fernwood, { values }, ["Host: only the name is used."])).toHaveProperty("host");
    expect(placeNotes(fernwood, { values: {} }, ["Something."])).toHaveProperty("host");
  });
});
