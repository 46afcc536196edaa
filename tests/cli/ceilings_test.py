"""What `pocketrec serve` does at the ceilings of its event store."""

import json
import unittest

from programs import DEVICE, Programs, ask, put_request, run


ITEMS_ARN = "arn:aws:personalize:local:000000000000:dataset/a/ITEMS"


class Ceilings(Programs):
    def metric(self, server, line_begin):
        connection = server.tcp()
        connection.request("GET", "/metrics")
        lines = connection.getresponse().read().decode().splitlines()
        connection.close()
        (value,) = [line.rsplit(" ", 1)[1] for line in lines if line.startswith(line_begin + " ")]
        return float(value)

    def put_numbers(self, server, numbers, user="u1"):
        for number in numbers:
            server.put(user, f"item{number}", eventId=str(number), sentAt=1750000000 + number)

    def test_events(self):
        server = self.serve("--data", self.folder / "data", "--max-events", 50, "--max-rate", 0)
        self.put_numbers(server, range(120))
        self.assertEqual(self.metric(server, 'pocketrec_store_ceiling{ceiling="events"}'), 50)
        self.assertLessEqual(self.metric(server, "pocketrec_store_events"), 50)
        self.assertGreater(self.metric(server, "pocketrec_store_events"), 40)
        self.assertEqual(self.metric(server, 'pocketrec_events_total{result="stored"}'), 120)
        self.assertEqual(self.metric(server, "pocketrec_store_events_today"), 120)
        self.assertEqual(self.metric(server, 'pocketrec_events_dropped_total{ceiling="events"}'),
                         120 - self.metric(server, "pocketrec_store_events"))

    def test_lists_forget_what_was_dropped(self):
        server = self.serve("--data", self.folder / "data", "--max-events", 20, "--max-rate", 0)
        request = {"campaignArn": "user-personalization", "userId": "nobody-yet"}
        connection = server.tcp()
        untouched = json.loads(ask(connection, "GetRecommendations", request)[1])["itemList"]
        server.put("nobody-yet", untouched[0]["itemId"])
        touched = json.loads(ask(connection, "GetRecommendations", request)[1])["itemList"]
        self.assertNotEqual(touched, untouched)
        self.put_numbers(server, range(40), user="another")
        self.assertEqual(json.loads(ask(connection, "GetRecommendations", request)[1])["itemList"], untouched)
        connection.close()

    def test_events_a_day(self):
        server = self.serve("--data", self.folder / "data", "--max-events-a-day", 3)
        self.put_numbers(server, range(3))
        connection = server.tcp()
        status, body = ask(connection, "PutEvents", put_request("u1", "item9"))
        self.assertEqual((status, json.loads(body)["message"]),
                         (503, "expected at most 3 events a day, got more; try again tomorrow"))
        status, _ = ask(connection, "GetRecommendations", {"campaignArn": "user-personalization", "userId": "u1"})
        self.assertEqual(status, 200)
        connection.close()

    def test_records(self):
        server = self.serve("--data", self.folder / "data", "--max-store-bytes", 8_000_000, "--max-rate", 0)
        most = self.metric(server, 'pocketrec_store_ceiling{ceiling="record_bytes"}')
        self.assertEqual(most, 1_000_000)
        connection = server.tcp()
        genres = "|".join(f"genre{number}" for number in range(100))
        properties = {"title": "Put", "genres": genres, "year": 2026, "maturity": "6", "duration": 90,
                      "language": "en", "availableFrom": 1, "creationTimestamp": 1790000000}
        answers = []
        for call in range(200):
            items = [{"itemId": f"put{call}-{number}", "properties": properties} for number in range(10)]
            answers.append(ask(connection, "PutItems", {"datasetArn": ITEMS_ARN, "items": items}))
        self.assertEqual(answers[0][0], 200, answers[0][1])
        status, body = answers[-1]
        self.assertEqual(status, 503)
        self.assertIn("expected records of at most 1000000 bytes in the store, got 100", json.loads(body)["message"])
        self.assertGreater(self.metric(server, "pocketrec_store_record_bytes"), 990_000)
        self.put_numbers(server, range(10))
        status, body = ask(connection, "GetRecommendations", {"campaignArn": "user-personalization", "userId": "u1"})
        self.assertEqual((status, len(json.loads(body)["itemList"])), (200, 25))
        connection.close()

    def test_memory(self):
        server = self.serve("--durability", "memory", "--max-events", 20, "--max-rate", 0)
        self.put_numbers(server, range(40))
        self.assertLessEqual(self.metric(server, "pocketrec_store_events"), 20)
        self.assertGreater(self.metric(server, "pocketrec_store_bytes"), 0)

    def test_misuse(self):
        for arguments, text in ((("--max-store-bytes", "1000"), "expected 0 or at least 8000000, got 1000"),
                                (("--max-events", "-1"), "--max-events"),
                                (("--durability", "fast"), "expected full, memory or batched:MS"),
                                (("--durability", "memory", "--data", "x"), "expected full or batched:MS with --data")):
            with self.subTest(arguments=arguments):
                refused = run(DEVICE, "serve", "--model", self.model, *arguments)
                self.assertEqual(refused.returncode, 2)
                self.assertIn(text, refused.stderr)


if __name__ == "__main__":
    unittest.main()
