"""R1: the program is killed at any moment under concurrent writers. Nothing acknowledged is lost, and nothing stored twice.

POCKETREC_CRASH_ROUNDS sets the number of kills; the least time before one is 2 ms, the most 120 ms.
"""

import collections
import json
import os
import random
import shutil
import sqlite3
import threading
import time
import unittest

import programs

ROUNDS = int(os.environ.get("POCKETREC_CRASH_ROUNDS", "50"))
ROUNDS_A_FOLDER = 50  # each is looked through after every round
WRITERS = 4
USERS = 20


class Writer(threading.Thread):
    """Sends batches one after the other until the connection ends. `unanswered` is sent again by the next one."""

    def __init__(self, number, server, first_batch, unanswered):
        super().__init__()
        self.number = number
        self.connection = server.unix()
        self.next_batch = first_batch
        self.unanswered = unanswered
        self.acknowledged = []  # batches: lists of event ids
        self.refused = None

    def make_batch(self):
        events = random.Random(f"{self.number} {self.next_batch}")
        user = f"w{self.number}-{events.randrange(USERS)}"
        request = programs.put_request(user, "")
        request["eventList"] = [
            {"eventType": "Watch", "itemId": f"t{events.randrange(1, 150):04}",
             "sentAt": 1750000000 + 100 * self.next_batch + i, "eventId": f"{self.number}-{self.next_batch}-{i}"}
            for i in range(events.randint(1, 10))]
        self.next_batch += 1
        return request

    def run(self):
        try:
            while True:
                request = self.unanswered or self.make_batch()
                self.unanswered = request
                status, body = programs.ask(self.connection, "PutEvents", request)
                if status != 200:
                    self.refused = f"PutEvents: {status} {body!r}"
                    return
                self.acknowledged.append([event["eventId"] for event in request["eventList"]])
                self.unanswered = None
        except (OSError, programs.http.client.HTTPException):
            self.connection.close()


class KilledServerTest(programs.Programs):
    def stored_ids(self, data):
        """How often each event id is in a copy of the folder, which SQLite itself then recovers."""
        copy = self.folder / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(data, copy)
        connection = sqlite3.connect(copy / "events.sqlite")
        self.assertEqual(connection.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
        ids = collections.Counter(row[0] for row in connection.execute("SELECT event_id FROM events"))
        connection.close()
        return ids

    def test_acknowledged_events_survive_kills(self):
        self.moments = random.Random(1)
        self.slowest_start = 0.0
        calls = events = 0
        for first in range(0, ROUNDS, ROUNDS_A_FOLDER):
            data = self.folder / f"data-{first}"
            acknowledged_calls, acknowledged = self.kill_rounds(data, min(ROUNDS_A_FOLDER, ROUNDS - first))
            calls += acknowledged_calls
            events += acknowledged
            self.check_state_is_that_of_the_log(data)
            shutil.rmtree(data)
        print(f"{ROUNDS} kills, {calls} calls with {events} events acknowledged, none lost, none stored twice; "
              f"slowest start {self.slowest_start * 1e3:.0f} ms")
        # A run in which nothing was acknowledged would prove nothing.
        self.assertGreater(calls, ROUNDS)

    def kill_rounds(self, data, rounds):
        """Calls and events that were acknowledged, all of which are stored once."""
        acknowledged = set()
        next_batch = [0] * WRITERS
        unanswered = [None] * WRITERS
        calls = 0
        for round_number in range(rounds):
            begin = time.monotonic()
            server = self.serve("--data", data, "--max-rate", 0)
            self.slowest_start = max(self.slowest_start, time.monotonic() - begin)
            writers = [Writer(i, server, next_batch[i], unanswered[i]) for i in range(WRITERS)]
            for writer in writers:
                writer.start()
            time.sleep(self.moments.uniform(0.002, 0.120))
            server.kill()
            for number, writer in enumerate(writers):
                writer.join()
                self.assertIsNone(writer.refused)
                next_batch[number] = writer.next_batch
                unanswered[number] = writer.unanswered
                calls += len(writer.acknowledged)
                for batch in writer.acknowledged:
                    acknowledged.update(batch)

            stored = self.stored_ids(data)
            with self.subTest(folder=data.name, round=round_number):
                self.assertEqual([event for event in acknowledged if event not in stored], [], "acknowledged and lost")
                self.assertEqual([event for event, times in stored.items() if times != 1], [], "stored twice")
                under_way = {event["eventId"] for request in filter(None, unanswered) for event in request["eventList"]}
                more = [event for event in stored if event not in acknowledged]
                self.assertEqual([event for event in more if event not in under_way], [], "nobody sent it now")
                # A call is stored whole or not at all.
                for request in filter(None, unanswered):
                    parts = {event["eventId"] in stored for event in request["eventList"]}
                    self.assertEqual(len(parts), 1, request)
        return calls, len(acknowledged)

    def check_state_is_that_of_the_log(self, data):
        """Lists of a server that had the last events one by one, and of one that reads them from the log."""
        users = [f"w{writer}-{user}" for writer in range(WRITERS) for user in range(USERS)]

        def lists(server):
            connection = server.unix()
            answers = [programs.ask(connection, "GetRecommendations",
                                    {"campaignArn": "user-personalization", "userId": user})[1] for user in users]
            connection.close()
            return [[item["itemId"] for item in json.loads(answer)["itemList"]] for answer in answers]

        server = self.serve("--data", data, "--max-rate", 0)
        lists(server)
        for number, user in enumerate(users):
            server.put(user, f"t{number % 149 + 1:04}", sentAt=1900000000)
        before = lists(server)
        server.kill()
        server = self.serve("--data", data, "--max-rate", 0)
        self.assertEqual(lists(server), before)
        self.assertEqual(server.stop()[0], 0)


if __name__ == "__main__":
    unittest.main()
