// A vendor unlike the first: an account's name in place of a host, a token that expires, no boards, statuses that
// are plain words, no opportunities. The wizard draws it from its table alone.
import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";

import type { ConnectorView, ImportQuery, IntegrationView, ReferenceChoice } from "../api";
import type { MockAnswer } from "../api/transport/mock";
import { anIntegration, ID } from "./mock/fixtures";
import { drawWizard } from "./mock/draw-wizard";
import { wizardAnswers } from "./mock/program";

const field = { example: "", secret: false, flag: false, expiry: false, optional: false };
const toggle = { default_on: true };
const record = { every_minutes: 30 };

const tamarack: ConnectorView = {
  id: "tamarack",
  name: "Tamarack",
  category: "PSA",
  summary: "Customers, contacts, technicians, tickets and assets, with statuses, priorities and problem types.",
  fields: [
    { ...field, id: "subdomain", label: "Tamarack Subdomain", help: "The first part of the address that you log in at.", example: "yourcompany" },
    { ...field, id: "api_key", label: "API Key", help: "The API token, shown once when it is made.", example: "T0123", secret: true },
    { ...field, id: "key_expires", label: "API Key expires on", help: "Leave it empty if the token never expires.", example: "2027-04-30", expiry: true, optional: true },
  ],
  help: [{ title: "1. Make a token", steps: ["Open Admin > API Tokens and press New Token."] }],
  areas: [
    { id: "customers", label: "Customers", required: true, grant: "Customers - List/Search" },
    { id: "assets", label: "Assets", required: false, grant: "Assets - List/Search" },
  ],
  product_variables: [],
  toggles: [
    { ...toggle, id: "sync_users", label: "Sync Users", help: "Reads your own technicians.", areas: [] },
    { ...toggle, id: "sync_companies", label: "Sync Companies", help: "Reads customers and their contacts.", areas: ["customers"] },
    { ...toggle, id: "sync_tickets", label: "Enable Ticket Sync", help: "Reads tickets.", areas: [] },
    { ...toggle, id: "sync_assets", label: "Sync Assets", help: "Reads assets.", areas: ["assets"] },
  ],
  filters: [
    { id: "exclude_ticket_statuses", label: "Exclude Statuses", help: "Leaves out tickets in one of these statuses.", stream: "tickets", choose_from: "ticket_statuses", is_switch: false, recommended: false },
  ],
  counts: false,
  sync_remark: "Tamarack has no opportunities, so there are none to sync.",
  choices: [
    { id: "closed_statuses", label: "Closed Statuses", help: "Tickets in one of these statuses count as closed.", section: "Ticket Settings", choose_from: "ticket_statuses", pick: "many", toggle: "sync_tickets", at_once: true },
    { id: "client_comment_status", label: "Client Comment Status", help: "The status that a ticket gets when the client comments on it.", section: "Ticket Settings", choose_from: "ticket_statuses", pick: "one", toggle: "sync_tickets", at_once: false },
  ],
  stages: { statuses: "ticket_statuses", boards: null, toggle: "sync_tickets" },
  imports: { staff: "users", contacts: "contacts", companies: "customers" },
  words: { companies: "Customers", staff: "Technicians", boards: "", devices: "Assets" },
  in_sandbox: true,
  streams: [
    { ...record, name: "customers", label: "Customers", kind: "companies", toggle: "sync_companies" },
    { ...record, name: "contacts", label: "Contacts", kind: "people", toggle: "sync_companies" },
    { ...record, name: "users", label: "Users", kind: "people", toggle: "sync_users" },
    { ...record, name: "tickets", label: "Tickets", kind: "tickets", toggle: "sync_tickets" },
    { ...record, name: "assets", label: "Assets", kind: "devices", toggle: "sync_assets" },
    { ...record, name: "ticket_statuses", label: "Ticket statuses", kind: "reference", toggle: null },
  ],
};

/** The word is the id. */
const statuses = ["New", "In Progress", "Waiting on Customer", "On Hold (old)", "Resolved"].map(
  (word): ReferenceChoice => ({ id: word, name: word, parent: null, parent_name: null, active: true, closed: null, is_default: false }),
);
const note = "Using “acme”: only the name of your account is needed.";
const customer = { vendor_id: "c1", name: "Bay Dental", detail: "", email: null, active: true, linked: null, suggestion: null, obstacle: "" };

function answers(start: IntegrationView[] = []): Record<string, MockAnswer> {
  const usual = wizardAnswers(start);
  return {
    ...usual,
    connectors: () => [tamarack],
    test_credentials: () => ({ proved: ["the subdomain and the API key work"], version: null, base_url: "https://acme.example.com/api/v1", notes: [note] }),
    permissions: () => tamarack.areas.map(({ id, label, required, grant }) => ({ area: id, label, required, grant, result: "Granted", ok: true, details: [] })),
    preview: () => [{ stream: "customers", label: "Customers", total: 1877, kept: 1877, filters: [], problem: null }],
    reference_choices: ({ stream }) => (stream === "ticket_statuses" ? statuses : []),
    stage_suggestions: () => [{ status: "New", stage: "new" }, { status: "Resolved", stage: "resolved" }],
    import_candidates: ({ query }) =>
      (query as ImportQuery).what === "companies" ? { total: 1, linked: 0, rows: [customer] } : { total: 0, linked: 0, rows: [] },
  };
}

