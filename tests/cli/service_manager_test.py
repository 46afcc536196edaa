"""R20: what a service manager such as systemd passes and hears. The tests stand in its place; with systemd-socket-activate,
where it is installed, systemd's own program passes a socket."""

import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import time
import unittest

from programs import DEVICE, ENVIRONMENT, PATIENCE, Programs, UnixConnection, put_request


class Manager:
    """A NOTIFY_SOCKET and what comes there."""

    def __init__(self, name):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind("\0" + name[1:] if name.startswith("@") else name)
        self.name = name

    def hears(self, patience=PATIENCE):
        """The next message as a dict; None when there is none in time."""
        self.socket.settimeout(patience)
        try:
            return dict(line.split("=", 1) for line in self.socket.recv(4096).decode().split("\n"))
        except TimeoutError:
            return None

    def close(self):
        self.socket.close()


def status_of(connection, path="/health"):
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


class ServiceManager(Programs):
    def manager(self, name=None):
        manager = Manager(name or str(self.folder / "notify"))
        self.addCleanup(manager.close)
        return manager

    def managed(self, manager, *arguments, watchdog=None, launcher=()):
        environment = ["env", f"NOTIFY_SOCKET={manager.name}"]
        if watchdog:
            environment.append(f"WATCHDOG_USEC={int(watchdog * 1e6)}")
        if "strace" in launcher:
            environment.append("ASAN_OPTIONS=detect_leaks=0")  # it cannot look for them in a process that is traced
        return self.serve(*arguments, launcher=[*launcher, *environment])

    def test_it_is_ready_once_it_answers_and_tells_its_end(self):
        for name in (None, f"@pocketrec-test-{os.getpid()}"):
            with self.subTest(name=name):
                manager = self.manager(name)
                process = subprocess.Popen(
                    [DEVICE, "serve", "--model", self.model, "--listen", f"unix:{self.folder}/listener"],
                    stderr=subprocess.DEVNULL, env={**ENVIRONMENT, "NOTIFY_SOCKET": manager.name})
                self.addCleanup(process.kill)
                ready = manager.hears()
                self.assertEqual(status_of(UnixConnection(self.folder / "listener")), 200)
                self.assertEqual(ready["READY"], "1")
                self.assertRegex(ready["STATUS"], r"^150 items, sandbox ")
                process.terminate()
                self.assertEqual(manager.hears(), {"STOPPING": "1"})
                self.assertEqual(process.wait(PATIENCE), 0)
                self.assertIsNone(manager.hears(0.05))

    def test_a_model_that_is_damaged_is_never_ready(self):
        manager = self.manager()
        content = bytearray(self.model.read_bytes())
        content[len(content) // 2] ^= 1
        (self.folder / "damaged").write_bytes(content)
        done = subprocess.run([DEVICE, "serve", "--model", self.folder / "damaged", "--listen", "127.0.0.1:0"],
                              capture_output=True, env={**ENVIRONMENT, "NOTIFY_SOCKET": manager.name}, timeout=PATIENCE)
        self.assertEqual(done.returncode, 1)
        self.assertIsNone(manager.hears(0.05))

    def test_a_reload_has_a_begin_and_an_end(self):
        credentials = self.folder / "credentials"
        credentials.touch(0o600)
        credentials.write_text(f"kiosk events token {'0' * 64}\n")
        for arguments in (("--credentials", credentials), ()):
            with self.subTest(arguments=arguments):
                manager = self.manager(str(self.folder / f"notify{len(arguments)}"))
                server = self.managed(manager, *arguments)
                self.assertEqual(manager.hears()["READY"], "1")
                before = time.monotonic_ns() // 1000
                server.process.send_signal(signal.SIGHUP)
                reloading = manager.hears()
                self.assertEqual(reloading["RELOADING"], "1")
                self.assertTrue(before <= int(reloading["MONOTONIC_USEC"]) <= time.monotonic_ns() // 1000)
                self.assertEqual(manager.hears()["READY"], "1")
                self.assertEqual(server.stop()[0], 0)

    def test_a_manager_that_is_not_there_is_told_and_nothing_else(self):
        server = self.serve(launcher=["env", "NOTIFY_SOCKET=/nothing/there"])
        self.assertIn("pocketrec: warning: NOTIFY_SOCKET /nothing/there: connect: No such file or directory; the service "
                      "manager hears nothing\n", server.said.decode())
        self.assertEqual(server.stop()[0], 0)

    def test_it_is_alive_twice_in_a_watchdog(self):
        manager = self.manager()
        server = self.managed(manager, watchdog=1)
        self.assertEqual(manager.hears()["READY"], "1")
        begin = time.monotonic()
        for _ in range(5):
            self.assertEqual(manager.hears(), {"WATCHDOG": "1"})
        self.assertTrue(1.8 < time.monotonic() - begin < 10)
        server.stop()

    @unittest.skipIf(shutil.which("strace") is None, "needs strace")
    def test_R20_it_is_silent_while_a_worker_waits_for_a_disk_that_hangs(self):
        manager = self.manager()
        data = self.folder / "data"
        self.serve("--data", data).stop()
        hang = 6
        server = self.managed(
            manager, "--data", data, watchdog=1,
            launcher=["strace", "-D", "-f", "--seccomp-bpf", "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-P",
                      str(data / "events.sqlite-wal"), "-e", f"inject=fsync,fdatasync:delay_enter={hang}s:when=1"])
        self.assertEqual(manager.hears()["READY"], "1")
        self.assertEqual(manager.hears(), {"WATCHDOG": "1"})
        connection = server.unix()
        connection.connect()
        body = json.dumps(put_request("u0001", "t0001"))
        connection.request("POST", "/events", body, {"Content-Type": "application/json"})
        begin = time.monotonic()
        alive = []
        while time.monotonic() < begin + hang - 0.5:
            if manager.hears(0.1):
                alive.append(time.monotonic() - begin)
            # All the while the loop turns and the other workers answer.
            self.assertEqual(status_of(server.tcp()), 200)
        # A request may take as long as a watchdog; afterwards nothing for two of them.
        self.assertLess(max(alive, default=0), 1.7)
        self.assertEqual(connection.getresponse().status, 200)
        connection.close()
        self.assertEqual(manager.hears(), {"WATCHDOG": "1"})
        self.assertEqual(server.stop()[0], 0)


def tcp_socket(address="127.0.0.1", family=socket.AF_INET):
    listener = socket.socket(family)
    listener.bind((address, 0))
    listener.listen()
    return listener


class SocketActivation(Programs):
    """The stand-in for the manager: sockets from descriptor 3 on, and the id of the process that they are for."""

    def pass_on(self, sockets, *arguments, listen=(), pid="$$"):
        def place():
            copies = [os.dup2(each.fileno(), 50 + i) for i, each in enumerate(sockets)]
            for i, copy in enumerate(copies):
                os.dup2(copy, 3 + i)

        command = ["sh", "-c", f'export LISTEN_PID={pid}; exec "$@"', "sh", DEVICE, "serve", "--model", str(self.model)]
        for address in listen:
            command += ["--listen", address]
        process = subprocess.Popen([*command, *map(str, arguments)], stderr=subprocess.PIPE, text=True, preexec_fn=place,
                                   pass_fds=range(3, 3 + len(sockets)),
                                   env={**ENVIRONMENT, "LISTEN_FDS": str(len(sockets)), "LISTEN_FDNAMES": "a:b"})
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def listens(self, process):
        """The addresses that it says it listens on, once it is ready."""
        found = []
        for line in process.stderr:
            if "  listen  " in line:
                found.append(line.split()[1])
            if "  ready" in line:
                return found
        raise AssertionError(f"not ready: {found}")

    def end(self, process):
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(PATIENCE), 0)

    def test_passed_sockets_take_the_place_of_the_default(self):
        path = self.folder / "passed"
        unix = socket.socket(socket.AF_UNIX)
        unix.bind(str(path))
        unix.listen()
        v4, v6 = tcp_socket(), tcp_socket("::1", socket.AF_INET6)
        self.addCleanup(lambda: [each.close() for each in (v4, v6, unix)])
        process = self.pass_on((v4, unix, v6))
        port, port6 = v4.getsockname()[1], v6.getsockname()[1]
        self.assertEqual(self.listens(process), [f"127.0.0.1:{port}", f"unix:{path}", f"[::1]:{port6}"])
        for connection in (http.client.HTTPConnection("127.0.0.1", port), UnixConnection(path),
                           http.client.HTTPConnection("::1", port6)):
            self.assertEqual(status_of(connection), 200)
        self.end(process)
        self.assertTrue(path.exists())
        # They are the manager's: a client that comes now waits for the next start.
        waiting = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        waiting.request("GET", "/health")
        process = self.pass_on((v4,))
        self.assertEqual(waiting.getresponse().status, 200)
        waiting.close()
        self.end(process)

    def test_passed_sockets_add_to_those_that_are_asked_for(self):
        v4 = tcp_socket()
        self.addCleanup(v4.close)
        process = self.pass_on((v4,), listen=(f"unix:{self.folder}/own",))
        self.assertEqual(self.listens(process), [f"unix:{self.folder}/own", f"127.0.0.1:{v4.getsockname()[1]}"])
        self.end(process)
        self.assertFalse((self.folder / "own").exists())

    def test_an_abstract_socket_is_served(self):
        name = f"pocketrec-test-{os.getpid()}"
        unix = socket.socket(socket.AF_UNIX)
        unix.bind("\0" + name)
        unix.listen()
        self.addCleanup(unix.close)
        process = self.pass_on((unix,))
        self.assertEqual(self.listens(process), [f"unix:@{name}"])
        self.assertEqual(status_of(UnixConnection("\0" + name)), 200)
        self.end(process)

    def test_sockets_for_another_process_are_not_touched(self):
        v4 = tcp_socket()
        self.addCleanup(v4.close)
        process = self.pass_on((v4,), listen=("127.0.0.1:0",), pid="1")
        self.assertEqual(len(self.listens(process)), 1)
        self.end(process)

    def refused(self, passed, *arguments):
        self.addCleanup(passed.close)
        process = self.pass_on((passed,), *arguments)
        return process.wait(PATIENCE), process.stderr.read()

    def test_S8_a_passed_socket_that_others_can_reach_needs_credentials(self):
        for passed in (tcp_socket("0.0.0.0"), tcp_socket("::", socket.AF_INET6)):
            status, said = self.refused(passed)
            self.assertEqual(status, 2)
            self.assertRegex(said, r'^pocketrec: listen address: expected a loopback address or a Unix socket, got "\S+": '
                                   "other machines could reach it, which needs credentials\n$")
        credentials = self.folder / "credentials"
        credentials.touch(0o600)
        credentials.write_text(f"kiosk events token {'0' * 64}\n")
        both = tcp_socket("::", socket.AF_INET6)
        self.addCleanup(both.close)
        process = self.pass_on((both,), "--credentials", credentials)
        port = both.getsockname()[1]
        self.assertEqual(self.listens(process), [f"[::]:{port}"])
        self.assertEqual(status_of(http.client.HTTPConnection("127.0.0.1", port)), 200)
        self.end(process)

    def test_what_is_no_listening_stream_socket_is_refused(self):
        datagram = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        datagram.bind(("127.0.0.1", 0))
        idle = socket.socket()
        idle.bind(("127.0.0.1", 0))
        for passed in (datagram, idle, pathlib.Path("/dev/null").open()):
            status, said = self.refused(passed)
            self.assertEqual((status, said), (2, "pocketrec: descriptor 3: expected a listening stream socket of TCP or "
                                                 "Unix, got another one\n"))

    @unittest.skipIf(shutil.which("systemd-socket-activate") is None, "needs systemd-socket-activate")
    def test_systemd_passes_a_socket(self):
        path = self.folder / "activated"
        process = subprocess.Popen(["systemd-socket-activate", "-l", str(path), DEVICE, "serve", "--model", self.model],
                                   stderr=subprocess.PIPE, env=ENVIRONMENT, text=True)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        deadline = time.monotonic() + PATIENCE
        while not path.exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        self.assertEqual(status_of(UnixConnection(path)), 200)
        self.end(process)
        self.assertRegex(process.stderr.read(), rf"  listen  unix:{re.escape(str(path))}\n")


if __name__ == "__main__":
    unittest.main()
