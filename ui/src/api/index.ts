// The face's only door to the program: typed commands, and the choice of what carries them.
import { setTransport } from "./transport";
import { inDesktop, tauriTransport } from "./transport/tauri";

export { commands } from "./bindings";
export type { About, CommandError } from "./bindings";

/** Chooses the carrier for this page: the desktop program, or made-up answers in a browser. */
export async function connect(): Promise<void> {
  if (inDesktop()) {
    setTransport(tauriTransport);
    return;
  }
  const [{ mockTransport }, { mockAnswers }] = await Promise.all([
    import("./transport/mock"),
    import("./mock-answers"),
  ]);
  setTransport(mockTransport(mockAnswers));
}
