"""S10, threats 6 and 16: what the running program has given up, and that it lacks nothing of it."""

import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import unittest

from attack import IS_SANITIZED
from programs import DEVICE, ENVIRONMENT, PATIENCE, Programs, ask, put_request

NOTHING_LOST = "sandbox full"
LOST = ("whoever takes this program over through a request or a file can read and write what its user can, start "
        "programs and connect to other machines")


def get(connection, path):
    connection.request("GET", path)
    answer = connection.getresponse()
    content = answer.read().decode()
    connection.close()
    return answer.status, content


def tasks(pid):
    """Of each thread: the mode of its filter of system calls, and whether it can get new privileges."""
    found = []
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        status = (task / "status").read_text()
        found.append(tuple(re.search(rf"^{name}:\s+(\d)$", status, re.M)[1] for name in ("Seccomp", "NoNewPrivs")))
    return found


@unittest.skipIf(IS_SANITIZED, "a sanitizer cannot work inside the sandbox")
class Sandbox(Programs):
    def setUp(self):
        super().setUp()
        self.data = self.folder / "data"

    def say(self, server):
        """What the server writes to standard error next."""
        return os.read(server.process.stderr.fileno(), 65536).decode()

    def parts(self, server):
        metrics = get(server.unix(), "/metrics")[1]
        return dict(re.findall(r'^pocketrec_sandbox\{part="(\w+)"\} (\d)$', metrics, re.M))

    def test_S10_every_thread_is_confined_and_it_says_so(self):
        for durability in ("full", "batched:50"):
            with self.subTest(durability=durability):
                server = self.serve("--data", self.data, "--durability", durability)
                server.put("u0001", "t0001")
                found = tasks(server.process.pid)
                self.assertGreaterEqual(len(found), 10 + (durability != "full"))
                self.assertEqual(set(found), {("2", "1")})
                self.assertIn(f"  {NOTHING_LOST}\n", server.said.decode())
                self.assertEqual(self.parts(server), {"no_new_privileges": "1", "landlock": "1", "system_calls": "1"})
                self.assertEqual(server.stop(), (0, b"", b""))
                self.assertFalse((self.folder / "socket").exists())

    def test_S10_lines_are_confined_too(self):
        with subprocess.Popen([DEVICE, "lines", "--model", self.model, "--data", self.data], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT) as process:
            for operation, request in (("PutEvents", put_request("u0001", "t0001")),
                                       ("GetRecommendations", {"campaignArn": "user-personalization", "userId": "u0001"})):
                process.stdin.write(json.dumps({"operation": operation, "input": request}).encode() + b"\n")
                process.stdin.flush()
                self.assertEqual(json.loads(process.stdout.readline())["status"], 200)
            self.assertEqual(set(tasks(process.pid)), {("2", "1")})
            output, errors = process.communicate(timeout=PATIENCE)
            self.assertEqual((process.returncode, output, errors), (0, b"", b""))

    def test_S10_without_it_what_is_lost_is_told(self):
        for option in (["--no-sandbox"], ["--sandbox", "off"]):
            server = self.serve(*option)
            said = server.said.decode()
            self.assertIn(f"pocketrec: warning: no sandbox: {LOST}\n", said)
            self.assertIn("  sandbox off\n", said)
            self.assertEqual({seccomp for seccomp, _ in tasks(server.process.pid)}, {"0"})
            self.assertEqual(self.parts(server), {"no_new_privileges": "0", "landlock": "0", "system_calls": "0"})
            server.stop()
        self.failing(2, DEVICE, "serve", "--model", self.model, "--no-sandbox", "--sandbox", "full")
        self.failing(2, DEVICE, "serve", "--model", self.model, "--sandbox", "half")

    def kernel_without(self, call, error):
        return ["strace", "-D", "-f", "--seccomp-bpf", "-o", "/dev/null", "-e", f"trace={call}",
                "-e", f"inject={call}:error={error}"]

    @unittest.skipIf(shutil.which("strace") is None, "needs strace")
    def test_S10_a_kernel_without_a_part_is_told_loudly_and_serves(self):
        for call, error, missing, part in (
                ("landlock_create_ruleset", "ENOSYS", r"no Landlock \(kernel \S+: Function not implemented\)", "landlock"),
                ("landlock_create_ruleset", "EOPNOTSUPP", r"no Landlock \(kernel \S+: Operation not supported\)", "landlock"),
                ("seccomp", "EINVAL", r"no filter of system calls \(kernel \S+: Invalid argument\)", "system_calls")):
            with self.subTest(call=call, error=error):
                server = self.serve("--data", self.data, launcher=self.kernel_without(call, error))
                said = server.said.decode()
                self.assertRegex(said, f"pocketrec: warning: sandbox partial: {missing}; beyond it, {LOST}\n")
                self.assertRegex(said, f"  sandbox partial: {missing}\n")
                server.put("u0001", "t0001")
                expected = {"no_new_privileges": "1", "landlock": "1", "system_calls": "1", part: "0"}
                self.assertEqual(self.parts(server), expected)
                self.assertEqual(server.stop()[0], 0)
                done = subprocess.run(
                    [*self.kernel_without(call, error), DEVICE, "serve", "--model", self.model, "--listen", "127.0.0.1:0",
                     "--sandbox", "full"], capture_output=True, text=True, timeout=PATIENCE, env=ENVIRONMENT)
                self.assertEqual(done.returncode, 1)
                self.assertRegex(done.stderr, rf"^pocketrec: --sandbox full: {missing}\n$")

    @unittest.skipIf(shutil.which("strace") is None, "needs strace")
    def test_S10_a_kernel_with_nothing_of_it_serves_and_says_so(self):
        server = self.serve(launcher=[*self.kernel_without("landlock_create_ruleset", "ENOSYS"), "-e",
                                      "trace=landlock_create_ruleset,seccomp", "-e", "inject=seccomp:error=ENOSYS"])
        self.assertRegex(server.said.decode(), r"  sandbox none: no Landlock \(.*\), no filter of system calls \(.*\)\n")
        self.assertEqual(self.parts(server), {"no_new_privileges": "1", "landlock": "0", "system_calls": "0"})
        self.assertEqual(get(server.unix(), "/health")[0], 200)

    def test_S10_relative_paths_and_a_read_only_rest(self):
        (self.folder / "here").mkdir()
        os.chdir(self.folder / "here")
        self.addCleanup(os.chdir, pathlib.Path(__file__).parent)
        server = self.serve("--data", "events", "--audit-log", "audit.log", "--audit-log-bytes", "500",
                            "--sandbox", "full")
        for number in range(20):
            server.put("u0001", f"t{number:04}")
        self.assertEqual(server.stop(), (0, b"", b""))
        self.assertEqual(sorted(p.name for p in pathlib.Path().iterdir()),
                         ["audit.log", "audit.log.1", "audit.log.2", "audit.log.3", "audit.log.4", "events"])

    def test_S10_credentials_that_took_the_place_of_others_are_read(self):
        keys = self.folder / "keys"
        keys.mkdir()

        def write(name):
            path = keys / "new"
            path.touch(0o600)
            path.write_text(f"{name} events token {'0' * 64}\n")
            path.rename(keys / "credentials")

        write("first")
        server = self.serve("--credentials", keys / "credentials")
        for name in ("second", "third"):
            write(name)
            server.process.send_signal(signal.SIGHUP)
            self.assertEqual(self.say(server), "pocketrec: the credentials were read again\n")
        self.assertEqual(server.stop(), (0, b"", b""))

    def test_S10_a_damaged_store_heals(self):
        server = self.serve("--data", self.data, "--max-rate", "0")
        connection = server.unix()
        for user in range(300):
            events = [{"eventType": "Watch", "sentAt": 1750000000 + i, "itemId": f"t{i:04}"} for i in range(10)]
            request = {"trackingId": "local", "userId": f"u{user}", "sessionId": f"u{user}", "eventList": events}
            self.assertEqual(ask(connection, "PutEvents", request)[0], 200)
        connection.close()
        self.assertEqual(server.stop()[0], 0)
        server = self.serve("--data", self.data, "--max-rate", "0")
        aside = self.data / "events.sqlite.corrupt-1"
        with open(self.data / "events.sqlite", "r+b") as file:
            # The start has read the first pages and the last events.
            size = file.seek(0, os.SEEK_END)
            file.seek(size // 3)
            file.write(b"\xa5" * (size // 3))
        connection = server.unix()
        for user in range(300):
            request = {"campaignArn": "user-personalization", "userId": f"u{user}"}
            self.assertEqual(ask(connection, "GetRecommendations", request)[0], 200)
            if aside.exists():
                break
        connection.close()
        self.assertTrue(aside.exists())
        server.put("afterwards", "t0001")
        self.assertEqual(get(server.unix(), "/ready")[0], 200)
        self.assertEqual(set(tasks(server.process.pid)), {("2", "1")})
        status, _, errors = server.stop()
        self.assertEqual(status, 0)
        self.assertIn("events.sqlite.corrupt-1", errors.decode())

    @unittest.skipIf(shutil.which("strace") is None, "needs strace")
    def test_S10_threat_16_nothing_is_connected(self):
        log = self.folder / "calls"
        server = self.serve("--data", self.data, launcher=["strace", "-D", "-f", "-o", str(log), "-e",
                                                           "trace=connect,execve,socket"])
        server.put("u0001", "t0001")
        self.assertEqual(get(server.tcp(), "/metrics")[0], 200)
        self.assertEqual(get(server.unix(), "/ready")[0], 200)
        self.assertEqual(server.stop()[0], 0)
        calls = log.read_text()
        self.assertNotIn("connect(", calls)
        self.assertEqual(calls.count("execve("), 1)  # of the program itself
        self.assertEqual(calls.count("socket("), 2)  # a TCP and a Unix listener


if __name__ == "__main__":
    unittest.main()
