-- The model of a device, to be searched. What stands in `mapped` is compressed, so the program fills it in
-- when it opens the file.
ALTER TABLE cache_devices ADD COLUMN model TEXT NOT NULL DEFAULT '';
INSERT OR REPLACE INTO cache_upgrades (source, kind)
    SELECT source, kind FROM sync_states WHERE kind = 'device';
