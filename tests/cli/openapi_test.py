"""The OpenAPI description against what the program really takes and gives. tests/http compares it with the program's
own tables."""

import json
import pathlib
import unittest

import jsonschema  # Debian's python3-jsonschema: tools/setup

from programs import Programs, put_request

FILE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "openapi.json"
DATASET = "arn:aws:personalize:eu-west-1:000000000000:dataset/box/"
USER = {"campaignArn": "user-personalization", "userId": "u0001"}
RANKING = {"campaignArn": "personalized-ranking", "userId": "u0001", "inputList": ["t0001", "t0002", "nobody"]}
ITEM = {"itemId": "new", "properties": {"title": "New", "genres": "Drama", "year": 2026, "maturity": "6",
                                        "duration": 90, "language": "en", "availableFrom": 1,
                                        "creationTimestamp": 1790000000}}
ITEMS = {"datasetArn": DATASET + "ITEMS", "items": [ITEM]}
PERSON = {"userId": "new", "properties": json.dumps({"household": "h1", "ageGroup": "adult", "subscription": "standard",
                                                     "country": "BR", "language": "pt"})}
USERS = {"datasetArn": DATASET + "USERS", "users": [PERSON]}
EVENTS = put_request("visitor", "t0001")
EVENT = EVENTS["eventList"][0]

# Path, request, and the status that comes back.
GOOD = (
    ("/recommendations", USER, 200),
    ("/recommendations", {**USER, "numResults": 500, "explain": True, "context": {"DEVICE": "tv"}}, 200),
    ("/recommendations", {**USER, "metadataColumns": {"ITEMS": ["TITLE", "YEAR"]}, "numResults": 50}, 200),
    ("/recommendations", {**USER, "filterArn": "by-genre", "filterValues": {"GENRE": '"Drama"'}}, 200),
    ("/recommendations", {**USER, "promotions": [{"name": "p", "percentPromotedItems": 50, "filterArn": "by-genre",
                                                  "filterValues": {"GENRE": '"Drama"'}}]}, 200),
    ("/recommendations", {**USER, "explain": True, "rules": {
        "boosts": [{"column": "GENRES", "values": ["Drama"], "points": 0.5},
                   {"column": "YEAR", "least": 2000, "points": -0.5}],
        "minimumRelevance": 0.001, "rotation": 1, "diversity": 0.5, "caps": [{"column": "GENRES", "most": 3}],
        "pinned": [{"itemId": "t0003", "position": 2}], "blocked": ["t0001"]}}, 200),
    ("/v1/why-not", {**USER, "whyNotItemId": "t0007", "rules": {"caps": [{"column": "LANGUAGE", "most": 1}]}}, 200),
    ("/recommendations", {"recommenderArn": "popularity-count"}, 200),
    ("/v1/why-not", {**USER, "whyNotItemId": "t0007"}, 200),
    ("/v1/why-not", {**USER, "whyNotItemId": "nobody"}, 200),
    ("/v1/why-not", {**USER, "whyNotItemId": "t0007", "filterArn": "by-genre", "filterValues": {"GENRE": '"Drama"'}}, 200),
    ("/v1/why-not", {"campaignArn": "nothing", "whyNotItemId": "t0007"}, 404),
    ("/recommendations", {"campaignArn": "similar-items", "itemId": "t0007", "explain": True}, 200),
    ("/recommendations", {**USER, "campaignArn": "nothing"}, 404),
    ("/personalize-ranking", RANKING, 200),
    ("/personalize-ranking", {**RANKING, "metadataColumns": {"ITEMS": ["TITLE"]}}, 200),
    ("/events", EVENTS, 200),
    ("/events", {**EVENTS, "eventList": [{**EVENT, "sentAt": "2026-11-24T05:55:34Z", "eventId": "e", "eventValue": 2.5,
                                          "properties": "{}", "impression": ["t0001", "t0002"],
                                          "metricAttribution": {"eventAttributionSource": "mail"}}]}, 200),
    ("/items", ITEMS, 200),
    ("/items", {**ITEMS, "datasetArn": DATASET + "FILMS"}, 404),
    ("/users", USERS, 200),
    ("/v1/forget", {"userId": "new", "sessionIds": ["s1", "s2"]}, 200),
    ("/v1/forget", {"sessionIds": ["s1"]}, 200),
    ("/action-recommendations", USER, 400),
    ("/actions", {"datasetArn": DATASET + "ACTIONS", "actions": [{"actionId": "a"}]}, 404),
    ("/action-interactions", {"trackingId": "t", "actionInteractions": [{"actionId": "a"}]}, 400),
)

