"""R16: a server that is idle writes nothing to the flash, and lists write nothing either.

POCKETREC_IDLE_SECONDS sets how long it is idle.
"""

import os
import pathlib
import re
import shutil
import sys
import tempfile
import time
import unittest

import programs
import recorded_events

SECONDS = float(os.environ.get("POCKETREC_IDLE_SECONDS", "10"))
EVENTS = 100
LISTS = 200
WINDOW = 0.2  # seconds of --durability batched
SETTLED = 3  # seconds without a change, far more than the window and the disk take


def bytes_written(process="self"):
    """What a process had written to disks; nothing is counted in a file system that has none (proc(5))."""
    return int(re.search(r"^write_bytes: (\d+)", pathlib.Path(f"/proc/{process}/io").read_text(), re.MULTILINE)[1])


def writes_are_counted(folder):
    before = bytes_written()
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(bytes(100_000))
        file.flush()
        os.fsync(file.fileno())
    return bytes_written() > before


def settled(process):
    """bytes_written() once it stays: the sync of --durability batched, after the last event, may write for the file system."""
    deadline = time.monotonic() + programs.PATIENCE
    written, since = bytes_written(process), time.monotonic()
    while time.monotonic() < since + SETTLED and time.monotonic() < deadline:
        time.sleep(0.1)
        now = bytes_written(process)
        if now != written:
            written, since = now, time.monotonic()
    return written


def counted_folder():
    """A folder on a disk, nothing if there is none."""
    for folder in tempfile.gettempdir(), "/var/tmp", os.getcwd():
        try:
            if writes_are_counted(folder):
                return folder
        except OSError:
            pass
    return None


class IdleTest(recorded_events.RecordedEvents):
    def test_nothing_is_written_after_the_last_event(self):
        disk = tempfile.mkdtemp(prefix="pocketrec-idle-", dir=counted_folder())
        self.addCleanup(shutil.rmtree, disk, ignore_errors=True)
        servers = {}
        for durability in "full", f"batched:{WINDOW * 1000:.0f}":
            self.data = pathlib.Path(disk) / durability.replace(":", "-")
            server = programs.Server(self.model, self.folder / f"{self.data.name}-socket", "--data", self.data, "--max-rate", 0,
                                     "--durability", durability)
            self.addCleanup(server.kill)
            connection = server.unix()
            before = bytes_written(server.process.pid)
            for _ in range(EVENTS):
                self.assertEqual(self.put(connection, self.next_event()), 200)
            connection.close()
            written = settled(server.process.pid)
            # Else nothing here would be a proof.
            self.assertGreater(written, before)
            servers[durability] = server, written
            print(f"{durability}: {written - before} bytes written for {EVENTS} events, one by one")
        time.sleep(SECONDS)
        for durability, (server, written) in servers.items():
            with self.subTest(durability=durability):
                self.assertEqual(bytes_written(server.process.pid), written, "bytes written while it was idle")
                connection = server.unix()
                for _ in range(LISTS):
                    self.check_list(connection)
                connection.close()
                self.assertEqual(bytes_written(server.process.pid), written, "bytes written by lists")
                self.assertEqual(server.stop()[0], 0)
        print(f"0 bytes in {SECONDS:.0f} idle seconds, and in {LISTS} lists")


if __name__ == "__main__":
    if counted_folder() is None:
        print("no folder here is on a disk whose writes are counted in /proc/self/io", file=sys.stderr)
        sys.exit(77)
    unittest.main()
