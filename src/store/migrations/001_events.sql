-- The event log. Events are keyed by the order of arrival, so that new rows and their index entries land on few pages:
-- a unique index over the senders' random ids would write a page of flash for almost every event.

PRAGMA application_id = 0x706b7263;  -- "pkrc"

-- Users and sessions that events name. One name space: a session id may be used as a user id (anonymous visitors).
CREATE TABLE visitors (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

-- Text that an event lacks is ''.
CREATE TABLE events (
  sequence INTEGER PRIMARY KEY,      -- order of arrival
  user INTEGER,                      -- visitors.id; NULL: anonymous
  session INTEGER,                   -- visitors.id; NULL: unknown
  sent_at INTEGER NOT NULL,          -- milliseconds since 1970, UTC
  event_type TEXT NOT NULL,
  item_id TEXT NOT NULL,
  event_value REAL,
  event_id TEXT NOT NULL,
  recommendation_id TEXT NOT NULL,
  properties TEXT NOT NULL,
  impression TEXT NOT NULL
) STRICT;

-- Every event is in exactly one of the two.
CREATE INDEX events_of_user ON events (user, sent_at) WHERE user IS NOT NULL;
CREATE INDEX anonymous_events ON events (session, sent_at) WHERE user IS NULL;

-- Pairs that an event has named together: the session's anonymous events belong to the user.
CREATE TABLE joined_sessions (
  user INTEGER NOT NULL,
  session INTEGER NOT NULL,
  PRIMARY KEY (user, session)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 1;
