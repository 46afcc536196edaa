-- What erasing users has to remember, a single row.
CREATE TABLE erasures (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  last_sequence INTEGER NOT NULL,    -- the highest events.sequence that was erased: it must not be given again
  is_pending INTEGER NOT NULL        -- 1: rows are erased, but their bytes may still be in the files
) STRICT;
INSERT INTO erasures (id, last_sequence, is_pending) VALUES (1, 0, 0);

PRAGMA user_version = 7;
