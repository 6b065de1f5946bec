// The saver of the open step: made for one integration, told on to the list of integrations, emptied on leaving.
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState, useSyncExternalStore } from "react";

import { commands, type IntegrationView } from "../../api";
import { notifyError, unwrap } from "../../kit";
import { type SaverView, SettingsSaver } from "./settings-saver";

/** The saver and what it shows now. */
export interface Saving extends SaverView {
  saver: SettingsSaver;
}

/** Saves the settings of `integration`; what is pending when the step goes away is saved then. */
export function useSettingsSaver(integration: IntegrationView): Saving {
  const client = useQueryClient();
  const id = integration.id;
  const make = useCallback(
    (settings: IntegrationView["settings"]) =>
      new SettingsSaver(settings, async (changes) => {
        const saved = await unwrap(commands.setSettings(id, changes));
        client.setQueryData<IntegrationView[]>(["integrations"], (all) =>
          all?.map((each) => (each.id === id ? saved : each)),
        );
        return saved.settings;
      }),
    [client, id],
  );
  const [held, setHeld] = useState(() => ({ id, saver: make(integration.settings) }));
  let saver = held.saver;
  if (held.id !== id) {
    saver = make(integration.settings);
    setHeld({ id, saver });
  }
  useEffect(() => saver.adopt(integration.settings), [saver, integration.settings]);
  useEffect(
    () => () => {
      void saver.flush().then((saved) => {
        const { state } = saver.view();
        if (!saved && state.at === "failed") {
          notifyError(state.error);
        }
      });
    },
    [saver],
  );
  const view = useSyncExternalStore(saver.subscribe, saver.view);
  return { ...view, saver };
}
