"""S3, S13, threat 4: input without end or of great depth is refused early, in bounded memory."""

import json
import unittest

from attack import IS_SANITIZED, answer_to, connect, health, peak_kib, post, read_all, reset_peak, status_in
from programs import Programs

MEGABYTE = 1_000_000
ALLOWED_KIB = (64 if IS_SANITIZED else 4) * 1024
LARGEST_BODY = 65_536


class MemoryAttacks(Programs):
    def setUp(self):
        super().setUp()
        self.allowed_kib = ALLOWED_KIB
        self.server = self.serve("--max-rate", 0)
        self.port = self.server.port
        host = b"Host: 127.0.0.1:%d\r\n" % self.port
        self.get = b"GET /health HTTP/1.1\r\n" + host
        self.post_head = b"POST /recommendations HTTP/1.1\r\n" + host + b"Content-Type: application/json\r\n"
        for _ in range(20):  # what all requests need is there
            health(self.port)
            post(self.port, "/recommendations", json.dumps({"campaignArn": "user-personalization", "userId": "u0001"}))
        reset_peak(self.server.process.pid)
        self.before = peak_kib(self.server.process.pid)

    def tearDown(self):
        self.assertLess(peak_kib(self.server.process.pid) - self.before, self.allowed_kib)
        self.assertEqual(health(self.port), 200)
        super().tearDown()

    def attack(self, begin, repeated):
        """Sends up to 100 MB. How much was taken, and the status of the answer; None: no answer could be read."""
        sent = 0
        with connect(self.port) as connection:
            try:
                connection.sendall(begin)
                while sent < 100 * MEGABYTE:
                    connection.sendall(repeated)
                    sent += len(repeated)
            except OSError:
                pass
            try:
                status = status_in(read_all(connection))
            except OSError:
                status = None
        return sent, status

    def test_S3_100_MB_in_every_part_of_a_request_are_cut_early(self):
        block = b"a" * 65_536
        for what, begin, repeated, statuses in (
                ("length", self.post_head + b"Content-Length: 100000000\r\n\r\n", block, {413}),
                ("chunks", self.post_head + b"Transfer-Encoding: chunked\r\n\r\n", b"400\r\n" + b"c" * 1024 + b"\r\n", {413}),
                ("no length", self.post_head + b"\r\n", block, {400, 414}),
                ("a header field", self.get + b"a: ", block, {431}),
                ("header fields", self.get, b"a: b\r\n" * 10_000, {431}),
                ("target", b"GET /", block, {414}),
                ("chunk size", self.post_head + b"Transfer-Encoding: chunked\r\n\r\n", b"0" * 65_536, {400})):
            with self.subTest(what):
                sent, status = self.attack(begin, repeated)
                self.assertLess(sent, 20 * MEGABYTE)
                self.assertIn(status, statuses | {None})

    def test_S3_a_million_levels_or_keys_are_more_than_a_body_may_have(self):
        for body in (b"[" * MEGABYTE, b'{"a":' * MEGABYTE, b"{" + b'"k":1,' * MEGABYTE + b"}"):
            head = self.post_head + b"Content-Length: %d\r\n\r\n" % len(body)
            self.assertIn(answer_to(self.port, head + body), (413, None))

    def test_S3_the_deepest_and_widest_bodies_that_fit_are_refused(self):
        self.allowed_kib = 2 * ALLOWED_KIB  # each thread that answers has read one
        for body in ("[" * LARGEST_BODY, "[" * (LARGEST_BODY // 2) + "]" * (LARGEST_BODY // 2),
                     '{"a":' * 10_000 + "1" + "}" * 10_000, "{" + ",".join(f'"k{i}":1' for i in range(6_000)) + "}",
                     '{"campaignArn":"' + "a" * 60_000 + '"}', '{"campaignArn":' + "9" * 60_000 + "}"):
            for path in ("/recommendations", "/events", "/items", "/personalize-ranking"):
                status, fields, _ = post(self.port, path, body)
                self.assertEqual((status, fields["x-amzn-ErrorType"]), (400, "InvalidInputException"), body[:20])

    def test_S3_S13_filters_of_any_size_and_nesting_are_answered(self):
        condition = 'Items.GENRES NOT IN ("a")'
        for expression, expected in (
                ("INCLUDE ItemID WHERE " + "(" * 30_000, 400),
                ("INCLUDE ItemID WHERE " + " AND ".join([condition] * 2_000), 400),
                ("INCLUDE ItemID WHERE " + " OR ".join([condition] * 80), 200),
                ("INCLUDE ItemID WHERE Items.GENRES NOT IN (" + ",".join(['"a"'] * 600) + ")", 200),
                ("INCLUDE ItemID WHERE Items.GENRES IN (" + '"' + "a" * 2_600 + '")', 400),
                (" | ".join([f"EXCLUDE ItemID WHERE {condition}"] * 40), 200),
                ("INCLUDE " * 300, 400)):
            status, _, body = post(self.port, "/recommendations", json.dumps(
                {"campaignArn": "user-personalization", "userId": "u0001", "filterExpression": expression}))
            self.assertEqual(status, expected, (expression[:60], body[:200]))


if __name__ == "__main__":
    unittest.main()
