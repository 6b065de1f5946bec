// What each way of syncing is called, everywhere, and what it does in one line.

/** The names of the buttons and what they do; no other name is used for them. */
export const syncNames = {
  /** Everything that is switched on. */
  resync: {
    label: "Resync",
    words: "Reads what has changed in everything that is switched on, settings and tickets too",
  },
  /** The vendor's settings. */
  psaData: {
    label: "Sync PSA Data",
    words: "Reads the settings only: boards, statuses, priorities and types",
  },
  /** The tickets, what changed. */
  quick: {
    label: "Quick Sync",
    words: "Reads the tickets that have changed, and nothing else",
  },
  /** The tickets, all anew. */
  clear: {
    label: "Clear & Resync",
    words: "Throws away the tickets kept here and reads all of them again, for after large changes of the settings",
  },
  /** Every integration. */
  everything: {
    label: "Sync everything",
    words: "Resync of every integration that is set up and not paused",
  },
} as const;
