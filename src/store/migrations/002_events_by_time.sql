-- For counting what was recorded lately (trending items). Events come nearly in order of time, so that new entries land
-- on the last page of the index.
CREATE INDEX events_by_time ON events (sent_at);

PRAGMA user_version = 2;
