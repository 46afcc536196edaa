"""An acknowledged event survives the death of the process."""

import json
import resource
import signal
import unittest

from programs import DEVICE, Programs, ask, put_request, run

ROUNDS = 20


class Durability(Programs):
    def test_kill_right_after_the_acknowledgement_loses_nothing(self):
        data = self.folder / "data"
        expected = {}
        for round_number in range(ROUNDS):
            server = self.serve("--data", data)
            # A kind of event of its own, so that a filter finds each one again.
            expected[f"Round{round_number}"] = item = f"t{round_number + 1:04}"
            server.put("visitor", item, eventType=f"Round{round_number}")
            self.assertEqual(server.stop(signal.SIGKILL)[0], -signal.SIGKILL)
            (self.folder / "socket").unlink(missing_ok=True)

        requests = [{"operation": "GetRecommendations", "input": {
            "campaignArn": "user-personalization", "userId": "visitor", "numResults": 25,
            "filterExpression": f'INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("{kind}")'}} for kind in expected]
        done = run(DEVICE, "lines", "--model", self.model, "--data", data,
                   input="".join(json.dumps(request) + "\n" for request in requests))
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        found = {}
        for kind, line in zip(expected, done.stdout.splitlines()):
            answer = json.loads(line)
            self.assertEqual(answer["status"], 200, line)
            found[kind] = ",".join(item["itemId"] for item in answer["output"]["itemList"])
        self.assertEqual(found, expected)

    def test_a_file_that_may_not_grow_costs_the_event_and_not_the_server(self):
        server = self.serve("--data", self.folder / "data")
        server.put("visitor", "t0001")
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        connection = server.tcp()
        status, body = ask(connection, "PutEvents", put_request("visitor", "t0002"))
        self.assertEqual((status, json.loads(body)["__type"]), (503, "ServiceUnavailable"))
        # Lists go on, with what is stored.
        request = {"campaignArn": "user-personalization", "userId": "visitor"}
        status, body = ask(connection, "GetRecommendations", request)
        self.assertEqual((status, len(json.loads(body)["itemList"])), (200, 25))
        watched = {**request, "filterExpression": 'INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("Watch")'}
        status, body = ask(connection, "GetRecommendations", watched)
        self.assertEqual((status, [item["itemId"] for item in json.loads(body)["itemList"]]), (200, ["t0001"]))
        self.assertEqual(ask(connection, "GetRecommendations", {"campaignArn": "trending-now"})[0], 200)
        # There is room again.
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        self.assertEqual(ask(connection, "PutEvents", put_request("visitor", "t0003"))[0], 200)
        status, body = ask(connection, "GetRecommendations", watched)
        connection.close()
        self.assertEqual((status, {item["itemId"] for item in json.loads(body)["itemList"]}), (200, {"t0001", "t0003"}))


if __name__ == "__main__":
    unittest.main()
