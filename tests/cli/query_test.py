"""GET /v1/recommendations: the requests of POST /recommendations without an SDK."""

import hashlib
import json
import unittest
from urllib.parse import quote, urlencode

from programs import DEVICE, Programs, ask

USER = "user-personalization"
PATH = "/v1/recommendations"

# Parameters, and the request that says the same.
PAIRS = (
    ({"recommender": USER, "user": "u0001"}, {"campaignArn": USER, "userId": "u0001"}),
    ({"recommender": USER, "user": "u0001", "n": "5"}, {"campaignArn": USER, "userId": "u0001", "numResults": 5}),
    ({"recommender": USER, "user": "Zoë & co+=%?#"}, {"campaignArn": USER, "userId": "Zoë & co+=%?#"}),
    ({"recommender": "arn:aws:personalize:eu-west-1:000000000000:recommender/top-picks", "user": "u0002", "n": "0"},
     {"recommenderArn": "arn:aws:personalize:eu-west-1:000000000000:recommender/top-picks", "userId": "u0002"}),
    ({"recommender": "similar-items", "item": "t0007", "n": "4"},
     {"campaignArn": "similar-items", "itemId": "t0007", "numResults": 4}),
    ({"recommender": USER, "user": "u0003", "metadata": "TITLE,GENRES", "n": "7"},
     {"campaignArn": USER, "userId": "u0003", "metadataColumns": {"ITEMS": ["TITLE", "GENRES"]}, "numResults": 7}),
    ({"recommender": USER, "user": "u0003", "filter": "by-genre", "filter.GENRE": '"Horror","Drama"'},
     {"campaignArn": USER, "userId": "u0003", "filterArn": "by-genre", "filterValues": {"GENRE": '"Horror","Drama"'}}),
    ({"recommender": USER, "user": "u0003", "context.DEVICE": "tv", "explain": "true"},
     {"campaignArn": USER, "userId": "u0003", "context": {"DEVICE": "tv"}, "explain": True}),
    # Refused alike, where no member is to blame
    ({"recommender": "best", "user": "u0001"}, {"campaignArn": "best", "userId": "u0001"}),
    ({"recommender": USER, "user": "u0001", "filter": "mine"},
     {"campaignArn": USER, "userId": "u0001", "filterArn": "mine"}),
    ({"recommender": USER, "user": "u0001", "filter": "by-genre"},
     {"campaignArn": USER, "userId": "u0001", "filterArn": "by-genre"}),
    ({"recommender": USER, "user": "u0001", "metadata": "NOTHING"},
     {"campaignArn": USER, "userId": "u0001", "metadataColumns": {"ITEMS": ["NOTHING"]}}),
)


