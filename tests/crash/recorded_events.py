"""Events that a test records one by one: which were acknowledged, and whether the store has each of them once."""

import json
import shutil
import sqlite3
import subprocess

import programs

REFUSED = {"__type": "ServiceUnavailable",
           "message": "the device could not read or write what it stores, and nothing was stored; try again"}
RECOMMEND = {"campaignArn": "user-personalization", "userId": "visitor"}


def can_trace():
    return shutil.which("strace") is not None and subprocess.run(["strace", "-D", "-o", "/dev/null", "true"]).returncode == 0


class RecordedEvents(programs.Programs):
    def setUp(self):
        super().setUp()
        self.data = self.folder / "data"
        self.acknowledged = set()
        self.number = 0
        self.refused = 0

    def next_event(self):
        self.number += 1
        return {"eventId": str(self.number), "sentAt": 1750000000 + self.number}

    def put(self, connection, event):
        """Status of PutEvents, 200 or the 503 of a store that fails."""
        request = programs.put_request("visitor", f"t{int(event['eventId']) % 149 + 1:04}", **event)
        status, body = programs.ask(connection, "PutEvents", request)
        if status == 200:
            self.acknowledged.add(event["eventId"])
        else:
            self.assertEqual((status, json.loads(body)), (503, REFUSED))
            self.refused += 1
        return status

    def check_list(self, connection):
        status, body = programs.ask(connection, "GetRecommendations", RECOMMEND)
        self.assertEqual((status, len(json.loads(body)["itemList"])), (200, 25))

    def check_stored(self):
        """The store as SQLite sees it, after a stop."""
        connection = sqlite3.connect(self.data / "events.sqlite")
        self.assertEqual(connection.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
        stored = [row[0] for row in connection.execute("SELECT event_id FROM events")]
        connection.close()
        self.assertEqual(sorted(stored, key=int), sorted(self.acknowledged, key=int))
        self.assertEqual(list(self.data.glob("*corrupt*")), [])
