-- The cache: what vendors told us. May be dropped and fetched again; migrations only add.
-- `source` is the compact key of (integration, stream) in sync_states; no foreign key, for speed.
-- `mapped` (the record as JSON) and `raw` (the vendor's own row) are zstd frames; a frame that needs a
-- dictionary names it. The columns between are for filtering and sorting only; records are read from `mapped`.

-- Compression dictionaries, trained on a source's first full page. Kept as long as the source.
CREATE TABLE raw_dictionaries (
    source     INTEGER NOT NULL,
    id         INTEGER NOT NULL,
    bytes      BLOB NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (source, id)
) STRICT;

-- What the open read has met and did not need to write.
CREATE TABLE cache_seen (
    source  INTEGER NOT NULL,
    read_no INTEGER NOT NULL,
    key     INTEGER NOT NULL,
    PRIMARY KEY (source, read_no, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE cache_companies (
    key INTEGER PRIMARY KEY,
    source INTEGER NOT NULL,
    vendor_id TEXT NOT NULL,
    hash BLOB NOT NULL,
    seen_read INTEGER NOT NULL,
    gone_at TEXT,
    gone_reason TEXT,
    first_seen_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    identifier TEXT NOT NULL DEFAULT '',
    status_id TEXT NOT NULL DEFAULT '',
    status_name TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    website TEXT NOT NULL DEFAULT '',
    city TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT '',
    zip TEXT NOT NULL DEFAULT '',
    deleted INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL DEFAULT '',
    updated_at TEXT NOT NULL DEFAULT '',
    mapped BLOB NOT NULL,
    raw BLOB NOT NULL,
    UNIQUE (source, vendor_id)
) STRICT;
CREATE INDEX cache_companies_live ON cache_companies (source, seen_read) WHERE gone_at IS NULL;
CREATE INDEX cache_companies_name ON cache_companies (name COLLATE NOCASE);
CREATE INDEX cache_companies_updated ON cache_companies (updated_at);

CREATE TABLE cache_people (
    key INTEGER PRIMARY KEY,
    source INTEGER NOT NULL,
    vendor_id TEXT NOT NULL,
    hash BLOB NOT NULL,
    seen_read INTEGER NOT NULL,
    gone_at TEXT,
    gone_reason TEXT,
    first_seen_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    role TEXT NOT NULL DEFAULT '',
    identifier TEXT NOT NULL DEFAULT '',
    email TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    company_id TEXT NOT NULL DEFAULT '',
    company_name TEXT NOT NULL DEFAULT '',
    is_primary INTEGER NOT NULL DEFAULT 0,
    active INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL DEFAULT '',
    updated_at TEXT NOT NULL DEFAULT '',
    mapped BLOB NOT NULL,
    raw BLOB NOT NULL,
    UNIQUE (source, vendor_id)
) STRICT;
CREATE INDEX cache_people_live ON cache_people (source, seen_read) WHERE gone_at IS NULL;
CREATE INDEX cache_people_email ON cache_people (email COLLATE NOCASE);
CREATE INDEX cache_people_company ON cache_people (source, company_id);

CREATE TABLE cache_tickets (
    key INTEGER PRIMARY KEY,
    source INTEGER NOT NULL,
    vendor_id TEXT NOT NULL,
    hash BLOB NOT NULL,
    seen_read INTEGER NOT NULL,
    gone_at TEXT,
    gone_reason TEXT,
    first_seen_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    summary TEXT NOT NULL DEFAULT '',
    area TEXT NOT NULL DEFAULT '',
    board_id TEXT NOT NULL DEFAULT '',
    board_name TEXT NOT NULL DEFAULT '',
    status_id TEXT NOT NULL DEFAULT '',
    status_name TEXT NOT NULL DEFAULT '',
    company_id TEXT NOT NULL DEFAULT '',
    company_name TEXT NOT NULL DEFAULT '',
    contact_id TEXT NOT NULL DEFAULT '',
    priority_id TEXT NOT NULL DEFAULT '',
    priority_name TEXT NOT NULL DEFAULT '',
    type_id TEXT NOT NULL DEFAULT '',
    owner_id TEXT NOT NULL DEFAULT '',
    owner_name TEXT NOT NULL DEFAULT '',
    closed INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL DEFAULT '',
    updated_at TEXT NOT NULL DEFAULT '',
    mapped BLOB NOT NULL,
    raw BLOB NOT NULL,
    UNIQUE (source, vendor_id)
) STRICT;
CREATE INDEX cache_tickets_live ON cache_tickets (source, seen_read) WHERE gone_at IS NULL;
CREATE INDEX cache_tickets_company ON cache_tickets (source, company_id);
CREATE INDEX cache_tickets_status ON cache_tickets (source, status_id);
CREATE INDEX cache_tickets_updated ON cache_tickets (updated_at);

CREATE TABLE cache_opportunities (
    key INTEGER PRIMARY KEY,
    source INTEGER NOT NULL,
    vendor_id TEXT NOT NULL,
    hash BLOB NOT NULL,
    seen_read INTEGER NOT NULL,
    gone_at TEXT,
    gone_reason TEXT,
    first_seen_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    company_id TEXT NOT NULL DEFAULT '',
    company_name TEXT NOT NULL DEFAULT '',
    stage_id TEXT NOT NULL DEFAULT '',
    stage_name TEXT NOT NULL DEFAULT '',
    status_id TEXT NOT NULL DEFAULT '',
    status_name TEXT NOT NULL DEFAULT '',
    expected_close TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL DEFAULT '',
    updated_at TEXT NOT NULL DEFAULT '',
    mapped BLOB NOT NULL,
    raw BLOB NOT NULL,
    UNIQUE (source, vendor_id)
) STRICT;
CREATE INDEX cache_opportunities_live ON cache_opportunities (source, seen_read) WHERE gone_at IS NULL;
CREATE INDEX cache_opportunities_company ON cache_opportunities (source, company_id);

CREATE TABLE cache_projects (
    key INTEGER PRIMARY KEY,
    source INTEGER NOT NULL,
    vendor_id TEXT NOT NULL,
    hash BLOB NOT NULL,
    seen_read INTEGER NOT NULL,
    gone_at TEXT,
    gone_reason TEXT,
    first_seen_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    company_id TEXT NOT NULL DEFAULT '',
    company_name TEXT NOT NULL DEFAULT '',
    board_id TEXT NOT NULL DEFAULT '',
    board_name TEXT NOT NULL DEFAULT '',
    status_id TEXT NOT NULL DEFAULT '',
    status_name TEXT NOT NULL DEFAULT '',
    manager_id TEXT NOT NULL DEFAULT '',
    closed INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL DEFAULT '',
    updated_at TEXT NOT NULL DEFAULT '',
    mapped BLOB NOT NULL,
    raw BLOB NOT NULL,
    UNIQUE (source, vendor_id)
) STRICT;
CREATE INDEX cache_projects_live ON cache_projects (source, seen_read) WHERE gone_at IS NULL;
CREATE INDEX cache_projects_company ON cache_projects (source, company_id);

CREATE TABLE cache_devices (
    key INTEGER PRIMARY KEY,
    source INTEGER NOT NULL,
    vendor_id TEXT NOT NULL,
    hash BLOB NOT NULL,
    seen_read INTEGER NOT NULL,
    gone_at TEXT,
    gone_reason TEXT,
    first_seen_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    type_id TEXT NOT NULL DEFAULT '',
    type_name TEXT NOT NULL DEFAULT '',
    company_id TEXT NOT NULL DEFAULT '',
    company_name TEXT NOT NULL DEFAULT '',
    status_id TEXT NOT NULL DEFAULT '',
    status_name TEXT NOT NULL DEFAULT '',
    serial_number TEXT NOT NULL DEFAULT '',
    active INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL DEFAULT '',
    updated_at TEXT NOT NULL DEFAULT '',
    mapped BLOB NOT NULL,
    raw BLOB NOT NULL,
    UNIQUE (source, vendor_id)
) STRICT;
CREATE INDEX cache_devices_live ON cache_devices (source, seen_read) WHERE gone_at IS NULL;
CREATE INDEX cache_devices_company ON cache_devices (source, company_id);

CREATE TABLE cache_reference (
    key INTEGER PRIMARY KEY,
    source INTEGER NOT NULL,
    vendor_id TEXT NOT NULL,
    hash BLOB NOT NULL,
    seen_read INTEGER NOT NULL,
    gone_at TEXT,
    gone_reason TEXT,
    first_seen_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    parent TEXT NOT NULL DEFAULT '',
    name TEXT NOT NULL DEFAULT '',
    sort INTEGER NOT NULL DEFAULT 0,
    active INTEGER NOT NULL DEFAULT 0,
    closed INTEGER NOT NULL DEFAULT 0,
    is_default INTEGER NOT NULL DEFAULT 0,
    mapped BLOB NOT NULL,
    raw BLOB NOT NULL,
    UNIQUE (source, vendor_id, parent)
) STRICT;
CREATE INDEX cache_reference_live ON cache_reference (source, seen_read) WHERE gone_at IS NULL;
