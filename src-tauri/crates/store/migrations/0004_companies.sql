-- The truth about companies and portal users. A link points at a vendor record by integration, stream and
-- vendor id, not into the cache, so it outlives "Clear & Resync". When an integration is removed, its links
-- go in the same transaction; the history keeps them, with all names.
-- `op` is the operation (one click of a person) that wrote a row.

CREATE TABLE companies (
    id         TEXT PRIMARY KEY NOT NULL,
    name       TEXT NOT NULL,
    name_key   TEXT NOT NULL UNIQUE,                    -- the name in lower case
    version    INTEGER NOT NULL DEFAULT 1,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    op         TEXT NOT NULL
) STRICT;
CREATE INDEX companies_of_op ON companies (op);

CREATE TABLE links (
    key         INTEGER PRIMARY KEY AUTOINCREMENT,
    company     TEXT NOT NULL REFERENCES companies (id),
    integration TEXT NOT NULL,
    stream      TEXT NOT NULL,
    vendor_id   TEXT NOT NULL,
    name        TEXT NOT NULL DEFAULT '',               -- the vendor's name for it, when last seen
    linked_at   TEXT NOT NULL,
    actor       TEXT NOT NULL,
    op          TEXT NOT NULL,
    UNIQUE (integration, stream, vendor_id)
) STRICT;
CREATE INDEX links_of_company ON links (company);
CREATE INDEX links_of_op ON links (op);

CREATE TABLE portal_users (
    id           TEXT PRIMARY KEY NOT NULL,
    name         TEXT NOT NULL,
    email        TEXT NOT NULL DEFAULT '',
    email_key    TEXT NOT NULL DEFAULT '',              -- the address in lower case
    role         TEXT NOT NULL,
    role_locked  INTEGER NOT NULL DEFAULT 0,            -- set by hand
    role_reason  TEXT NOT NULL DEFAULT '',
    company      TEXT REFERENCES companies (id),        -- NULL: none
    active       INTEGER NOT NULL DEFAULT 1,
    version      INTEGER NOT NULL DEFAULT 1,
    created_at   TEXT NOT NULL,
    updated_at   TEXT NOT NULL,
    op           TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX portal_users_email ON portal_users (email_key) WHERE email_key <> '';
CREATE INDEX portal_users_company ON portal_users (company);
CREATE INDEX portal_users_of_op ON portal_users (op);

-- As `links`, for portal users: a person may be known to several vendors. The oldest link says which
-- record a user stands for.
CREATE TABLE user_links (
    key         INTEGER PRIMARY KEY AUTOINCREMENT,
    portal_user TEXT NOT NULL REFERENCES portal_users (id),
    integration TEXT NOT NULL,
    stream      TEXT NOT NULL,
    vendor_id   TEXT NOT NULL,
    name        TEXT NOT NULL DEFAULT '',
    linked_at   TEXT NOT NULL,
    actor       TEXT NOT NULL,
    op          TEXT NOT NULL,
    UNIQUE (integration, stream, vendor_id)
) STRICT;
CREATE INDEX user_links_of_user ON user_links (portal_user);
CREATE INDEX user_links_of_op ON user_links (op);

-- Outlives everything it names, so nothing in it is a foreign key.
CREATE TABLE link_history (
    key         INTEGER PRIMARY KEY AUTOINCREMENT,
    op          TEXT NOT NULL,
    at          TEXT NOT NULL,
    actor       TEXT NOT NULL,
    action      TEXT NOT NULL,                          -- linked, unlinked
    own_kind    TEXT NOT NULL,                          -- company, portal_user
    own_id      TEXT NOT NULL,
    own_name    TEXT NOT NULL,
    integration TEXT NOT NULL,
    stream      TEXT NOT NULL,
    vendor_id   TEXT NOT NULL,
    name        TEXT NOT NULL
) STRICT;
CREATE INDEX link_history_of_op ON link_history (op, own_id);
CREATE INDEX link_history_of_own ON link_history (own_id);
