"""R5: the file system of the store has no space left. Events are refused in the form that clients know, recommendations go
on, and once there is space events are stored again without a restart.

The file system is a tmpfs of 4 MB, mounted where only this test sees it.
"""

import json
import os
import subprocess
import sys
import time
import unittest

import programs
import recorded_events

BYTES = 4 << 20
MOUNT = ("mount", "-t", "tmpfs", "-o", f"size={BYTES}", "tmpfs")
RECOVERY = 5  # seconds, as R5 has it; it takes one call
CALLS = 300
WATCHED = {**recorded_events.RECOMMEND, "filterExpression": 'INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("Watch")'}
MOUNTING = "--mounting"  # among the arguments: this process may mount


def namespaces():
    """Commands that run another one where a mount is seen by it alone and ends with it; the second needs no root."""
    return ["unshare", "-m"], ["unshare", "-rm"]


def can_mount(namespace):
    try:
        return subprocess.run([*namespace, *MOUNT, "/mnt"], stderr=subprocess.DEVNULL, check=False).returncode == 0
    except OSError:
        return False


def describe(seconds):
    seconds = sorted(seconds)
    return f"p50 {seconds[len(seconds) // 2] * 1e3:.2f} ms, p99 {seconds[len(seconds) * 99 // 100] * 1e3:.2f} ms"


class FullDiskTest(recorded_events.RecordedEvents):
    def setUp(self):
        super().setUp()
        self.disk = self.folder / "disk"
        self.disk.mkdir()
        subprocess.run([*MOUNT, self.disk], check=True)
        self.addCleanup(subprocess.run, ["umount", self.disk], check=True)
        self.data = self.disk / "data"

    def fill(self):
        """Leaves no byte."""
        file = os.open(self.disk / "fill", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        with self.assertRaisesRegex(OSError, "No space left"):
            while True:
                os.write(file, bytes(4096))
        os.close(file)

    def make_space(self):
        (self.disk / "fill").unlink()

    def lists(self, connection):
        """Seconds that each of many lists took."""
        result = []
        for _ in range(CALLS):
            begin = time.perf_counter()
            self.check_list(connection)
            result.append(time.perf_counter() - begin)
        return result

    def refuse(self, connection, event):
        """Sends the event until the store has no room for it, and then some. The last page may have some left."""
        for _ in range(100):
            if self.put(connection, event) != 200:
                break
            event = self.next_event()
        for _ in range(CALLS):
            self.assertEqual(self.put(connection, event), 503)
            self.check_list(connection)
        # Lists that ask what the user did have it.
        status, body = programs.ask(connection, "GetRecommendations", WATCHED)
        self.assertEqual((status, len(json.loads(body)["itemList"])), (200, min(25, len(self.acknowledged))))
        request = programs.put_request("visitor", "t0001", **event)
        connection.request("POST", programs.PATHS["PutEvents"], json.dumps(request), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read()
        self.assertEqual((answer.status, answer.getheader("x-amzn-ErrorType")), (503, "ServiceUnavailable"))
        return event

    def recover(self, connection, event):
        """Seconds until the event that was refused is stored."""
        self.make_space()
        begin = time.monotonic()
        while self.put(connection, event) != 200:
            self.assertLess(time.monotonic() - begin, RECOVERY)
            time.sleep(0.01)
        took = time.monotonic() - begin
        for _ in range(20):
            self.assertEqual(self.put(connection, self.next_event()), 200)
        return took

    def check_exported(self):
        """What goes out of the store, after a stop."""
        out = self.folder / "out.jsonl"
        out.unlink(missing_ok=True)
        done = programs.run(programs.DEVICE, "events", "export", "--data", self.data, "--policy", "full", "-o", out)
        self.assertEqual(done.returncode, 0, done.stderr)
        lines = [json.loads(line) for line in out.read_text().splitlines()]
        ids = [line["eventId"] for line in lines if "eventId" in line]
        self.assertEqual(sorted(ids, key=int), sorted(self.acknowledged, key=int))

    def check_all(self):
        self.check_stored()
        self.check_exported()

    def test_a_server_whose_disk_becomes_full(self):
        for durability in "full", "batched:20":
            with self.subTest(durability=durability):
                server = self.serve("--data", self.data, "--max-rate", 0, "--durability", durability)
                connection = server.unix()
                for _ in range(50):
                    self.assertEqual(self.put(connection, self.next_event()), 200)
                before = self.lists(connection)
                self.fill()
                event = self.refuse(connection, self.next_event())
                full = self.lists(connection)
                took = self.recover(connection, event)
                self.check_list(connection)
                connection.close()
                self.assertEqual(server.stop()[0], 0)
                self.check_all()
                print(f"{durability}: a list takes {describe(before)}; while the disk is full {describe(full)}; "
                      f"events again after {took * 1e3:.0f} ms")
        print(f"{self.refused} calls refused, {len(self.acknowledged)} events acknowledged, none lost")

    def test_a_start_while_the_disk_is_full(self):
        for end in "stopped", "killed":
            with self.subTest(before=end):
                server = self.serve("--data", self.data, "--max-rate", 0)
                connection = server.unix()
                for _ in range(20):
                    self.assertEqual(self.put(connection, self.next_event()), 200)
                connection.close()
                if end == "killed":
                    server.kill()
                else:
                    self.assertEqual(server.stop()[0], 0)
                self.fill()
                server = self.serve("--data", self.data, "--max-rate", 0)
                connection = server.unix()
                event = self.refuse(connection, self.next_event())
                self.recover(connection, event)
                connection.close()
                self.assertEqual(server.stop()[0], 0)
                self.check_all()

    def test_a_first_start_on_a_full_disk_says_why_it_fails(self):
        self.fill()
        said = self.failing(1, programs.DEVICE, "serve", "--model", self.model, "--data", self.data, "--listen",
                            f"unix:{self.folder / 'socket'}")
        self.assertIn("events.sqlite: database or disk is full", said)
        # What it began is no store that is damaged.
        self.make_space()
        server = self.serve("--data", self.data)
        connection = server.unix()
        self.assertEqual(self.put(connection, self.next_event()), 200)
        connection.close()
        self.assertEqual(server.stop()[0], 0)
        self.check_all()


if __name__ == "__main__":
    if MOUNTING in sys.argv:
        sys.argv.remove(MOUNTING)
        unittest.main()
    for command in filter(can_mount, namespaces()):
        os.execvp(command[0], [*command, sys.executable, "-B", *sys.argv, MOUNTING])
    print("no file system can be mounted here: unshare(1) or mount(8) is not there or not allowed", file=sys.stderr)
    sys.exit(77)
