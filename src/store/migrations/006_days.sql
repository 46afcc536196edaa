-- Where in the log the days of the device begin, so that old events can be dropped by age whatever the clocks of their
-- senders said (store/device_days.h).
CREATE TABLE days (
  day INTEGER PRIMARY KEY,           -- since 1970
  first_sequence INTEGER NOT NULL  -- of events that arrived on that day or later
) STRICT;

-- Whether a visitor is anyone's session, before it is forgotten.
CREATE INDEX users_of_session ON joined_sessions (session);

PRAGMA user_version = 6;
