"""An acknowledged event survives the death of the process."""

import json
import signal
import unittest

from programs import DEVICE, Programs, run

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


if __name__ == "__main__":
    unittest.main()
