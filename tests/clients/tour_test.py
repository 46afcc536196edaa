"""The guided tour of README.md: every command of its console block, as it is typed there, prints what stands there."""

import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import unittest

HERE = pathlib.Path(__file__).parent
README = HERE.parent.parent / "README.md"
ADDRESS = "127.0.0.1:8787"  # where `pocketrec serve` listens if nothing else is said
MARK = "=== end of the command ==="
OPTIONS = ("POCKETREC_", "AWS_")


def tour():
    """The commands of the console block with the output that stands below each."""
    block = re.search(r"^```console\n(.*?)^```$", README.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)[1]
    steps = []
    for text in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command = re.match(r"(?:.*\\\n)*.*\n", text)[0]
        steps.append((command, text[len(command):]))
    return steps


def is_free(address):
    host, port = address.split(":")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError:
            return False
    return True


class Tour(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith(OPTIONS)}
        self.environment.update(PATH="/usr/bin:" + os.environ["PATH"], AWS_EC2_METADATA_DISABLED="true")
        self.assertIsNotNone(shutil.which("aws", path=self.environment["PATH"]),
                             "awscli is not installed; ./tools/setup installs it")
        # What tools/quickstart leaves, as far as the tour needs it.
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="pocketrec-tour-"))
        self.addCleanup(shutil.rmtree, self.root, ignore_errors=True)
        folder = self.root / "build" / "quickstart"
        folder.mkdir(parents=True)
        (folder / "pocketrec").symlink_to(os.environ["POCKETREC_PROGRAM"])
        workbench = os.environ["POCKETREC_MODEL_PROGRAM"]
        for arguments in (["sample", "sample"], ["train", "sample", "-o", "model.pocketrec", "--no-evaluation"]):
            subprocess.run([workbench, *arguments], cwd=folder, check=True, capture_output=True)

    def test_the_commands_print_what_the_readme_says(self):
        self.assertTrue(is_free(ADDRESS), f"the tour listens on {ADDRESS}, which something else holds")
        steps = tour()
        # The tour leaves the server running.
        script = "".join(f"{command}echo '{MARK}'\n" for command, _ in steps) + "kill $(jobs -p)\n"
        with subprocess.Popen(["bash", "-c", script], cwd=self.root, env=self.environment, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True) as shell:
            try:
                output, errors = shell.communicate(timeout=120)
            except subprocess.TimeoutExpired:
                os.killpg(shell.pid, 9)
                output, errors = shell.communicate()
        printed = output.split(MARK + "\n")[:-1]
        self.assertEqual(list(zip((command for command, _ in steps), printed)), steps, errors)

    def test_the_tour_shows_the_effect_of_an_event(self):
        lists = [output for command, output in tour() if "get-recommendations" in command]
        self.assertEqual(len(lists), 2)
        self.assertNotEqual(*lists)
        self.assertEqual(sum("put-events" in command for command, _ in tour()), 1)


if __name__ == "__main__":
    unittest.main()