class Query(Programs):
    def get(self, connection, target, method="GET", **fields):
        """Status, header fields and body of the answer."""
        connection.request(method, target, headers=fields)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()

    def test_answers_have_the_bytes_of_the_same_request_in_json(self):
        server = self.serve()
        connection = server.tcp()
        for parameters, request in PAIRS:
            with self.subTest(parameters=parameters):
                target = f"{PATH}?{urlencode(parameters)}"
                status, fields, body = self.get(connection, target)
                self.assertEqual((status, body), ask(connection, "GetRecommendations", request))
                self.assertEqual(fields["Content-Type"], "application/json")
                # '+' and %20 are the same.
                self.assertEqual(self.get(connection, f"{PATH}?{urlencode(parameters, quote_via=quote)}")[2], body)
                status_of_head, fields_of_head, nothing = self.get(connection, target, "HEAD")
                self.assertEqual((status_of_head, nothing), (status, b""))
                self.assertEqual(fields_of_head["Content-Length"], str(len(body)))
        connection.close()

    def test_what_is_wrong_is_named(self):
        server = self.serve()
        connection = server.tcp()
        for query, message in (
                ("", "recommender: expected a text, got nothing"),
                (f"recommender={USER}&n=501", "n: expected an integer from 0 to 500, got 501"),
                (f"recommender={USER}&n=1&n=1", "n: expected one value, got several"),
                (f"recommender={USER}&explain=yes", 'explain: expected true or false, got "yes"'),
                (f"recommender={USER}&userId=u",
                 "query: expected one of user item recommender n filter filter.NAME context.NAME metadata explain, "
                 "got 'userId'"),
                (f"recommender={USER}&user=%FF%FE", "query: expected UTF-8, got other bytes"),
                (f"recommender={USER}&user=a%0D%0ASet-Cookie:b", "query: expected no control characters, got 13"),
                (f"recommender={USER}&user=%", "query: expected two hexadecimal digits after '%', got '%'")):
            with self.subTest(query=query):
                status, fields, body = self.get(connection, f"{PATH}?{query}")
                self.assertEqual((status, fields["x-amzn-ErrorType"]), (400, "InvalidInputException"))
                self.assertEqual(json.loads(body), {"__type": "InvalidInputException", "message": message})
        connection.close()

    def test_it_changes_nothing_that_is_stored(self):
        data = self.folder / "data"
        server = self.serve("--data", data)
        server.put("visitor", "t0001")

        def stored():
            return {path.name: path.read_bytes() for path in data.iterdir()}

        before = stored()
        connection = server.tcp()
        for parameters, _ in PAIRS:
            self.get(connection, f"{PATH}?{urlencode(parameters)}")
        connection.close()
        self.assertEqual(stored(), before)

    def test_it_needs_the_role_of_lists(self):
        credentials = self.folder / "credentials"
        credentials.touch(0o600)
        tokens = {role: role * 8 for role in ("runtime", "events", "admin")}
        credentials.write_text("".join(
            f"{role} {role} token {hashlib.sha256(token.encode()).hexdigest()}\n" for role, token in tokens.items()))
        server = self.serve("--credentials", credentials)
        connection = server.tcp()
        target = f"{PATH}?recommender={USER}&user=u0001"
        self.assertEqual(self.get(connection, target)[0], 403)
        for role, status in (("runtime", 200), ("events", 403), ("admin", 200)):
            authorization = {"Authorization": f"Bearer {tokens[role]}"}
            self.assertEqual(self.get(connection, target, **authorization)[0], status, role)
            self.assertEqual(self.get(connection, "/metrics", **authorization)[0], status, role)
        self.assertEqual(self.get(connection, "/metrics")[0], 403)
        for path in ("/health", "/ready", "/openapi.json"):
            self.assertEqual(self.get(connection, path)[0], 200, path)
        connection.close()

    def test_a_page_of_a_listed_origin_may_read_the_answer(self):
        server = self.serve("--origin", "http://kiosk.local")
        target = f"{PATH}?recommender={USER}&user=u0001"
        connection = server.tcp()
        status, fields, _ = self.get(connection, target, Origin="http://kiosk.local")
        self.assertEqual((status, fields["Access-Control-Allow-Origin"]), (200, "http://kiosk.local"))
        status, fields, _ = self.get(connection, target)
        self.assertEqual((status, fields["Access-Control-Allow-Origin"]), (200, None))
        connection.close()
        connection = server.tcp()
        status, fields, _ = self.get(connection, target, Origin="http://elsewhere")
        self.assertEqual((status, fields["Access-Control-Allow-Origin"]), (403, None))
        connection.close()


class RelaxedLimits(Programs):
    def test_longer_lists_and_calls_are_taken_by_every_way_only_where_it_is_said(self):
        long_list = {"campaignArn": USER, "userId": "u0001", "numResults": 501}
        events = {"trackingId": "t", "sessionId": "s", "userId": "u", "eventList": [
            {"eventType": "Watch", "itemId": "t0001", "sentAt": 1750000000 + n} for n in range(11)]}
        for options, status in (((), 400), (("--relaxed-limits",), 200)):
            server = self.serve("--data", self.folder / "data", *options)
            connection = server.tcp()
            for operation, request in (("GetRecommendations", long_list), ("PutEvents", events)):
                self.assertEqual(ask(connection, operation, request)[0], status, (options, operation))
            connection.request("GET", f"{PATH}?recommender={USER}&user=u0001&n=501")
            answer = connection.getresponse()
            body = answer.read()
            self.assertEqual(answer.status, status)
            if status == 200:
                self.assertEqual(len(json.loads(body)["itemList"]), 150)
            # What bounds memory stays.
            self.assertEqual(ask(connection, "GetRecommendations", {**long_list, "userId": "u" * 257})[0], 400)
            connection.close()
            self.assertEqual(server.stop()[0], 0)
            line = json.dumps({"operation": "GetRecommendations", "input": long_list}) + "\n"
            answered = self.good(DEVICE, "lines", "--model", self.model, *options, input=line)
            self.assertEqual(json.loads(answered)["status"], status)
        self.assertEqual(len(self.recommended("-n", "501", "--relaxed-limits")), 150)
        self.failing(1, DEVICE, "recommend", "--model", self.model, "--user", "u0001", "-n", "501")


if __name__ == "__main__":
    unittest.main()
