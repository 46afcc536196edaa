-- Records of items and users that were put after the model was made, whole: a later record of an id takes the place of
-- the one before and keeps its place in the order.
CREATE TABLE records (
  sequence INTEGER PRIMARY KEY,      -- order of first arrival
  dataset INTEGER NOT NULL,          -- 0: items, 1: users
  id TEXT NOT NULL,
  properties TEXT NOT NULL,          -- a JSON object, as it was sent
  UNIQUE (dataset, id)
) STRICT;

PRAGMA user_version = 3;
