// What carries events from the program to the page. The generated bindings listen through here.
import { currentTransport } from ".";

/** One event as it arrives. */
export interface Event<Payload> {
  event: string;
  id: number;
  payload: Payload;
}

/** Called for each event. */
export type EventCallback<Payload> = (event: Event<Payload>) => void;

/** Stops listening. */
export type UnlistenFn = () => void;

/** A window that events could be sent to; the page sends none. */
export type EventTarget = never;

/** A window that could be listened to; the page listens to the program only. */
export interface EventSource {
  listen<Payload>(event: string, callback: EventCallback<Payload>): Promise<UnlistenFn>;
  once<Payload>(event: string, callback: EventCallback<Payload>): Promise<UnlistenFn>;
  emit(event: string, payload?: unknown): Promise<void>;
  emitTo(target: unknown, event: string, payload?: unknown): Promise<void>;
}

/** Listens to an event of the program. */
export function listen<Payload>(
  event: string,
  callback: EventCallback<Payload>,
): Promise<UnlistenFn> {
  return currentTransport(event).listen(event, callback);
}

/** Listens to the next event of this name only. */
export async function once<Payload>(
  event: string,
  callback: EventCallback<Payload>,
): Promise<UnlistenFn> {
  const stop = await listen<Payload>(event, (arrived) => {
    stop();
    callback(arrived);
  });
  return stop;
}

/** The page never sends events: what it wants it asks with a command. */
export function emit(event: string, _payload?: unknown): Promise<void> {
  return Promise.reject(new Error(`the page does not send events, but was asked to send ${event}`));
}

/** As {@link emit}. */
export function emitTo(_target: unknown, event: string, payload?: unknown): Promise<void> {
  return emit(event, payload);
}
