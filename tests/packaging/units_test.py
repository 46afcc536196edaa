"""The systemd units: no warnings, and what `systemd-analyze security` says of the service."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

UNITS = pathlib.Path(__file__).parents[2] / "tools" / "packaging" / "systemd"
MOST_EXPOSURE = 1.5


def analyze(*arguments):
    return subprocess.run(["systemd-analyze", *map(str, arguments)], capture_output=True, text=True,
                          env={**os.environ, "SYSTEMD_PAGER": "", "LC_ALL": "C.UTF-8"})


@unittest.skipUnless(shutil.which("systemd-analyze"), "systemd-analyze is not installed: the units are not looked at")
class Units(unittest.TestCase):
    def test_the_units_have_no_warnings(self):
        with tempfile.TemporaryDirectory() as folder:
            for unit in UNITS.iterdir():
                # Program and manual pages are where the package puts them, not on this machine.
                text = unit.read_text().replace("/usr/bin/pocketrec", sys.executable)
                (pathlib.Path(folder) / unit.name).write_text(re.sub(r"^Documentation=.*\n", "", text, flags=re.M))
            done = analyze("verify", *sorted(pathlib.Path(folder).iterdir()))
            self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))

    def test_the_service_is_exposed_little(self):
        done = analyze("security", "--offline=yes", "--no-pager", UNITS / "pocketrec.service")
        found = re.search(r"Overall exposure level for pocketrec.service: ([0-9.]+)", done.stdout)
        self.assertIsNotNone(found, done.stdout + done.stderr)
        print(f"systemd-analyze security: {found[1]}", flush=True)
        self.assertLessEqual(float(found[1]), MOST_EXPOSURE)
        self.assertEqual(done.stderr, "")


if __name__ == "__main__":
    unittest.main()
