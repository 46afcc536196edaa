"""A screen that several people use one after the other under one session id: `--session-idle`."""

import json
import time
import unittest

from programs import Programs, ask, put_request

IDLE = 2


class Sessions(Programs):
    def list_of(self, connection, visitor):
        status, body = ask(connection, "GetRecommendations", {"campaignArn": "user-personalization", "userId": visitor})
        self.assertEqual(status, 200)
        return json.loads(body)["itemList"]

    def watch(self, connection, item, session, user=None):
        request = put_request(user, item, sentAt=int(time.time()))
        request["sessionId"] = session
        if user is None:
            del request["userId"]
        self.assertEqual(ask(connection, "PutEvents", request)[0], 200)

    def test_a_visit_ends_and_a_user_stays(self):
        server = self.serve("--data", self.folder / "data", "--session-idle", IDLE)
        connection = server.tcp()
        untouched = self.list_of(connection, "screen")
        items = [entry["itemId"] for entry in untouched]
        self.watch(connection, items[0], "screen")
        self.watch(connection, items[1], "visit-of-ann", user="ann")
        touched, of_ann = self.list_of(connection, "screen"), self.list_of(connection, "ann")
        self.assertNotEqual(touched, untouched)
        self.assertNotEqual(of_ann, untouched)
        time.sleep(IDLE + 1)  # and a second that the time of an event may lack
        self.assertEqual(self.list_of(connection, "screen"), untouched)
        self.assertEqual(self.list_of(connection, "ann"), of_ann)
        # The next person's first event does not bring back those of the one before.
        self.watch(connection, items[2], "screen")
        self.watch(connection, items[2], "another")
        self.assertEqual(self.list_of(connection, "screen"), self.list_of(connection, "another"))
        connection.close()


if __name__ == "__main__":
    unittest.main()
