"""S19, threat 19: what titles, ids and requests may not do to terminals, logs and pages."""

import itertools
import json
import re
import unittest

from attack import answer_to, connect, post, read_all
from programs import DEVICE, Programs, ask, put_request, run

PAYLOADS = [
    "\x1b[2J\x1b[H", "\x1b]0;title\x07", "\x1b[31mred", "\x1b]8;;http://evil.example\x1b\\link", "\x1bP0;1|17/6162\x1b\\",
    "\x1b[6n", "\x1b[?1049h", "\x1bc", "\x9b31m", "\x9d0;title\x9c", "\x90q", "\x07\x07", "\x08\x08\x08gone", "\r gone",
    "line\nforged", "line\r\nforged", "\r\nSet-Cookie: a=b", "\r\n\r\n<html>", "%0d%0aSet-Cookie: a=b", "\x00end", "\x7f",
    "tab\there", "\x0b\x0c", "\x1a", "\x0e\x0f", "\u2028\u2029", "\u202egnp.exe", "\u200b", "\ufeff", "\u0085",
    '{"time":"forged"}', '","who":"admin', "\\u001b[31m", "\\", '"', "'", "`id`", "$(id)", "; rm -rf /", "%s%n%x", "{{7*7}}",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</script><script>alert(1)</script>", "javascript:alert(1)",
    '" onmouseover="alert(1)', "<!--", "&lt;script&gt;", "<svg/onload=alert(1)>", "\U0001f600", "../../etc/passwd",
]
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")  # all but the end of a line


class Injection(Programs):
    def setUp(self):
        super().setUp()
        self.assertGreaterEqual(len(PAYLOADS), 50)
        self.data = self.folder / "data"
        self.log = self.folder / "audit"
        self.server = self.serve("--data", self.data, "--audit-log", self.log, "--max-rate", 0)

    def test_S19_threat_19_titles_and_ids_are_escaped_on_terminals_and_in_answers(self):
        connection = self.server.tcp()
        stored = []
        for number, payload in enumerate(PAYLOADS):
            properties = {"title": payload, "genres": "Drama", "year": 1900, "maturity": "6", "duration": 90,
                          "language": "en", "availableFrom": 1, "creationTimestamp": 1790000000}
            status, body = ask(connection, "PutItems", {"datasetArn": "ITEMS", "items": [
                {"itemId": f"{number}{payload}", "properties": json.dumps(properties)}]})
            self.assertIn(status, (200, 400), body)
            self.assertIsNone(CONTROL.search(body.decode()))
            if status == 200:
                stored.append(payload)
        self.assertGreaterEqual(len(stored), 40)
        expression = "INCLUDE ItemID WHERE Items.YEAR = 1900"
        status, body = ask(connection, "GetRecommendations", {
            "campaignArn": "user-personalization", "userId": "u0001", "numResults": 50, "filterExpression": expression,
            "metadataColumns": {"ITEMS": ["TITLE"]}})
        connection.close()
        self.assertEqual(status, 200, body)
        self.assertIsNone(re.search(rb"[\x00-\x1f]", body))
        titles = [item["metadata"]["title"] for item in json.loads(body)["itemList"]]
        self.assertEqual(len(titles), min(50, len(stored)))
        self.assertLessEqual(set(titles), set(stored))

        self.assertEqual(self.server.stop()[0], 0)
        table = self.good(DEVICE, "recommend", "--model", self.model, "--data", self.data, "--user", "u0001", "-n", 50,
                          "--filter-expression", expression, "--metadata", "TITLE", "--table")
        self.assertIsNone(CONTROL.search(table))
        self.assertEqual(table.count("\n"), len(titles))
        self.assertIn("\\u001b[2J", table)

    def test_S19_threat_19_messages_on_a_terminal_are_escaped(self):
        for payload in PAYLOADS:
            if "\0" in payload:
                continue  # no argument can have it
            for arguments in (("--recommender", payload), ("--filter", payload), ("--filter-expression", payload)):
                done = run(DEVICE, "recommend", "--model", self.model, "--user", "u0001", *arguments)
                self.assertEqual(done.returncode, 1, arguments)
                self.assertIsNone(CONTROL.search(done.stderr), (arguments, done.stderr))

    def test_S19_threat_19_no_request_forges_a_line_of_the_log(self):
        lines = 0
        for payload in PAYLOADS:
            text = payload.encode()
            for request in (b"POST /" + text + b" HTTP/1.1\r\nHost: localhost:%d\r\n\r\n" % self.server.port,
                            b"GET /health HTTP/1.1\r\nHost: " + text + b"\r\n\r\n",
                            b"GET /health HTTP/1.1\r\nHost: localhost:%d\r\nOrigin: " % self.server.port + text + b"\r\n\r\n"):
                answer_to(self.server.port, request)
            status, _, _ = post(self.server.port, "/events", json.dumps(put_request(payload, payload, eventType=payload)))
            lines += 1
            self.assertIn(status, (200, 400))
        written = self.log.read_text().splitlines()
        entries = [json.loads(line) for line in written]
        self.assertEqual(sum(entry["operation"] == "PutEvents" for entry in entries), lines)
        for line, entry in zip(written, entries):
            self.assertIsNone(CONTROL.search(line))
            self.assertIsNone(entry["who"])
            self.assertLessEqual(set(entry), {"time", "who", "operation", "status", "code", "omitted", "requestId"})
        _, output, errors = self.server.stop()
        self.assertEqual((output, errors), (b"", b""))

    def test_threat_5_nothing_of_a_request_is_reflected_in_header_fields(self):
        for payload, place in itertools.product(PAYLOADS, ("target", "query", "field")):
            marked = f"reflected{payload}".encode()
            target = {"target": b"/" + marked, "query": b"/health?" + marked, "field": b"/health"}[place]
            field = b"X-Amzn-RequestId: " + marked + b"\r\n" if place == "field" else b""
            with connect(self.server.port) as connection:
                connection.sendall(b"GET %s HTTP/1.1\r\nHost: localhost:%d\r\nConnection: close\r\n%s\r\n"
                                   % (target, self.server.port, field))
                received = read_all(connection)
            self.assertNotIn(b"reflected", received, (place, payload))
            self.assertNotIn(b"Set-Cookie", received)


if __name__ == "__main__":
    unittest.main()
