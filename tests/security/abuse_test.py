"""S16, threats 4, 9 and 15: one client that asks without end, and one that lies."""

import contextlib
import json
import sqlite3
import threading
import unittest

from programs import Programs, ask, put_request

RATE = 50
LIST = {"campaignArn": "user-personalization", "userId": "u0001"}


def stored_items(data):
    with contextlib.closing(sqlite3.connect(data / "events.sqlite")) as database:
        return [item for item, in database.execute("SELECT item_id FROM events")]


class Abuse(Programs):
    def test_S16_threat_4_a_client_over_its_rate_gets_429_and_others_never(self):
        server = self.serve("--max-rate", RATE)
        stopped = threading.Event()
        answers = []

        def abuse():
            connection = server.tcp()
            connection.connect()
            while not stopped.is_set():
                connection.request("POST", "/recommendations", json.dumps(LIST), {"Content-Type": "application/json"})
                answer = connection.getresponse()
                answers.append((answer.status, answer.getheader("Retry-After"), answer.read()))
            connection.close()

        other = server.tcp()  # on a connection that it keeps
        self.assertEqual(ask(other, "GetRecommendations", LIST)[0], 200)
        threads = [threading.Thread(target=abuse) for _ in range(4)]
        for thread in threads:
            thread.start()
        try:
            for _ in range(RATE - 1):
                self.assertEqual(ask(other, "GetRecommendations", LIST)[0], 200)
            user = server.unix()
            self.assertEqual(ask(user, "GetRecommendations", LIST)[0], 200)
            user.close()
            while not any(status == 429 for status, _, _ in answers):
                stopped.wait(0.01)
        finally:
            stopped.set()
            for thread in threads:
                thread.join()
        other.close()
        self.assertEqual({status for status, _, _ in answers}, {200, 429})
        for status, retry_after, body in answers:
            if status == 429:
                self.assertEqual(retry_after, "1")
                self.assertEqual(json.loads(body)["__type"], "ThrottlingException")

    def test_S16_threat_4_new_connections_do_not_evade_the_rate(self):
        server = self.serve("--max-rate", RATE)
        statuses = []
        for _ in range(4 * RATE):
            connection = server.tcp()
            statuses.append(ask(connection, "GetRecommendations", LIST)[0])
            connection.close()
        self.assertEqual(set(statuses), {200, 429})

    def test_threat_9_events_of_one_visitor_do_not_move_the_lists_of_others(self):
        server = self.serve("--data", self.folder / "data", "--max-rate", 0)
        connection = server.tcp()

        def lists():
            return [ask(connection, "GetRecommendations", {**LIST, "userId": user, "numResults": 50})[1]
                    for user in ("u0001", "u0002", "nobody")]

        before = lists()
        for number in range(60):
            events = [{"eventType": "Watch", "itemId": "t0150", "sentAt": 1750000000 + 10 * number + i}
                      for i in range(10)]
            self.assertEqual(ask(connection, "PutEvents", {
                "trackingId": "local", "userId": "liar", "sessionId": f"s{number}", "eventList": events})[0], 200)
        self.assertEqual(lists(), before)
        connection.close()

    def test_threat_15_the_same_events_again_do_not_grow_the_file(self):
        data = self.folder / "data"
        server = self.serve("--data", data, "--max-rate", 0)
        connection = server.tcp()
        for round_number in range(2):
            for _ in range(150):
                self.assertEqual(ask(connection, "PutEvents", put_request("visitor", "t0003"))[0], 200)
            size = sum(path.stat().st_size for path in data.iterdir())
            if round_number == 0:
                first = size
        connection.close()
        self.assertEqual(size, first)

    def test_threat_15_writes_over_the_rate_are_refused_and_not_stored(self):
        data = self.folder / "data"
        server = self.serve("--data", data, "--max-rate", 1)
        connection = server.tcp()
        accepted = []
        refused = 0
        while refused < 3:
            item = f"t{len(accepted) + refused + 1:04}"
            status, _ = ask(connection, "PutEvents", put_request("visitor", item))
            self.assertIn(status, (200, 429))
            if status == 200:
                accepted.append(item)
            else:
                refused += 1
        connection.close()
        self.assertEqual(server.stop()[0], 0)
        self.assertEqual(sorted(stored_items(data)), sorted(accepted))


if __name__ == "__main__":
    unittest.main()
