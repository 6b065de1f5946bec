// The window's carrier: Tauri's own calls. The only file that imports @tauri-apps.
import { invoke, isTauri } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";

import type { Transport } from ".";

/** Whether this page is shown by the desktop program rather than by a browser. */
export const inDesktop = isTauri;

/** Carries commands to the desktop program that shows this page, and its events back. */
export const tauriTransport: Transport = {
  invoke,
  listen: (event, callback) => listen(event, callback),
};
