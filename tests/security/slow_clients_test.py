"""S1, threat 4: clients that are slow on purpose cost connections and no more."""

import json
import resource
import select
import socket
import time
import unittest

from attack import IS_SANITIZED, connect, health, peak_kib, post, reset_peak
from programs import PATIENCE, Programs

LIST = json.dumps({"campaignArn": "user-personalization", "userId": "u0001"})
JSON = b"Content-Type: application/json\r\n"
ROUNDS = 30
# The longest deadline, 15 s of idleness, and then some: the machine may be busy.
LONGEST = 30


class SlowClients(Programs):
    def setUp(self):
        super().setUp()
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, most), most))

    def test_S1_threat_4_900_slow_connections_leave_room_for_quick_ones_and_all_end(self):
        server = self.serve("--max-rate", 0)
        host = b"Host: 127.0.0.1:%d\r\n" % server.port
        get = b"GET /health HTTP/1.1\r\n" + host + b"\r\n"
        asked = b"POST /recommendations HTTP/1.1\r\n" + host + JSON + b"Content-Length: %d\r\n\r\n" % len(LIST)
        self.assertEqual(health(server.port), 200)
        self.assertEqual(post(server.port, "/recommendations", LIST)[0], 200)
        reset_peak(server.process.pid)
        before = peak_kib(server.process.pid)

        crowd = []  # connections, and the bytes that each of them dribbles

        def join(count, begin, rest):
            for _ in range(count):
                connection = connect(server.port)
                try:
                    connection.sendall(begin)
                except OSError:
                    pass  # made room for one that came after it
                connection.setblocking(False)
                crowd.append([connection, rest])

        join(500, b"GET /health HTTP/1.1\r\n" + host + b"X: ", b"a" * 1000)
        join(200, get, b"")
        join(100, asked, b" " * 1000)
        join(100, get * 200, b"")  # answers that nobody reads
        for _ in range(ROUNDS):
            self.assertEqual(health(server.port), 200)
            self.assertEqual(post(server.port, "/recommendations", LIST)[0], 200)
            for entry in crowd:
                try:
                    entry[0].send(entry[1][:1])
                    entry[1] = entry[1][1:]
                except OSError:
                    pass  # closed by the server
        allowed = (256 if IS_SANITIZED else 16) * 1024
        self.assertLess(peak_kib(server.process.pid) - before, allowed)
        self.assert_all_end([connection for connection, _ in crowd])
        self.assertEqual(health(server.port), 200)

    def assert_all_end(self, connections):
        watched = select.poll()
        left = {}
        for connection in connections:
            watched.register(connection, select.POLLIN)
            left[connection.fileno()] = connection
        deadline = time.monotonic() + LONGEST
        while left and time.monotonic() < deadline:
            for descriptor, _ in watched.poll(1000):
                try:
                    ended = not left[descriptor].recv(65536)
                except BlockingIOError:
                    ended = False
                except ConnectionError:
                    ended = True
                if ended:
                    watched.unregister(descriptor)
                    left.pop(descriptor).close()
        self.assertEqual(len(left), 0, "connections that the server left open")


if __name__ == "__main__":
    unittest.main()
