-- Label of what a sender says led to the event (metricAttribution); '' without one.
ALTER TABLE events ADD COLUMN attribution_source TEXT NOT NULL DEFAULT '';

PRAGMA user_version = 4;
