-- The number under which people know a ticket; empty: that is the vendor's id.
ALTER TABLE cache_tickets ADD COLUMN number TEXT NOT NULL DEFAULT '';
ALTER TABLE cache_projects ADD COLUMN manager_name TEXT NOT NULL DEFAULT '';
ALTER TABLE cache_projects ADD COLUMN estimated_start TEXT NOT NULL DEFAULT '';
ALTER TABLE cache_projects ADD COLUMN estimated_end TEXT NOT NULL DEFAULT '';

-- Sources whose rows an earlier version wrote, and how far they were brought up to date. What stands in
-- `mapped` is compressed, so the program does it, when it opens the file; then this table is empty.
CREATE TABLE cache_upgrades (
    source    INTEGER PRIMARY KEY NOT NULL,
    kind      TEXT NOT NULL,
    after_key INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO cache_upgrades (source, kind)
    SELECT source, kind FROM sync_states WHERE kind IN ('ticket', 'project');

-- `company_name` is from now on the name of the cached company of the same integration, as it is now;
-- what the vendor sent along with the row stands only where that company is not cached.
CREATE TEMPORARY TABLE names_of_companies (
    source INTEGER NOT NULL, company_id TEXT NOT NULL, name TEXT NOT NULL,
    PRIMARY KEY (source, company_id)
) WITHOUT ROWID;
INSERT OR IGNORE INTO names_of_companies (source, company_id, name)
    SELECT theirs.source, c.vendor_id, c.name
    FROM cache_companies c
    JOIN sync_states own ON own.source = c.source
    JOIN sync_states theirs ON theirs.integration = own.integration AND theirs.kind <> 'reference'
    WHERE c.name <> '';
UPDATE cache_people SET company_name = n.name FROM names_of_companies n
    WHERE n.source = cache_people.source AND n.company_id = cache_people.company_id
      AND cache_people.company_name <> n.name;
UPDATE cache_tickets SET company_name = n.name FROM names_of_companies n
    WHERE n.source = cache_tickets.source AND n.company_id = cache_tickets.company_id
      AND cache_tickets.company_name <> n.name;
UPDATE cache_opportunities SET company_name = n.name FROM names_of_companies n
    WHERE n.source = cache_opportunities.source AND n.company_id = cache_opportunities.company_id
      AND cache_opportunities.company_name <> n.name;
UPDATE cache_projects SET company_name = n.name FROM names_of_companies n
    WHERE n.source = cache_projects.source AND n.company_id = cache_projects.company_id
      AND cache_projects.company_name <> n.name;
UPDATE cache_devices SET company_name = n.name FROM names_of_companies n
    WHERE n.source = cache_devices.source AND n.company_id = cache_devices.company_id
      AND cache_devices.company_name <> n.name;
DROP TABLE names_of_companies;
