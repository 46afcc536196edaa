"""The C library gives the same bytes as HTTP, which ways_test.py compares with the other ways in."""

import json
import shutil
import unittest

from c_library import Library
from programs import Programs, ask
from ways_test import REQUESTS, USER


class CLibrary(Programs):
    def setUp(self):
        super().setUp()
        for item in ("t0003", "t0011"):
            self.record(self.folder / "served", "visitor", item, "--event-type", "Watch", "--time", "1750000000")
        shutil.copytree(self.folder / "served", self.folder / "linked")
        self.connection = self.serve("--data", self.folder / "served").tcp()
        self.addCleanup(self.connection.close)

    def test_answers_and_errors(self):
        with Library(self.model, self.folder / "linked") as library:
            for operation, request in REQUESTS:
                with self.subTest(operation=operation, request=request):
                    status, body = ask(self.connection, operation, request)
                    self.assertEqual(library.handle(operation, json.dumps(request).encode()), (status, body))

    def test_events(self):
        event = {"trackingId": "local", "userId": "fresh", "sessionId": "fresh",
                 "eventList": [{"eventType": "Watch", "itemId": "t0020", "sentAt": 1750000000}]}
        request = {"campaignArn": USER, "userId": "fresh", "numResults": 10}
        bad = {"trackingId": "local", "sessionId": "s", "eventList": [{"eventType": "Watch"}]}
        with Library(self.model, self.folder / "linked") as library:
            for operation, body in (("GetRecommendations", request), ("PutEvents", event), ("PutEvents", bad),
                                    ("GetRecommendations", request)):
                self.assertEqual(library.handle(operation, json.dumps(body).encode()),
                                 ask(self.connection, operation, body))


if __name__ == "__main__":
    unittest.main()
