"""Runs the two programs, and asks them over HTTP and lines."""

import atexit
import http.client
import json
import os
import pathlib
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest

DEVICE = os.environ["POCKETREC_PROGRAM"]
WORKBENCH = os.environ["POCKETREC_MODEL_PROGRAM"]
PATIENCE = 60  # seconds for anything, far more than it takes

# Options may come from the environment; tests give them as arguments.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("POCKETREC_")}


def run(program, *arguments, **more):
    """The finished process with its status, standard output and standard error as text."""
    return subprocess.run(
        [program, *map(str, arguments)],
        capture_output=True, text=True, timeout=more.pop("timeout", PATIENCE), env=ENVIRONMENT, **more)


class Programs(unittest.TestCase):
    """A test case with a folder of its own, and with a sample data set and its model, which are made once."""

    maxDiff = None
    shared = None

    @classmethod
    def setUpClass(cls):
        if Programs.shared is None:
            Programs.shared = pathlib.Path(tempfile.mkdtemp(prefix="pocketrec-cli-"))
            atexit.register(shutil.rmtree, Programs.shared, ignore_errors=True)
            for arguments in (("sample", Programs.shared / "sample", "--users", "200", "--items", "150"),
                              ("train", Programs.shared / "sample", "-o", Programs.shared / "model.pocketrec")):
                made = run(WORKBENCH, *arguments)
                if made.returncode != 0:
                    raise AssertionError(f"{arguments}: {made.stderr}")
        cls.sample = Programs.shared / "sample"
        cls.model = Programs.shared / "model.pocketrec"

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="pocketrec-cli-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def good(self, program, *arguments, **more):
        """Standard output of a run that has to succeed and to keep standard error empty."""
        done = run(program, *arguments, **more)
        self.assertEqual((done.returncode, done.stderr), (0, ""), arguments)
        return done.stdout

    def failing(self, status, program, *arguments):
        """Standard error of a run that has to fail with the status and to keep standard output empty."""
        done = run(program, *arguments)
        self.assertEqual((done.returncode, done.stdout), (status, ""), f"{arguments}: {done.stderr}")
        self.assertNotEqual(done.stderr, "")
        return done.stderr

    def recommended(self, *arguments, user="u0001", model=None):
        """Item ids of `pocketrec recommend`."""
        answer = json.loads(self.good(DEVICE, "recommend", "--model", model or self.model, "--user", user, *arguments))
        return [item["itemId"] for item in answer["itemList"]]

    def record(self, data, user, item, *arguments):
        self.assertEqual(
            self.good(DEVICE, "record", "--model", self.model, "--data", data, "--user", user, "--item", item,
                      *arguments), "")

    def serve(self, *arguments, **more):
        server = Server(self.model, self.folder / "socket", *arguments, **more)
        self.addCleanup(server.kill)
        return server


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=PATIENCE)
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(PATIENCE)
        self.sock.connect(self.path)


PATHS = {
    "GetRecommendations": "/recommendations",
    "GetPersonalizedRanking": "/personalize-ranking",
    "PutEvents": "/events",
    "PutItems": "/items",
    "Forget": "/v1/forget",
}


def ask(connection, operation, request):
    """Status and body of the answer, as bytes."""
    connection.request("POST", PATHS[operation], json.dumps(request), {"Content-Type": "application/json"})
    answer = connection.getresponse()
    return answer.status, answer.read()


class Server:
    """`pocketrec serve` on a free port and a Unix socket, ready. launcher: a command that starts it."""

    def __init__(self, model, unix_path, *arguments, launcher=()):
        self.unix_path = unix_path
        self.process = subprocess.Popen(
            [*launcher, DEVICE, "serve", "--model", str(model), "--listen", "127.0.0.1:0", "--listen", f"unix:{unix_path}",
             *map(str, arguments)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT)
        self.said = b""
        self.port = None
        deadline = time.monotonic() + PATIENCE
        while b"ready" not in self.said:
            readable, _, _ = select.select([self.process.stderr], [], [], max(0, deadline - time.monotonic()))
            block = os.read(self.process.stderr.fileno(), 4096) if readable else b""
            if not block:
                self.kill()
                raise AssertionError(f"the server did not become ready: {self.said!r}")
            self.said += block
        for line in self.said.decode().splitlines():
            if "listen" in line and "127.0.0.1:" in line:
                self.port = int(line.rsplit(":", 1)[1])

    def tcp(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def unix(self):
        return UnixConnection(self.unix_path)

    def put(self, user, item, **event):
        """Records one event and returns when it is acknowledged."""
        connection = self.unix()
        status, body = ask(connection, "PutEvents", put_request(user, item, **event))
        connection.close()
        if status != 200:
            raise AssertionError(f"PutEvents: {status} {body!r}")

    def stop(self, signal_number=signal.SIGTERM):
        """Status, standard output and what was written to standard error since it was ready."""
        self.process.send_signal(signal_number)
        output, errors = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, output, errors

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.process.stderr.close()


def put_request(user, item, **event):
    return {
        "trackingId": "local", "userId": user, "sessionId": user,
        "eventList": [{"eventType": "Watch", "sentAt": 1750000000, "itemId": item, **event}],
    }
