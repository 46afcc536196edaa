"""R3, R25: system calls of the real program on its store fail, as strace(1) makes them. Events are refused in the form that
clients know, recommendations go on, and what was acknowledged is there.

POCKETREC_FAULT_CALLS sets up to which call each one fails.
"""

import os
import shutil
import sys
import unittest

import programs
import recorded_events

MOST = int(os.environ.get("POCKETREC_FAULT_CALLS", "3"))
SYNC = "fsync,fdatasync"
CALLS = ("pwrite64", SYNC, "openat", "pread64", "ftruncate", "unlink")
ERRORS = ("EIO", "ENOSPC", "EROFS")
# More than a start makes on a store that was stopped well before.
FIRST_CALL = {"pwrite64": 10, SYNC: 3}
# A start opens the files three times in its thread; each other thread counts from there on too.
FIRST_OPEN = 4
OPEN_ERRORS = ("EMFILE", "ENOSPC", "EIO", "ENOMEM")
# What makes a server open them by the durability: the sync after a while; nothing but other faults.
OPENING = {"batched:5": [], "full": [("pwrite64", "EIO", "10..16")]}
FILES = ("events.sqlite", "events.sqlite-wal")


def strace(data, faults, log="/dev/null"):
    """Arguments of a strace that lets calls on the files of the store fail, in all threads. faults: (calls, error, when)."""
    command = ["strace", "-D", "-f", "--seccomp-bpf", "-o", str(log), "-e", "trace=" + ",".join(calls for calls, _, _ in faults)]
    for calls, error, when in faults:
        command += ["-e", f"inject={calls}:error={error}:when={when}"]
    for name in FILES:
        command += ["-P", str(data / name)]
    return command


class SystemFaultsTest(recorded_events.RecordedEvents):
    def test_a_running_server(self):
        self.assertEqual(self.serve("--data", self.data).stop()[0], 0)
        faults = 0
        for call in FIRST_CALL:
            for error in ERRORS:
                # Each thread counts its own calls, and any of them may be asked next.
                for first in range(FIRST_CALL[call], FIRST_CALL[call] + MOST):
                    with self.subTest(call=call, error=error, first=first):
                        server = self.serve("--data", self.data, "--max-rate", 0,
                                            launcher=strace(self.data, [(call, error, f"{first}..{first + 1}")]))
                        faults += 1
                        before = self.refused
                        begin = self.number
                        connection = server.unix()
                        while self.refused == before:
                            self.assertLess(self.number, begin + 1000)
                            event = self.next_event()
                            tries = 0
                            while self.put(connection, event) != 200:
                                self.check_list(connection)
                                tries += 1
                                self.assertLess(tries, 1000)
                        connection.close()
                        status, _, said = server.stop()
                        self.assertEqual(status, 0)
                        self.assertNotIn(b"warning", said)
                        self.check_stored()
        print(f"{faults} servers with faults: {self.refused} calls refused, {len(self.acknowledged)} events "
              "acknowledged, none lost")

    def test_a_running_server_that_cannot_open_its_files(self):
        """It opens the log to sync it, and both files again after a write that failed."""
        self.assertEqual(self.serve("--data", self.data).stop()[0], 0)
        faults = failed = 0
        for durability, more in OPENING.items():
            for error in OPEN_ERRORS:
                for first in range(FIRST_OPEN, FIRST_OPEN + MOST):
                    with self.subTest(durability=durability, error=error, first=first):
                        log = self.folder / "calls"
                        launcher = strace(self.data, [("openat", error, f"{first}..{first + 2}"), *more], log)
                        server = self.serve("--data", self.data, "--max-rate", 0, "--durability", durability, launcher=launcher)
                        faults += 1
                        connection = server.unix()
                        begin = self.number
                        while "INJECTED" not in self.opened(log):
                            self.assertLess(self.number, begin + 1000)
                            self.put_until_stored(connection)
                        for _ in range(20):
                            self.put_until_stored(connection)
                        connection.close()
                        self.assertEqual(server.stop()[0], 0)
                        failed += self.opened(log).count("INJECTED")
                        self.check_stored()
        print(f"{faults} servers that cannot open their files: {failed} opens failed, {self.refused} calls refused, "
              f"{len(self.acknowledged)} events acknowledged, none lost")

    def opened(self, log):
        """What strace wrote of openat."""
        return "\n".join(line for line in log.read_text().splitlines() if "openat(" in line)

    def put_until_stored(self, connection):
        event = self.next_event()
        for _ in range(1000):
            stored = self.put(connection, event) == 200
            self.check_list(connection)
            if stored:
                return
        self.fail("it does not recover")

    def test_a_start_after_a_kill(self):
        server = self.serve("--data", self.data)
        connection = server.unix()
        for _ in range(5):
            self.put(connection, self.next_event())
        connection.close()
        server.kill()
        killed = self.folder / "killed"
        shutil.copytree(self.data, killed)
        command = [programs.DEVICE, "lines", "--model", str(self.model), "--data", str(self.data)]
        faults = failed = 0
        for call in CALLS:
            for error in ERRORS[:2]:
                for when in [str(n) for n in range(1, MOST + 1)] + ["1+"]:
                    with self.subTest(call=call, error=error, when=when):
                        shutil.rmtree(self.data)
                        shutil.copytree(killed, self.data)
                        done = programs.run(*strace(self.data, [(call, error, when)]), *command, input="")
                        faults += 1
                        if done.returncode != 0:
                            failed += 1
                            self.assertEqual(done.returncode, 1, done.stderr)
                            self.assertIn("events.sqlite", done.stderr)
                        self.assertEqual(programs.run(*command, input="").returncode, 0)
                        self.check_stored()
        print(f"{faults} faults of a start after a kill: {failed} starts failed, nothing lost")


if __name__ == "__main__":
    if not recorded_events.can_trace():
        print("strace cannot be used here", file=sys.stderr)
        sys.exit(77)
    unittest.main()