# What the description forbids; the program has to refuse it.
BAD = (
    ("/recommendations", {"userId": "u0001"}),
    ("/recommendations", {**USER, "recommenderArn": "popularity-count"}),
    ("/recommendations", {**USER, "userId": ""}),
    ("/recommendations", {**USER, "userId": "u" * 257}),
    ("/recommendations", {**USER, "userId": 5}),
    ("/recommendations", {**USER, "numResults": 501}),
    ("/recommendations", {**USER, "numResults": -1}),
    ("/recommendations", {**USER, "numResults": "5"}),
    ("/recommendations", {**USER, "explain": "yes"}),
    ("/recommendations", {**USER, "context": {f"K{n}": "v" for n in range(151)}}),
    ("/recommendations", {**USER, "context": {"K": "v" * 1001}}),
    ("/recommendations", {**USER, "filterArn": "f", "filterValues": {f"K{n}": "v" for n in range(26)}}),
    ("/recommendations", {**USER, "filterExpression": "x" * 2501}),
    ("/recommendations", {**USER, "metadataColumns": {"ITEMS": ["C"] * 11}}),
    ("/recommendations", {**USER, "promotions": [{"filterArn": "a", "percentPromotedItems": 1}] * 101}),
    ("/recommendations", {**USER, "rules": {"filter": "EXCLUDE ItemID WHERE Items.YEAR < 2000"}}),
    ("/recommendations", {**USER, "rules": {"diversity": 1.01}}),
    ("/recommendations", {**USER, "rules": {"rotation": 1001}}),
    ("/recommendations", {**USER, "rules": {"caps": [{"column": "GENRES", "most": 0}]}}),
    ("/recommendations", {**USER, "rules": {"caps": [{"column": "GENRES", "most": 1}] * 17}}),
    ("/recommendations", {**USER, "rules": {"pinned": [{"itemId": "t0003"}]}}),
    ("/recommendations", {**USER, "rules": {"boosts": [{"column": "GENRES", "values": ["x"], "points": 1001}]}}),
    ("/recommendations", {**USER, "rules": {"blocked": ["i"] * 1001}}),
    ("/v1/why-not", USER),
    ("/v1/why-not", {**USER, "whyNotItemId": ""}),
    ("/events", {**EVENTS, "eventList": [{**EVENT, "metricAttribution": {"eventAttributionSource": " "}}]}),
    ("/events", {**EVENTS, "eventList": [{**EVENT, "metricAttribution": {}}]}),
    ("/recommendations", {**USER, "promotions": [{"name": "p"}]}),
    ("/recommendations", {**USER, "promotions": [{"filterArn": "a", "percentPromotedItems": 0}]}),
    ("/personalize-ranking", {**RANKING, "inputList": ["i"] * 501}),
    ("/personalize-ranking", {**RANKING, "inputList": [""]}),
    ("/personalize-ranking", USER),
    ("/events", {**EVENTS, "eventList": []}),
    ("/events", {**EVENTS, "eventList": [EVENT] * 11}),
    ("/events", {**EVENTS, "eventList": [{"eventType": "Watch"}]}),
    ("/events", {**EVENTS, "eventList": [{**EVENT, "properties": "{}" + " " * 1023}]}),
    ("/events", {**EVENTS, "eventList": [{**EVENT, "impression": ["i"] * 26}]}),
    ("/events", {**EVENTS, "eventList": [{**EVENT, "recommendationId": "r" * 41}]}),
    ("/events", {"trackingId": "t", "eventList": [EVENT]}),
    ("/items", {**ITEMS, "items": []}),
    ("/items", {**ITEMS, "items": [ITEM] * 11}),
    ("/items", {"items": [ITEM]}),
    ("/items", {**ITEMS, "items": [{"itemId": "i", "properties": "{}" + " " * 31999}]}),
    ("/users", {**USERS, "users": [{"properties": "{}"}]}),
    ("/users", {**USERS, "users": [{"userId": "i", "properties": "{}" + " " * 23999}]}),
    ("/v1/forget", {}),
    ("/v1/forget", {"sessionIds": []}),
    ("/v1/forget", {"userId": ""}),
    ("/v1/forget", {"userId": "u", "sessionIds": ["s"] * 101}),
    ("/action-recommendations", {**USER, "numResults": 101}),
    ("/actions", {"datasetArn": DATASET + "ACTIONS", "actions": []}),
    ("/action-interactions", {"actionInteractions": [{}]}),
)

