"""R25: the program is killed at each of its system calls on the store, in a start that follows a kill and in the stop after
it. The next start has everything that was acknowledged, once; where the file was damaged besides, what a start without a kill
salvages.

A killed call did not happen, so that together these are all states in which files can be left. POCKETREC_START_KILLS sets the
number of kills of each test; those of one kind of call are spread evenly.
"""

import collections
import os
import re
import shutil
import signal
import sqlite3
import sys
import time
import unittest

import kill_server_test
import programs
import recorded_events

KILLS = int(os.environ.get("POCKETREC_START_KILLS", "50"))
# All by which the program changes files, or opens them to do so; reading leaves them as they are.
CALLS = "openat,pwrite64,write,fsync,fdatasync,ftruncate,fallocate,unlink,unlinkat,rename,renameat,renameat2,mkdir,chmod,fchmod"
WRITERS = 4
SECONDS = 0.3  # of load before the kill
PAGE = 1024
DAMAGED = 10  # each so many pages of the file


def spread(calls, most):
    """At most so many of the calls: of each kind as many as of the others, where there are, and evenly from first to last."""
    kinds = collections.defaultdict(list)
    for call in calls:
        kinds[call[0]].append(call)
    chosen = []
    for left, kind in zip(range(len(kinds), 0, -1), sorted(kinds.values(), key=len)):
        count = min(len(kind), (most - len(chosen)) // left)
        chosen += [kind[i * len(kind) // count] for i in range(count)]
    return chosen


class KilledStartTest(programs.Programs):
    def setUp(self):
        super().setUp()
        self.data = self.folder / "data"
        self.origin = self.folder / "origin"
        # Opens the store, is asked nothing, and stops.
        self.command = [programs.DEVICE, "lines", "--model", str(self.model), "--data", str(self.data)]

    def kill_under_load(self, first_batch=0):
        """Event ids that were acknowledged. Leaves the files of a server that was killed in `origin`."""
        server = self.serve("--data", self.data, "--max-rate", 0)
        writers = [kill_server_test.Writer(number, server, first_batch, None) for number in range(WRITERS)]
        for writer in writers:
            writer.start()
        time.sleep(SECONDS)
        server.kill()
        for writer in writers:
            writer.join()
            self.assertIsNone(writer.refused)
        self.assertGreater((self.data / "events.sqlite-wal").stat().st_size, 0)
        shutil.copytree(self.data, self.origin)
        return {event for writer in writers for batch in writer.acknowledged for event in batch}

    def restore(self):
        shutil.rmtree(self.data)
        shutil.copytree(self.origin, self.data)

    def stored(self):
        """How often each event id is in the store, which was stopped."""
        connection = sqlite3.connect(self.data / "events.sqlite")
        self.assertEqual(connection.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
        ids = collections.Counter(row[0] for row in connection.execute("SELECT event_id FROM events"))
        connection.close()
        return ids

    def traced(self, *options):
        # -P: the folder itself, and each file that is or will be in it.
        paths = [self.data] + [self.data / name for name in self.names]
        return programs.run("strace", "-D", "-f", *options, *[word for path in paths for word in ("-P", path)],
                            *self.command, input="")

    def calls_of_a_start(self):
        """(call, n) for the n-th call of that kind in a thread, as strace counts them, in order."""
        log = self.folder / "calls"
        self.names = ["events.sqlite", "events.sqlite-wal", "events.sqlite-journal", "events.sqlite.corrupt-1",
                      "events.sqlite.corrupt-1-wal", "pocketrec.lock"]
        done = self.traced("-o", log, "-e", f"trace={CALLS}")
        self.assertEqual(done.returncode, 0, done.stderr)
        counts = collections.Counter()
        calls = []
        # -D: it may be that strace still writes.
        for line in self.lines_of(log):
            found = re.match(r"(\d+) +(\w+)\(", line)
            if found:
                counts[found.groups()] += 1
                if (found[2], counts[found.groups()]) not in calls:
                    calls.append((found[2], counts[found.groups()]))
        return calls

    def lines_of(self, log):
        deadline = time.monotonic() + programs.PATIENCE
        while time.monotonic() < deadline:
            text = log.read_text()
            if "+++ exited with 0 +++" in text:
                return text.splitlines()
            time.sleep(0.01)
        self.fail(f"strace did not end: {text}")

    def kill_at_each(self, check):
        calls = self.calls_of_a_start()
        check()
        chosen = spread(calls, KILLS)
        for call, when in chosen:
            with self.subTest(call=call, when=when):
                self.restore()
                done = self.traced("-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={when}")
                self.assertEqual(done.returncode, -signal.SIGKILL, done.stderr)
                done = programs.run(*self.command, input="")
                self.assertEqual(done.returncode, 0, done.stderr)
                check()
        return (f"{len(chosen)} kills at {len(calls)} calls: "
                + ", ".join(f"{count} {name}" for name, count in collections.Counter(name for name, _ in calls).items()))

    def test_a_start_after_a_kill(self):
        acknowledged = self.kill_under_load()
        self.restore()
        expected = None

        def check():
            nonlocal expected
            stored = self.stored()
            self.assertEqual([event for event in acknowledged if stored[event] != 1], [], "lost, or stored twice")
            # What nobody was told of is there after each start or after none.
            expected = expected or stored
            self.assertEqual(stored, expected)
            self.assertEqual(list(self.data.glob("*corrupt*")), [])

        done = self.kill_at_each(check)
        print(f"a start after a kill: {done}; {len(acknowledged)} events acknowledged, none lost")

    def test_a_start_that_meets_damage_after_a_kill(self):
        self.kill_under_load()
        self.restore()
        self.assertEqual(programs.run(*self.command, input="").returncode, 0)
        whole = len(self.stored())
        # On the file's pages of the first run, and with a log of the second one.
        shutil.rmtree(self.origin)
        acknowledged = self.kill_under_load(first_batch=100_000)
        with open(self.origin / "events.sqlite", "r+b") as file:
            pages = os.path.getsize(file.name) // PAGE
            for page in range(DAMAGED, pages, DAMAGED):
                file.seek(page * PAGE)
                file.write(bytes(PAGE))
        self.restore()
        expected = None

        def check():
            nonlocal expected
            stored = self.stored()
            expected = expected or stored
            self.assertEqual(stored, expected)
            self.assertEqual([times for times in stored.values() if times != 1], [])
            self.assertEqual(len(list(self.data.glob("events.sqlite.corrupt-*[0-9]"))), 1)

        done = self.kill_at_each(check)
        # Else nothing was damaged, or nothing salvaged.
        self.assertLess(len(expected), whole + len(acknowledged))
        self.assertGreater(len(expected), whole // 2)
        print(f"a start that meets damage: {done}; {len(expected)} events salvaged of {whole + len(acknowledged)}")


if __name__ == "__main__":
    if not recorded_events.can_trace():
        print("strace cannot be used here", file=sys.stderr)
        sys.exit(77)
    unittest.main()
