// The window's carrier: Tauri's own calls. The only file that imports @tauri-apps.
import { invoke, isTauri } from "@tauri-apps/api/core";

import type { Transport } from ".";

/** Whether this page is shown by the desktop program rather than by a browser. */
export const inDesktop = isTauri;

/** Carries commands to the desktop program that shows this page. */
export const tauriTransport: Transport = { invoke };
