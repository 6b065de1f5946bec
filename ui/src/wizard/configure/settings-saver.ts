// Saves settings as they are changed: changes of a moment together, one call at a time, with a history to undo.
import type { Change, FilterValue, Settings } from "../../api";
import { type AppErrorObject, toAppError } from "../../kit";

/** How long changes are gathered before they are sent, in milliseconds. */
export const GATHER_MS = 500;
const LONGEST_HISTORY = 200;

/** How the saving stands. */
export type SaveState =
  | { at: "quiet" | "waiting" | "saving" | "saved" }
  | { at: "failed"; error: AppErrorObject };

/** The new ids of some settings, by key. */
export type Patch = Readonly<Record<string, readonly string[]>>;

/** A change that can be taken back. */
interface Step {
  label: string;
  before: Patch;
}

/** What components see; a new object whenever something changed. */
export interface SaverView {
  state: SaveState;
  /** What Undo takes back; none: nothing. */
  undoLabel: string | undefined;
  /** The ids of a setting as the person left them. */
  ids: (key: string) => readonly string[];
}

/** The ids that a setting holds. */
export function idsOf(value: FilterValue | undefined): readonly string[] {
  return Array.isArray(value) ? value : nothing;
}

const nothing: readonly string[] = [];

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id, index) => other[index] === id);
}

/** `now`, with the very lists of `before` where they are the same, so that what shows them is not drawn again. */
function keepLists(before: Settings, now: Settings): Settings {
  const entries = Object.entries(now).map(([key, value]): [string, FilterValue] => {
    const old = before[key];
    return [key, Array.isArray(value) && Array.isArray(old) && same(old, value) ? old : value];
  });
  return Object.fromEntries(entries);
}

/** The settings of one integration during one visit of the step. */
export class SettingsSaver {
  readonly #send: (changes: Change[]) => Promise<Settings>;
  readonly #listeners = new Set<() => void>();
  #settings: Settings;
  /** What `adopt` took in last. */
  #adopted: Settings;
  /** Changed, but not sent yet. */
  #pending = new Map<string, readonly string[]>();
  /** On its way. */
  #sent = new Map<string, readonly string[]>();
  #history: Step[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sending: Promise<boolean> | undefined;
  #view: SaverView;

  constructor(settings: Settings, send: (changes: Change[]) => Promise<Settings>) {
    this.#settings = settings;
    this.#adopted = settings;
    this.#send = send;
    this.#view = this.#draw({ at: "quiet" });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly view = (): SaverView => this.#view;

  /** Takes in what the program holds now; what the person changed and is not saved stays. */
  adopt(settings: Settings): void {
    if (settings !== this.#adopted) {
      this.#adopted = settings;
      this.#settings = keepLists(this.#settings, settings);
      this.#tell(this.#view.state);
    }
  }

  /** Changes settings. One step of the history, however many keys it has. */
  change(label: string, patch: Patch): void {
    const before: Record<string, readonly string[]> = {};
    for (const [key, ids] of Object.entries(patch)) {
      const now = this.#ids(key);
      if (!same(now, ids)) {
        before[key] = now;
      }
    }
    if (Object.keys(before).length > 0) {
      this.#history = [...this.#history.slice(1 - LONGEST_HISTORY), { label, before }];
      this.#put(patch);
    }
  }

  /** Takes the last change of this visit back; answers what it was. */
  undo(): string | undefined {
    const step = this.#history.pop();
    if (step !== undefined) {
      this.#put(step.before);
    }
    return step?.label;
  }

  /** Sends what is pending now, also what failed before. False: it was not saved. */
  flush(): Promise<boolean> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#sending === undefined && this.#pending.size === 0) {
      return Promise.resolve(true);
    }
    this.#sending ??= this.#sendAll();
    return this.#sending;
  }

  #put(patch: Patch): void {
    for (const [key, ids] of Object.entries(patch)) {
      // A key that is changed again stands where it was changed last.
      this.#pending.delete(key);
      if (this.#sent.has(key) || !same(idsOf(this.#settings[key]), ids)) {
        this.#pending.set(key, ids);
      }
    }
    if (this.#sending !== undefined) {
      this.#tell({ at: "saving" });
      return;
    }
    clearTimeout(this.#timer);
    if (this.#pending.size === 0) {
      this.#tell({ at: "saved" });
      return;
    }
    this.#timer = setTimeout(() => void this.flush(), GATHER_MS);
    this.#tell({ at: "waiting" });
  }

  async #sendAll(): Promise<boolean> {
    while (this.#pending.size > 0) {
      this.#sent = this.#pending;
      this.#pending = new Map();
      this.#tell({ at: "saving" });
      const changes = [...this.#sent].map(([key, ids]) => ({
        key,
        value: ids.length === 0 ? "" : JSON.stringify(ids),
      }));
      try {
        // One call at a time: the next one may depend on what this one stored.
        // oxlint-disable-next-line no-await-in-loop
        this.#settings = keepLists(this.#settings, await this.#send(changes));
        this.#sent = new Map();
      } catch (thrown) {
        this.#pending = new Map([...this.#sent, ...this.#pending]);
        this.#sent = new Map();
        for (const [key, ids] of this.#pending) {
          if (same(idsOf(this.#settings[key]), ids)) {
            this.#pending.delete(key);
          }
        }
        this.#sending = undefined;
        const saved = this.#pending.size === 0;
        this.#tell(saved ? { at: "saved" } : { at: "failed", error: toAppError(thrown) });
        return saved;
      }
    }
    this.#sending = undefined;
    this.#tell({ at: "saved" });
    return true;
  }

  #ids(key: string): readonly string[] {
    return this.#pending.get(key) ?? this.#sent.get(key) ?? idsOf(this.#settings[key]);
  }

  #draw(state: SaveState): SaverView {
    const layers = [new Map(this.#pending), new Map(this.#sent)];
    const settings = this.#settings;
    return {
      state,
      undoLabel: this.#history.at(-1)?.label,
      ids: (key) => layers.find((layer) => layer.has(key))?.get(key) ?? idsOf(settings[key]),
    };
  }

  #tell(state: SaveState): void {
    this.#view = this.#draw(state);
    for (const listener of this.#listeners) {
      listener();
    }
  }
}
