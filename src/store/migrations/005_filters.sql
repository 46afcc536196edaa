-- Filters that were created on the device, beside those of the model.
CREATE TABLE filters (
  sequence INTEGER PRIMARY KEY,      -- order of creation
  name TEXT NOT NULL UNIQUE,
  expression TEXT NOT NULL,          -- as it was written
  created_at INTEGER NOT NULL        -- epoch seconds
) STRICT;

PRAGMA user_version = 5;
