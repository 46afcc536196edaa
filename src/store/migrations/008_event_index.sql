-- Whose events are where, and when. Indexes would be written with every event, on a page for each visitor; these tables
-- are brought up to date for many events together (store/event_index.h). Rows for events that came before are made when
-- the file is opened.
CREATE TABLE visitor_events (
  visitor INTEGER NOT NULL,          -- visitors.id of the user, or of the session without one; 0: neither
  is_anonymous INTEGER NOT NULL,     -- 1: the event names no user
  sent_at INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  PRIMARY KEY (visitor, is_anonymous, sent_at, sequence)
) STRICT, WITHOUT ROWID;
CREATE TABLE event_times (
  sent_at INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  PRIMARY KEY (sent_at, sequence)
) STRICT, WITHOUT ROWID;

-- Up to where in the log events have their rows above, a single row.
CREATE TABLE event_index (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  last_sequence INTEGER NOT NULL
) STRICT;
INSERT INTO event_index (id, last_sequence) VALUES (1, 0);

DROP INDEX events_of_user;
DROP INDEX anonymous_events;
DROP INDEX events_by_time;

PRAGMA user_version = 8;