GETS = (
    ("/v1/recommendations?recommender=user-personalization&user=u0001&metadata=TITLE&explain=true", 200),
    ("/v1/recommendations?recommender=user-personalization&user=u0001&n=501", 400),
    ("/v1/recommendations?recommender=nothing", 404),
    ("/health", 200),
    ("/ready", 200),
    ("/metrics", 200),
    ("/openapi.json", 200),
)


def references(value):
    if isinstance(value, list):
        for entry in value:
            yield from references(entry)
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"]
        for entry in value.values():
            yield from references(entry)


class OpenApi(Programs):
    def setUp(self):
        super().setUp()
        self.description = json.loads(FILE.read_text())

    def find(self, reference):
        found = self.description
        for word in reference.removeprefix("#/").split("/"):
            found = found[word]
        return found

    def errors(self, schema, value):
        """What is wrong with the value by the schema."""
        whole = {**schema, "components": self.description["components"]}
        return [error.message for error in jsonschema.Draft202012Validator(whole).iter_errors(value)]

    def check_answer(self, connection, method, target, request=None):
        """The status of an answer that has a status, type and body that the description has for it."""
        fields = {} if request is None else {"Content-Type": "application/json"}
        connection.request(method.upper(), target, None if request is None else json.dumps(request), fields)
        answer = connection.getresponse()
        body = answer.read().decode()
        path = target.split("?")[0]
        described = self.description["paths"][path][method]["responses"]
        self.assertIn(str(answer.status), described)
        response = described[str(answer.status)]
        response = self.find(response["$ref"]) if "$ref" in response else response
        if "content" not in response:
            self.assertEqual(body, "")
            return answer.status
        (kind, content), = response["content"].items()
        self.assertEqual(answer.getheader("Content-Type").split(";")[0], kind)
        self.assertEqual(self.errors(content["schema"], json.loads(body) if "json" in kind else body), [])
        if answer.status >= 400:
            self.assertEqual(json.loads(body)["__type"], answer.getheader("x-amzn-ErrorType"))
        return answer.status

    def request_schema(self, path):
        return self.description["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]

    def test_what_is_served_is_the_file(self):
        connection = self.serve().tcp()
        connection.request("GET", "/openapi.json")
        self.assertEqual(json.loads(connection.getresponse().read()), self.description)
        connection.close()

    def test_every_schema_is_one_and_every_reference_leads_to_something_that_is_used(self):
        used = set(references(self.description))
        for reference in used:
            self.find(reference)
        for kind in ("schemas", "responses"):
            self.assertEqual({f"#/components/{kind}/{name}" for name in self.description["components"][kind]},
                             {reference for reference in used if reference.startswith(f"#/components/{kind}/")})
        for schema in self.description["components"]["schemas"].values():
            jsonschema.Draft202012Validator.check_schema(schema)

    def test_good_requests_fit_and_their_answers_do(self):
        connection = self.serve("--data", self.folder / "data").tcp()
        for path, request, status in GOOD:
            with self.subTest(path=path, request=request):
                self.assertEqual(self.errors(self.request_schema(path), request), [])
                self.assertEqual(self.check_answer(connection, "post", path, request), status)
        for target, status in GETS:
            with self.subTest(target=target):
                self.assertEqual(self.check_answer(connection, "get", target), status)
        connection.close()
        # Every route was asked for.
        asked = {path.split("?")[0] for path, *_ in GOOD + GETS}
        self.assertEqual(asked, set(self.description["paths"]))

    def test_what_the_description_forbids_is_refused(self):
        connection = self.serve("--data", self.folder / "data").tcp()
        for path, request in BAD:
            with self.subTest(path=path, request=str(request)[:200]):
                self.assertNotEqual(self.errors(self.request_schema(path), request), [])
                self.assertEqual(self.check_answer(connection, "post", path, request), 400)
        connection.close()

    def test_denials_and_failures_fit(self):
        credentials = self.folder / "credentials"
        credentials.touch(0o600)
        credentials.write_text("none admin token " + "0" * 64 + "\n")
        connection = self.serve("--credentials", credentials).tcp()
        for path, methods in self.description["paths"].items():
            for method, operation in methods.items():
                with self.subTest(path=path):
                    status = self.check_answer(connection, method, path, {} if method == "post" else None)
                    self.assertEqual(status, 403 if operation["security"] else 200)
        connection.close()


if __name__ == "__main__":
    unittest.main()
