"""HTTP over TCP, HTTP over a Unix socket, lines and one shot give the same bytes."""

import json
import shutil
import unittest

from programs import DEVICE, Programs, ask, run

USER = "user-personalization"
REQUESTS = (
    ("GetRecommendations", {"campaignArn": USER, "userId": "u0001", "numResults": 5}),
    ("GetRecommendations", {"campaignArn": USER, "userId": "visitor", "numResults": 25}),
    ("GetRecommendations", {"campaignArn": USER, "userId": "nobody", "numResults": 3}),
    ("GetRecommendations", {"campaignArn": "popularity-count", "userId": "u0002", "numResults": 500}),
    ("GetRecommendations", {"campaignArn": "similar-items", "itemId": "t0007", "numResults": 4}),
    ("GetRecommendations", {"campaignArn": USER, "userId": "u0003", "numResults": 5,
                            "metadataColumns": {"ITEMS": ["TITLE", "GENRES", "YEAR"]}}),
    ("GetRecommendations", {"campaignArn": USER, "userId": "u0003", "numResults": 5, "filterArn": "by-genre",
                            "filterValues": {"GENRE": '"Horror","Drama"'}}),
    ("GetRecommendations", {"campaignArn": USER, "userId": "visitor", "numResults": 9,
                            "filterExpression": 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("Watch")'}),
    ("GetPersonalizedRanking", {"campaignArn": "personalized-ranking", "userId": "visitor",
                                "inputList": ["t0009", "t0001", "né \"x\"", "t0004"]}),
    ("GetRecommendations", {"campaignArn": "trending-now", "numResults": 7}),
    ("GetRecommendations", {"campaignArn": "aws-vod-top-picks", "userId": "visitor", "numResults": 6}),
    ("GetRecommendations", {"campaignArn": "more-like-x", "userId": "u0001", "itemId": "t0007", "numResults": 6}),
    # Errors
    ("GetRecommendations", {"campaignArn": "best", "userId": "u0001", "numResults": 5}),
    ("GetRecommendations", {"campaignArn": USER, "userId": "u0001", "numResults": 501}),
    ("GetRecommendations", {"campaignArn": USER, "userId": "u" * 257, "numResults": 5}),
    ("GetRecommendations", {"campaignArn": USER, "numResults": 5}),
    ("GetRecommendations", {"campaignArn": "similar-items", "numResults": 5}),
    ("GetRecommendations", {"campaignArn": USER, "userId": "u0001", "numResults": 5, "filterArn": "mine"}),
    ("GetRecommendations", {"campaignArn": USER, "userId": "u0001", "numResults": 5, "filterArn": "by-genre"}),
    ("GetRecommendations", {"campaignArn": USER, "userId": "u0001", "numResults": 5,
                            "filterExpression": 'INCLUDE ItemID WHERE Items.GENRES IN ("x)'}),
    ("GetRecommendations", {"campaignArn": USER, "userId": "u0001", "numResults": 5,
                            "metadataColumns": {"ITEMS": ["NOTHING"]}}),
    ("GetPersonalizedRanking", {"campaignArn": "similar-items", "userId": "u0001", "inputList": ["t0001"]}),
)


def one_shot(operation, request):
    """The command line that asks the same."""
    verb = "recommend" if operation == "GetRecommendations" else "rank"
    arguments = [verb, "--recommender", request["campaignArn"]]
    for member, option in (("userId", "--user"), ("itemId", "--item"), ("numResults", "-n"), ("filterArn", "--filter"),
                           ("filterExpression", "--filter-expression")):
        if member in request:
            arguments += [option, request[member]]
    for name, value in request.get("filterValues", {}).items():
        arguments += ["--filter-value", f"{name}={value}"]
    if "metadataColumns" in request:
        arguments += ["--metadata", ",".join(request["metadataColumns"]["ITEMS"])]
    if "inputList" in request:
        arguments += ["--items", ",".join(request["inputList"])]
    return arguments


class FourWays(Programs):
    def setUp(self):
        super().setUp()
        data = self.folder / "data"
        for item in ("t0003", "t0011"):
            self.record(data, "visitor", item, "--event-type", "Watch", "--time", "1750000000")
        for copy in ("served", "lines"):
            shutil.copytree(data, self.folder / copy)
        self.data = data

    def lines(self, *lines):
        done = run(DEVICE, "lines", "--model", self.model, "--data", self.folder / "lines",
                   input="".join(line + "\n" for line in lines))
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout.splitlines()

    def test_answers_and_errors_are_the_same_bytes(self):
        server = self.serve("--data", self.folder / "served")
        answered = self.lines(*(json.dumps({"operation": o, "input": r}) for o, r in REQUESTS))
        self.assertEqual(len(answered), len(REQUESTS))
        tcp, unix = server.tcp(), server.unix()
        statuses = []
        for (operation, request), line in zip(REQUESTS, answered):
            with self.subTest(operation=operation, request=request):
                status, body = ask(tcp, operation, request)
                statuses.append(status)
                self.assertEqual(ask(unix, operation, request), (status, body))
                self.assertEqual(line, f'{{"status":{status},"output":{body.decode()}}}')
                done = run(DEVICE, *one_shot(operation, request), "--model", self.model, "--data", self.data)
                if status == 200:
                    self.assertEqual((done.returncode, done.stdout, done.stderr), (0, body.decode() + "\n", ""))
                else:
                    error = json.loads(body)
                    self.assertEqual((done.returncode, done.stdout), (1, ""))
                    self.assertEqual(done.stderr, f"pocketrec: {error['__type']}: {error['message']}\n")
        self.assertEqual(statuses[:12], [200] * 12)
        self.assertTrue(all(400 <= status < 500 for status in statuses[12:]), statuses)
        tcp.close()
        unix.close()

    def test_an_event_has_the_same_effect_by_every_way(self):
        request = {"campaignArn": USER, "userId": "fresh", "numResults": 10}
        event = {"trackingId": "local", "userId": "fresh", "sessionId": "fresh",
                 "eventList": [{"eventType": "Watch", "itemId": "t0020", "sentAt": 1750000000}]}
        server = self.serve("--data", self.folder / "served")
        connection = server.tcp()
        _, before = ask(connection, "GetRecommendations", request)
        self.assertEqual(ask(connection, "PutEvents", event), (200, b""))
        status, after = ask(connection, "GetRecommendations", request)
        connection.close()
        self.assertEqual(status, 200)
        self.assertNotEqual(before, after)
        self.assertEqual(
            self.lines(json.dumps({"operation": "PutEvents", "input": event}),
                       json.dumps({"operation": "GetRecommendations", "input": request})),
            ['{"status":200,"output":{}}', f'{{"status":200,"output":{after.decode()}}}'])
        self.record(self.data, "fresh", "t0020", "--event-type", "Watch", "--time", "1750000000")
        self.assertEqual(
            self.good(DEVICE, *one_shot("GetRecommendations", request), "--model", self.model, "--data", self.data),
            after.decode() + "\n")

    def test_a_refused_event_is_refused_alike(self):
        event = {"trackingId": "local", "sessionId": "s", "eventList": [{"eventType": "Watch", "itemId": "t0001"}]}
        server = self.serve("--data", self.folder / "served")
        answers = []
        for connection in (server.tcp(), server.unix()):
            answers.append(ask(connection, "PutEvents", event))
            connection.close()
        self.assertEqual(answers[0], answers[1])
        self.assertEqual(answers[0][0], 400)
        self.assertEqual(self.lines(json.dumps({"operation": "PutEvents", "input": event})),
                         [f'{{"status":400,"output":{answers[0][1].decode()}}}'])


if __name__ == "__main__":
    unittest.main()
