// Starting the wizard's own sync, or joining the one that runs: what is to be said about either.
import type { QueryClient } from "@tanstack/react-query";

import { commands } from "../../api";
import { progressStore } from "../../frame/live";
import { integrationsQuery } from "../../frame/queries";
import { toAppError, unwrap } from "../../kit";

/** The code of "it is syncing already". */
const SYNCING = "syncing";

/** What is to be said about the sync that was asked for. */
export interface SyncRemark {
  text: string;
  /** `joined` is true only for as long as that sync runs. */
  about: "joined" | "recent" | "failed";
}

/**
 * Starts the sync in the background. None: it has started. That it could not start does not undo what was
 * saved. `changed`: whether choices were saved just now, which a sync that runs already does not follow.
 */
export async function startOrJoin(
  client: QueryClient,
  integration: string,
  changed: boolean,
): Promise<SyncRemark | undefined> {
  const joined: SyncRemark = {
    text: changed
      ? "Your choices are saved. The sync that began before goes on; they count from the next one on."
      : "The sync that began before goes on.",
    about: "joined",
  };
  try {
    const { started } = await unwrap(commands.startSync(integration, "everything", true));
    if (started) {
      return undefined;
    }
    return (await isSyncing(client, integration))
      ? joined
      : { text: "Synced less than two minutes ago; not started again.", about: "recent" };
  } catch (thrown) {
    const { code, say, hint } = toAppError(thrown);
    if (code === SYNCING) {
      await isSyncing(client, integration);
      return joined;
    }
    return {
      text: `Your choices are saved, but the sync could not be started: ${say} ${hint}`.trim(),
      about: "failed",
    };
  }
}

/** Whether a sync of the integration runs, asked afresh; the page shows it from then on. */
async function isSyncing(client: QueryClient, integration: string): Promise<boolean> {
  try {
    const all = await client.fetchQuery({ ...integrationsQuery, staleTime: 0 });
    return all.find(({ id }) => id === integration)?.syncing ?? false;
  } catch {
    return progressStore.of(integration).length > 0;
  }
}
