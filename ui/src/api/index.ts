// The face's only door to the program: typed commands and events, and the choice of what carries them.
import { events } from "./bindings";
import type { PageEvent } from "./bindings";
import { setTransport } from "./transport";
import { inDesktop, tauriTransport } from "./transport/tauri";

export { commands } from "./bindings";
export type * from "./bindings";

/** Chooses the carrier for this page: the desktop program, or a made-up one in a browser. */
export async function connect(): Promise<void> {
  if (inDesktop()) {
    setTransport(tauriTransport);
    return;
  }
  const { mockProgram, worldOf } = await import("./mock");
  // `?world=states` and the like show what can happen, `?empty` the first start. It leaves the address,
  // since the router takes whatever stands there for its own.
  const { search, pathname, hash } = window.location;
  setTransport(mockProgram(worldOf(search)));
  window.history.replaceState(null, "", `${pathname}${hash}`);
}

/** Calls back for whatever the program tells without being asked; answers how to stop. */
export function onPageEvent(callback: (event: PageEvent) => void): Promise<() => void> {
  return events.pageEvent.listen(({ payload }) => callback(payload));
}
