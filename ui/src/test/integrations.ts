// Made-up integrations for tests.
import type { IntegrationView } from "../api";

/** An integration that is well, with whatever the test says differently. */
export function anIntegration(differently: Partial<IntegrationView> = {}): IntegrationView {
  return {
    id: "0193b5d2-8c1e-7d40-9a55-3f0e6a7b1c01",
    connector: "northwind",
    name: "Northwind PSA",
    connector_name: "Northwind Manage",
    category: "PSA",
    sandbox: false,
    setup: null,
    credentials_expire_on: null,
    state: "connected",
    reason: "",
    syncing: false,
    fields: {},
    settings: {},
    last_success_at: "2026-11-22T10:00:00Z",
    next_due_at: "2026-11-22T10:15:00Z",
    streams: [],
    ...differently,
  };
}
