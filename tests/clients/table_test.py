"""boto3, the AWS command line and the AWS SDK for JavaScript v3 ask `pocketrec serve` what cases.json says."""

import concurrent.futures
import csv
import json
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "cli"))

from case_table import credentials_text, read_groups
from checks import differences
from programs import ENVIRONMENT, PATIENCE, WORKBENCH, Server, run

MODEL = HERE.parent.parent / "models" / "streaming.pocketrec"
MODULES = pathlib.Path(os.environ["POCKETREC_NODE_MODULES"])
# Debian's clients come first, whatever else is on PATH. The SDKs' own settings of whoever runs this stay out.
CLIENT_ENVIRONMENT = {name: value for name, value in ENVIRONMENT.items() if not name.startswith("AWS_")}
CLIENT_ENVIRONMENT.update(PATH="/usr/bin:" + ENVIRONMENT["PATH"], AWS_EC2_METADATA_DISABLED="true",
                          # What Debian's clients do not know yet: operations with actions, and metadata.
                          AWS_DATA_PATH=str(HERE / "models"))
CLIENTS = {
    "command line": ["python3", "-B", HERE / "command_line_client.py"],
    "boto3": ["python3", "-B", HERE / "boto3_client.py"],
    "JavaScript": ["node", HERE / "javascript" / "client.mjs", MODULES],
}
# What has to work before there is anything to test.
INSTALLED = {
    "awscli": ["aws", "--version"],
    "python3-boto3": ["python3", "-c", "import boto3"],
    "nodejs": ["node", "--version"],
    "the AWS SDK for JavaScript": ["node", "-e", "require(process.argv[1] + '/@aws-sdk/client-personalize-events')",
                                   MODULES / "node_modules"],
}


def start_server(kind, folder):
    data = ("--data", folder / "data")
    if kind == "nothing stored":
        return Server(MODEL, folder / "socket")
    if kind == "closed":
        credentials = folder / "credentials"
        credentials.touch(0o600)
        credentials.write_text(credentials_text())
        return Server(MODEL, folder / "socket", *data, "--credentials", credentials)
    server = Server(MODEL, folder / "socket", *data)
    if kind == "full disk":
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (0, 0))  # no file may grow
    elif kind != "open":
        server.kill()
        raise ValueError(f"expected a kind of server, got {kind}")
    return server


def answers(client, group):
    """What the client got for each case of the group, from a server of its own."""
    with tempfile.TemporaryDirectory(prefix="pocketrec-clients-") as folder:
        server = start_server(group.server, pathlib.Path(folder))
        try:
            calls = "".join(json.dumps(case.call(f"http://127.0.0.1:{server.port}")) + "\n" for case in group.cases)
            done = subprocess.run(CLIENTS[client], input=calls, capture_output=True, text=True, cwd=folder,
                                  env=CLIENT_ENVIRONMENT, timeout=5 * PATIENCE)
        finally:
            server.kill()
    lines = done.stdout.splitlines()
    if done.returncode != 0 or len(lines) != len(group.cases):
        asked = group.cases[min(len(lines), len(group.cases) - 1)].title
        raise AssertionError(f"{client} ended with status {done.returncode} at '{asked}': {done.stderr}")
    # Messages may name the folder, and each server has another.
    return [json.loads(line.replace(folder, "FOLDER")) for line in lines]


def items_of_the_model(folder):
    """Rows of the data that models/rebuild makes the model from, by item id."""
    made = run(WORKBENCH, "sample", folder / "data", "--users", "300", "--items", "200", "--seed", "7")
    if made.returncode != 0:
        raise AssertionError(made.stderr)
    with open(folder / "data" / "items.csv", newline="", encoding="utf-8") as file:
        return {row["ITEM_ID"]: row for row in csv.DictReader(file)}


class Clients(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        for name, command in INSTALLED.items():
            try:
                done = subprocess.run(command, capture_output=True, text=True, env=CLIENT_ENVIRONMENT)
                said = done.stderr.strip() if done.returncode != 0 else ""
            except FileNotFoundError as failure:
                said = str(failure)
            if said:
                raise AssertionError(f"{name} is not installed; ./tools/setup installs it ({said})")
        folder = pathlib.Path(tempfile.mkdtemp(prefix="pocketrec-clients-"))
        cls.addClassCleanup(shutil.rmtree, folder, ignore_errors=True)
        cls.catalogue = items_of_the_model(folder)
        cls.groups = read_groups()
        # The slow client's long groups first, so that no processor waits for them at the end.
        tasks = sorted(((client, group) for client in CLIENTS for group in cls.groups),
                       key=lambda task: (task[0] != "command line", -len(task[1].cases)))
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            running = {(client, group.name): pool.submit(answers, client, group) for client, group in tasks}
        cls.answers = {place: future.result() for place, future in running.items()}

    def check(self, client):
        for group in self.groups:
            earlier = {}
            for case, got in zip(group.cases, self.answers[client, group.name]):
                with self.subTest(case.title):
                    self.assertEqual(list(differences(case, got, earlier, self.catalogue)), [])
                earlier[case.name] = got

    def test_boto3(self):
        self.check("boto3")

    def test_command_line(self):
        self.check("command line")

    def test_javascript(self):
        self.check("JavaScript")

    def test_all_clients_get_the_same_bytes(self):
        for group in self.groups:
            for place, case in enumerate(group.cases):
                bodies = {client: self.answers[client, group.name][place]["body"] for client in CLIENTS}
                with self.subTest(case.title):
                    self.assertEqual(len(set(bodies.values())), 1, bodies)


if __name__ == "__main__":
    unittest.main()
