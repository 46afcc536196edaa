"""Start and end of `pocketrec serve` and `pocketrec lines`."""

import json
import signal
import socket
import subprocess
import unittest

from programs import DEVICE, ENVIRONMENT, PATIENCE, Programs, ask

REQUEST = {"campaignArn": "user-personalization", "userId": "visitor", "numResults": 10}


class Serving(Programs):
    def answer(self, server):
        connection = server.tcp()
        status, body = ask(connection, "GetRecommendations", REQUEST)
        connection.close()
        self.assertEqual(status, 200)
        return body

    def test_a_second_instance_on_the_same_data_folder_is_refused(self):
        data = self.folder / "data"
        server = self.serve("--data", data)
        for arguments in (("serve", "--listen", "127.0.0.1:0"), ("lines",), ("recommend", "--user", "u0001"),
                          ("record", "--user", "u", "--item", "t0001")):
            said = self.failing(1, DEVICE, *arguments, "--model", self.model, "--data", data)
            self.assertIn(f"data folder {data}: expected it to be free, but another pocketrec process uses it", said)
        self.assertEqual(server.stop()[0], 0)
        self.record(data, "u", "t0001")

    def test_a_busy_port_is_refused(self):
        with socket.socket() as busy:
            busy.bind(("127.0.0.1", 0))
            busy.listen()
            address = f"127.0.0.1:{busy.getsockname()[1]}"
            said = self.failing(1, DEVICE, "serve", "--model", self.model, "--listen", address)
        self.assertIn(address, said)

    def test_both_signals_end_it_with_status_0_and_without_a_word(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            server = self.serve("--data", self.folder / "data")
            self.assertEqual(server.stop(number), (0, b"", b""))
            self.assertFalse((self.folder / "socket").exists())

    def test_an_acknowledged_event_is_there_after_sigterm(self):
        data = self.folder / "data"
        server = self.serve("--data", data)
        before = self.answer(server)
        server.put("visitor", "t0005")
        after = self.answer(server)
        self.assertNotEqual(before, after)
        self.assertEqual(server.stop()[0], 0)
        self.assertEqual(self.answer(self.serve("--data", data)), after)

    def test_an_item_that_was_put_is_in_the_next_answer_and_after_sigterm(self):
        data = self.folder / "data"
        properties = {"title": "Brand new", "genres": "Drama|Family", "year": 2026, "maturity": "6", "duration": 90,
                      "language": "en", "availableFrom": 1, "creationTimestamp": 1790000000}
        request = {"datasetArn": "arn:aws:personalize:eu-west-1:000000000000:dataset/box/ITEMS",
                   "items": [{"itemId": "new", "properties": json.dumps(properties)}]}
        server = self.serve("--data", data)
        connection = server.tcp()
        self.assertEqual(ask(connection, "PutItems", request), (200, b""))
        connection.close()
        asked = dict(REQUEST, filterExpression='INCLUDE ItemID WHERE Items.YEAR = 2026', explain=True)
        for start in range(2):
            connection = server.tcp()
            status, body = ask(connection, "GetRecommendations", asked)
            connection.close()
            self.assertEqual(status, 200)
            listed = json.loads(body)["itemList"]
            self.assertEqual(listed[0]["itemId"], "new")
            self.assertEqual({cause["cause"] for cause in listed[0]["explanation"]}, {"similar item"})
            self.assertEqual(server.stop()[0], 0)
            if start == 0:
                server = self.serve("--data", data)

    def test_events_without_a_data_folder_are_refused_and_not_lost_silently(self):
        server = self.serve()
        connection = server.tcp()
        status, body = ask(connection, "PutEvents", {
            "trackingId": "local", "sessionId": "s",
            "eventList": [{"eventType": "Watch", "itemId": "t0001", "sentAt": 1750000000}]})
        connection.close()
        self.assertGreaterEqual(status, 400)
        self.assertIn("message", json.loads(body))

    def test_lines_answers_each_line_at_once_and_ends_with_its_input(self):
        with subprocess.Popen([DEVICE, "lines", "--model", str(self.model)], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT) as process:
            self.addCleanup(process.kill)
            for line in (json.dumps({"operation": "GetRecommendations", "input": REQUEST}),
                         json.dumps({"operation": "Health"}), "not JSON"):
                process.stdin.write(line.encode() + b"\n")
                process.stdin.flush()
                answer = json.loads(process.stdout.readline())
                self.assertEqual(answer["status"], 400 if line == "not JSON" else 200)
            output, errors = process.communicate(timeout=PATIENCE)
            self.assertEqual((process.returncode, output, errors), (0, b"", b""))


if __name__ == "__main__":
    unittest.main()