const one = (setup: IntegrationView["setup"], more: Partial<IntegrationView> = {}) =>
  anIntegration({ connector: "tamarack", name: "Tamarack", connector_name: "Tamarack", setup, fields: { subdomain: "acme" }, ...more });
const at = (step: string) => `/integrations/${ID}/setup/${step}`;

const uncounted = (name: string, label: string) => ({ stream: name, label, total: null, kept: null, filters: [], problem: null });

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(480);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(640);
});

describe("another vendor", () => {
  it("is connected with an account's name, a token and its last day", async () => {
    const { user, calls } = drawWizard("/connect/tamarack", answers());
    await user.type(await screen.findByLabelText(/^Tamarack Subdomain/), "https://acme.example.com");
    await user.type(screen.getByLabelText(/^API Key/, { selector: "input[type=password]" }), "T1");
    const day = screen.getByLabelText(/^API Key expires on/);
    await user.type(day, "30.04.2027");
    await user.click(screen.getByRole("button", { name: "Test Connection" }));
    expect(screen.getByText("API Key expires on takes a day, as 2027-04-30.")).toBeTruthy();
    expect(document.activeElement).toBe(day);
    await user.clear(day);
    await user.type(day, "2027-04-30");
    await user.click(screen.getByRole("button", { name: "Test Connection" }));
    await screen.findByText("Connected");
    // The remark is about the name that was cut, wherever else its words occur.
    const subdomain = screen.getByLabelText(/^Tamarack Subdomain/);
    const described = (subdomain.getAttribute("aria-describedby") ?? "").split(" ");
    expect(described.some((id) => document.getElementById(id)?.textContent === note)).toBe(true);
    expect(calls("test_credentials")[0]?.["draft"]).toMatchObject({
      fields: { subdomain: "https://acme.example.com", key_expires: "2027-04-30" },
      secrets: { api_key: "T1" },
    });
  });

  it("says in its Sync step what it does not offer, and leaves out by a status that is a word", async () => {
    const { user, calls } = drawWizard(at("sync"), answers([one("sync")]));
    expect(await screen.findByText("Tamarack has no opportunities, so there are none to sync.")).toBeTruthy();
    expect(screen.getByRole("switch", { name: "Sync Assets" })).toBeTruthy();
    expect(await screen.findByText("1,877 customers")).toBeTruthy();
    const scope = within(screen.getByRole("region", { name: "Ticket Sync Scope" }));
    await user.click(await scope.findByRole("combobox", { name: /^Exclude Statuses/ }));
    await user.click(await screen.findByRole("option", { name: "On Hold (old)" }));
    await user.keyboard("{Escape}");
    await user.click(screen.getByRole("button", { name: "Next" }));
    await waitFor(() => expect(calls("set_settings")).toHaveLength(1));
    expect(calls("set_settings")[0]?.["changes"]).toEqual([
      { key: "exclude_ticket_statuses", value: '["On Hold (old)"]' },
    ]);
  });

  it("says where the vendor does not count, and shows what was read so far", async () => {
    const stream = { on: true, gone: 0, last_success_at: null, next_due_at: null, failures: 0, shrink_hold: null };
    const streams: IntegrationView["streams"] = [
      { ...stream, stream: "customers", label: "Customers", kind: "company", live: 1204 },
      { ...stream, stream: "contacts", label: "Contacts", kind: "person", live: 0 },
    ];
    drawWizard(at("sync"), {
      ...answers([one("sync", { streams })]),
      preview: () => [uncounted("customers", "Customers"), uncounted("contacts", "Contacts")],
    });
    expect(await screen.findByText("1,204 customers read so far")).toBeTruthy();
    expect(screen.getByText("counted when it is read")).toBeTruthy();
    expect(screen.getAllByText(/^Tamarack does not count its records ahead/).length).toBe(2);
    // The help promises nothing else.
    expect(screen.queryByText(/asked from the vendor/)).toBeNull();
  });

  it("is configured without boards: one comment status, words on the stage board", async () => {
    const { user, calls } = drawWizard(at("configure"), answers([one("configure")]));
    await user.click(await screen.findByRole("combobox", { name: /^Client Comment Status/ }));
    await user.click(await screen.findByRole("option", { name: "Waiting on Customer" }));
    await waitFor(() =>
      expect(calls("set_settings").flatMap(({ changes }) => changes)).toContainEqual({
        key: "client_comment_status",
        value: '["Waiting on Customer"]',
      }),
    );
    expect(screen.queryByText(/undefined|null|NaN/)).toBeNull();
    expect(screen.queryByLabelText(/board/i, { selector: "input" })).toBeNull();
    expect(screen.getAllByText("In Progress").length).toBeGreaterThan(0);
  });

  it("imports technicians and customers, each under its own word", async () => {
    const { user } = drawWizard(at("import"), answers([one("import")]));
    expect(await screen.findByRole("tab", { name: "Users (Technicians)" })).toBeTruthy();
    await user.click(screen.getByRole("tab", { name: "Companies (Customers)" }));
    await user.click(await screen.findByLabelText("Import Companies Now"));
    await user.click(await screen.findByLabelText("Import Bay Dental"));
    expect(screen.getByRole("button", { name: "Import 1 company" })).toBeTruthy();
  });

  it("shows the last day of its token when it is looked at again", async () => {
    drawWizard(at("connect"), answers([one(null, { fields: { subdomain: "acme", key_expires: "2999-04-30" } })]));
    expect(await screen.findByText("30 April 2999")).toBeTruthy();
  });
});
