-- The truth: what Patchbay itself knows. Never dropped; migrations only add.
-- Moments are RFC 3339 texts in UTC with milliseconds and a Z; an empty text means "none".

CREATE TABLE integrations (
    id                  TEXT PRIMARY KEY NOT NULL,
    connector           TEXT NOT NULL,
    name                TEXT NOT NULL,
    name_key            TEXT NOT NULL UNIQUE,           -- the name in lower case
    fields              TEXT NOT NULL DEFAULT '{}',     -- JSON
    settings            TEXT NOT NULL DEFAULT '{}',     -- JSON
    state               TEXT NOT NULL,
    state_reason        TEXT NOT NULL DEFAULT '',
    credential_failures INTEGER NOT NULL DEFAULT 0,
    version             INTEGER NOT NULL DEFAULT 1,
    created_at          TEXT NOT NULL,
    updated_at          TEXT NOT NULL
) STRICT;

-- AUTOINCREMENT: a source key is never given out twice, so cached rows cannot change hands.
CREATE TABLE sync_states (
    source               INTEGER PRIMARY KEY AUTOINCREMENT,
    integration          TEXT NOT NULL REFERENCES integrations (id) ON DELETE CASCADE,
    stream               TEXT NOT NULL,
    kind                 TEXT NOT NULL,
    watermark            TEXT NOT NULL DEFAULT '',
    last_full_at         TEXT NOT NULL DEFAULT '',
    last_swept_at        TEXT NOT NULL DEFAULT '',
    last_success_at      TEXT NOT NULL DEFAULT '',
    last_attempt_at      TEXT NOT NULL DEFAULT '',
    next_due_at          TEXT NOT NULL DEFAULT '',
    failures             INTEGER NOT NULL DEFAULT 0,
    fingerprint          TEXT NOT NULL DEFAULT '',
    read_no              INTEGER NOT NULL DEFAULT 0,    -- number of the latest read
    open_mode            TEXT NOT NULL DEFAULT '',      -- empty: no read is open
    open_since           TEXT NOT NULL DEFAULT '',
    open_checkpoint      TEXT,                          -- NULL: from the beginning
    open_started_at      TEXT NOT NULL DEFAULT '',
    open_highest_updated TEXT NOT NULL DEFAULT '',
    open_fingerprint     TEXT NOT NULL DEFAULT '',
    open_seen            INTEGER NOT NULL DEFAULT 0,
    hold_at              TEXT NOT NULL DEFAULT '',      -- empty: no hold
    hold_had             INTEGER NOT NULL DEFAULT 0,
    hold_would_lose      INTEGER NOT NULL DEFAULT 0,
    UNIQUE (integration, stream)
) STRICT;

CREATE TABLE leases (
    source     INTEGER PRIMARY KEY NOT NULL REFERENCES sync_states (source) ON DELETE CASCADE,
    owner      TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;

-- Runs outlive their integration, so its id is not a foreign key.
CREATE TABLE runs (
    key              INTEGER PRIMARY KEY AUTOINCREMENT,
    id               TEXT NOT NULL UNIQUE,
    integration      TEXT NOT NULL,
    integration_name TEXT NOT NULL,
    stream           TEXT NOT NULL,
    started_by       TEXT NOT NULL,
    mode             TEXT NOT NULL,
    resumed          INTEGER NOT NULL DEFAULT 0,
    started_at       TEXT NOT NULL,
    finished_at      TEXT NOT NULL DEFAULT '',
    outcome          TEXT NOT NULL,
    read             INTEGER NOT NULL DEFAULT 0,
    added            INTEGER NOT NULL DEFAULT 0,
    changed          INTEGER NOT NULL DEFAULT 0,
    unchanged        INTEGER NOT NULL DEFAULT 0,
    gone             INTEGER NOT NULL DEFAULT 0,
    filtered         INTEGER NOT NULL DEFAULT 0,
    failed           INTEGER NOT NULL DEFAULT 0,
    requests         INTEGER NOT NULL DEFAULT 0,
    waited_ms        INTEGER NOT NULL DEFAULT 0,
    problem          TEXT NOT NULL DEFAULT ''           -- JSON
) STRICT;
CREATE INDEX runs_of_integration ON runs (integration, stream, key);
CREATE INDEX runs_running ON runs (outcome) WHERE outcome = 'running';

CREATE TABLE failed_records (
    key       INTEGER PRIMARY KEY AUTOINCREMENT,
    source    INTEGER NOT NULL REFERENCES sync_states (source) ON DELETE CASCADE,
    identity  TEXT NOT NULL,                            -- the vendor's id, or what else tells it apart
    vendor_id TEXT NOT NULL DEFAULT '',
    run       TEXT NOT NULL,
    read_no   INTEGER NOT NULL,
    first_at  TEXT NOT NULL,
    last_at   TEXT NOT NULL,
    times     INTEGER NOT NULL DEFAULT 1,
    row       INTEGER NOT NULL,
    field     TEXT NOT NULL,
    say       TEXT NOT NULL,
    UNIQUE (source, identity)
) STRICT;
CREATE INDEX failed_records_of_run ON failed_records (run);

CREATE TABLE reference_changes (
    key         INTEGER PRIMARY KEY AUTOINCREMENT,
    at          TEXT NOT NULL,
    run         TEXT NOT NULL,
    integration TEXT NOT NULL,
    stream      TEXT NOT NULL,
    vendor_id   TEXT NOT NULL,
    parent      TEXT NOT NULL DEFAULT '',
    name        TEXT NOT NULL,
    change      TEXT NOT NULL,
    from_name   TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX reference_changes_of_run ON reference_changes (run);

CREATE TABLE audit (
    key          INTEGER PRIMARY KEY AUTOINCREMENT,
    at           TEXT NOT NULL,
    actor        TEXT NOT NULL,
    action       TEXT NOT NULL,
    subject      TEXT NOT NULL,
    state_before TEXT NOT NULL DEFAULT 'null',          -- JSON
    state_after  TEXT NOT NULL DEFAULT 'null'           -- JSON
) STRICT;

CREATE TABLE app_settings (
    key   TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL                                 -- JSON
) STRICT, WITHOUT ROWID;
