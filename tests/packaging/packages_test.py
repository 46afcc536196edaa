"""The Debian packages in a clean root, and the container image: packages_test.py DEVICE_BUILD TOOLS_BUILD.

Packages what the two build folders have, so these may be of any preset. Needs root and mmdebstrap.
"""

import gzip
import hashlib
import http.client
import json
import os
import pathlib
import re
import shlex
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tarfile
import tempfile
import time
import unittest

SOURCE = pathlib.Path(__file__).parents[2]
PACKAGES = ("libpocketrec-dev", "pocketrec", "pocketrec-model")
USER = 61184  # as DynamicUser= has it: nobody's
STATE = "var/lib/pocketrec"
PATIENCE = 60

# What dpkg and the dynamic linker keep of their own, and what no package brings.
NOT_COMPARED = ("dev", "proc", "sys", "tmp", "var/cache", "var/lib/dpkg", "var/log", "etc/ld.so.cache")


def run(*command, **more):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=300, **more)
    if done.returncode != 0:
        raise AssertionError(f"{command}: status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def files(root):
    found = set()
    for folder, folders, names in os.walk(root):
        relative = pathlib.Path(folder).relative_to(root)
        folders[:] = [name for name in folders if str(relative / name) not in NOT_COMPARED]
        found |= {str(relative / name) for name in names + folders}
    return found - set(NOT_COMPARED)


def ask(path, method, target, body=None):
    connection = http.client.HTTPConnection("localhost", timeout=PATIENCE)
    connection.sock = socket.socket(socket.AF_UNIX)
    connection.sock.settimeout(PATIENCE)
    connection.sock.connect(str(path))
    connection.request(method, target, body and json.dumps(body), {"Content-Type": "application/json"})
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    return answer.status, json.loads(text) if text else None


def serve_read_only(root, command, state, variables=()):
    """`command` in `root`, which it sees read-only but for the state folder, as the user of the service."""
    script = ('mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && mount --bind "$2" "$1/$3" && '
              'root=$1 user=$4 && shift 4 && umask 077 && exec chroot --userspec="$user:$user" "$root" "$@"')
    return subprocess.Popen(["unshare", "--mount", "sh", "-c", script, "sh", root, state, STATE, str(USER), *command],
                            env={"PATH": os.environ["PATH"], **dict(variables)}, stderr=subprocess.PIPE, text=True)


class InCleanRoot(unittest.TestCase):
    def check_service(self, root, command, variables=()):
        """Starts it, records an event, asks, and stops it. Returns its state folder."""
        state = pathlib.Path(tempfile.mkdtemp(dir=self.work))
        os.chown(state, USER, USER)
        listen = {"POCKETREC_LISTEN": f"unix:/{STATE}/socket"}
        process = serve_read_only(root, command, state, {**listen, **dict(variables)})
        try:
            deadline = time.monotonic() + PATIENCE
            while not (state / "socket").exists():
                self.assertIsNone(process.poll(), process.poll() is not None and process.stderr.read())
                self.assertLess(time.monotonic(), deadline)
                time.sleep(0.01)
            request = {"campaignArn": "user-personalization", "userId": "guest", "numResults": 3}
            status, before = ask(state / "socket", "POST", "/recommendations", request)
            self.assertEqual((status, len(before["itemList"])), (200, 3))
            event = {"eventType": "Watch", "sentAt": 1750000000, "itemId": "t0014"}
            self.assertEqual(ask(state / "socket", "POST", "/events", {
                "trackingId": "local", "userId": "guest", "sessionId": "s", "eventList": [event]})[0], 200)
            _, after = ask(state / "socket", "POST", "/recommendations", request)
            self.assertNotEqual(before["itemList"], after["itemList"])
        finally:
            process.send_signal(signal.SIGTERM)
            said = process.communicate(timeout=PATIENCE)[1]
        self.assertEqual(process.returncode, 0, said)
        self.assertEqual(stat.S_IMODE((state / "events.sqlite").stat().st_mode) & 0o077, 0)
        return state

    def setUp(self):
        self.work = pathlib.Path(tempfile.mkdtemp(prefix="pocketrec-packages-"))
        self.addCleanup(shutil.rmtree, self.work, ignore_errors=True)


class DebianPackages(InCleanRoot):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="pocketrec-packages-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        run(SOURCE / "tools" / "packages", DEVICE_BUILD, TOOLS_BUILD, cls.folder, cwd=SOURCE)
        cls.packages = sorted(cls.folder.glob("*.deb"))

    def field(self, package, name):
        return run("dpkg-deb", "--field", package, name).strip()

    def test_there_are_three_of_one_version_and_the_static_one_depends_on_nothing(self):
        names = {self.field(package, "Package"): package for package in self.packages}
        self.assertEqual(sorted(names), sorted(PACKAGES))
        version = re.search(r"VERSION ([0-9.]+)", (SOURCE / "CMakeLists.txt").read_text()[40:])[1]
        self.assertEqual({self.field(package, "Version") for package in self.packages}, {version})
        self.assertEqual(self.field(names["pocketrec"], "Depends"), "")
        self.assertRegex(self.field(names["pocketrec-model"], "Depends"), r"libc6 \(>= .*libstdc\+\+6 \(>= ")

    @unittest.skipUnless(shutil.which("lintian"), "lintian is not installed: the packages are not checked by it")
    def test_lintian_finds_no_error(self):
        done = subprocess.run(["lintian", "--allow-root", "--no-tag-display-limit", *self.packages], text=True,
                              capture_output=True, timeout=300)
        errors = [line for line in done.stdout.splitlines() if line.startswith("E:")]
        warnings = [line for line in done.stdout.splitlines() if line.startswith("W:")]
        print(f"lintian: {len(errors)} errors, {len(warnings)} warnings", *warnings, sep="\n  ", flush=True)
        self.assertEqual(errors, [])

    @unittest.skipUnless(shutil.which("mmdebstrap"), "mmdebstrap is not installed: nothing is installed in a clean root")
    def test_installed_they_serve_and_removed_they_leave_settings_and_state(self):
        root = self.work / "root"
        run("mmdebstrap", "--quiet", "--variant=essential", "--include=libstdc++6", "--format=directory", "bookworm", root)
        before = files(root)
        debs = root / "tmp"
        for package in self.packages:
            shutil.copy(package, debs)
        clean = {"env": {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C"}}
        run("chroot", root, "dpkg", "--force-unsafe-io", "--install", *(f"/tmp/{package.name}" for package in self.packages), **clean)
        self.assertEqual(run("chroot", root, "dpkg", "--verify", *PACKAGES, **clean), "")
        self.assertIn("/etc/pocketrec/pocketrec.conf", run("chroot", root, "dpkg-query", "--show",
                                                           "--showformat=${Conffiles}", "pocketrec", **clean))
        for program in ("pocketrec", "pocketrec-model"):
            self.assertRegex(run("chroot", root, program, "--version", **clean), rf"^{program} \d")
        wanted = root / "etc/systemd/system/multi-user.target.wants/pocketrec.service"
        self.assertTrue(wanted.is_symlink())

        # There is no systemd in here: its part is the command line, the user, the folder and what is read-only.
        unit = (root / "lib/systemd/system/pocketrec.service").read_text()
        command = shlex.split(re.search(r"^ExecStart=(.*)$", unit, re.M)[1])
        (root / STATE).mkdir()
        installed = files(root)
        state = self.check_service(root, command)
        self.assertEqual(files(root), installed)
        for file in state.iterdir():
            shutil.move(file, root / STATE / file.name)

        run("chroot", root, "dpkg", "--remove", *PACKAGES, **clean)
        left = files(root) - before
        self.assertEqual({name for name in left if not name.startswith(STATE)},
                         {"etc/pocketrec", "etc/pocketrec/pocketrec.conf"})
        self.assertIn(f"{STATE}/events.sqlite", left)
        self.assertEqual(before - files(root), set())
        run("chroot", root, "dpkg", "--purge", *PACKAGES, **clean)
        self.assertEqual(files(root), before)


class Image(InCleanRoot):
    def setUp(self):
        super().setUp()
        self.program = pathlib.Path(DEVICE_BUILD) / "bin" / "pocketrec"
        self.layout = self.make("image")

    def make(self, name):
        run(SOURCE / "tools/packaging/oci/make_image", self.program, SOURCE / "models/streaming.pocketrec",
            self.work / name)
        return self.work / name

    def blob(self, descriptor):
        algorithm, _, digest = descriptor["digest"].partition(":")
        content = (self.layout / "blobs" / algorithm / digest).read_bytes()
        self.assertEqual((len(content), hashlib.sha256(content).hexdigest()), (descriptor["size"], digest))
        return content

    def opened(self):
        """Config and the layer's archive, unpacked once; all digests and sizes are right."""
        self.assertEqual(json.loads((self.layout / "oci-layout").read_text()), {"imageLayoutVersion": "1.0.0"})
        index = json.loads((self.layout / "index.json").read_text())
        self.assertEqual((index["schemaVersion"], len(index["manifests"])), (2, 1))
        descriptor = index["manifests"][0]
        self.assertEqual(descriptor["mediaType"], "application/vnd.oci.image.manifest.v1+json")
        manifest = json.loads(self.blob(descriptor))
        self.assertEqual(manifest["config"]["mediaType"], "application/vnd.oci.image.config.v1+json")
        config = json.loads(self.blob(manifest["config"]))
        self.assertEqual(descriptor["platform"], {key: config[key] for key in ("architecture", "os")})
        layer, = manifest["layers"]
        self.assertEqual(layer["mediaType"], "application/vnd.oci.image.layer.v1.tar+gzip")
        unpacked = gzip.decompress(self.blob(layer))
        self.assertEqual(config["rootfs"], {"type": "layers",
                                            "diff_ids": ["sha256:" + hashlib.sha256(unpacked).hexdigest()]})
        blobs = {path.name for path in (self.layout / "blobs/sha256").iterdir()}
        self.assertEqual(blobs, {d["digest"].partition(":")[2] for d in (descriptor, manifest["config"], layer)})
        return config, unpacked

    def test_the_layout_is_valid_and_the_same_input_gives_the_same_bytes(self):
        self.opened()
        again = self.make("again")
        for name in files(self.layout):
            if (self.layout / name).is_file():
                self.assertEqual((self.layout / name).read_bytes(), (again / name).read_bytes(), name)

    def test_its_layer_alone_serves_from_a_read_only_root(self):
        config, unpacked = self.opened()
        root = self.work / "root"
        (self.work / "layer.tar").write_bytes(unpacked)
        with tarfile.open(self.work / "layer.tar") as archive:
            archive.extractall(root, numeric_owner=True)
        variables = dict(entry.split("=", 1) for entry in config["config"]["Env"])
        self.check_service(root, config["config"]["Entrypoint"] + config["config"]["Cmd"], variables)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit("packages_test.py: expected DEVICE_BUILD TOOLS_BUILD")
    DEVICE_BUILD, TOOLS_BUILD = (pathlib.Path(path).resolve() for path in sys.argv[1:3])
    if os.geteuid() != 0:
        print("skipped: packages and image are installed and started by root only")
        sys.exit(0)
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
