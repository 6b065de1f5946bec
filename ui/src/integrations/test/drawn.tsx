// The Integrations page with one integration, for its tests.
import { screen, within } from "@testing-library/react";

import type { AppError } from "../../api";
import type { MockAnswer } from "../../api/transport/mock";
import { draw, type Drawn } from "../../test/draw";
import { anIntegration } from "../../test/integrations";
import { IntegrationsPage } from "../IntegrationsPage";

/** The one integration. */
export const id = anIntegration().id;
/** A refusal that a person can mend. */
export const refusal: AppError = { code: "vault", who: "you", say: "The keyring is locked.", hint: "Unlock it.", field: null, reference: null };

/** What a command was called with. */
export const called = (drawn: Drawn, command: string) =>
  drawn.program.calls.filter((call) => call.command === command).map(({ args }) => args);

/** The card of that name. */
export async function card(name: string) {
  return within(await screen.findByRole("article", { name }));
}

/** The page with one integration, otherwise than usual. */
export const one = (differently: Parameters<typeof anIntegration>[0] = {}, more: Record<string, MockAnswer> = {}) =>
  draw(<IntegrationsPage />, { integrations: () => [anIntegration(differently)], ...more });
