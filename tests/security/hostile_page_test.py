"""S4, S5, S19, threats 1, 2 and 19: a browser on the device is no way in, but for listed origins. With real Chromium."""

import contextlib
import http.server
import json
import os
import pathlib
import queue
import shutil
import signal
import sqlite3
import subprocess
import threading
import unittest

from attack import answer_to, health
from programs import PATIENCE, Programs, ask, put_request

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
EVIL = "evil.example"


class PageServer(http.server.ThreadingHTTPServer):
    """The page's own server: gives the page, and takes its report."""

    def __init__(self, page):
        super().__init__(("127.0.0.1", 0), PageHandler)
        self.page = page
        self.asked = []
        self.reports = queue.Queue()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self):
        return self.server_address[1]


class PageHandler(http.server.BaseHTTPRequestHandler):
    def reply(self, body):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.server.asked.append(self.path)
        self.reply(self.server.page().encode() if self.path == "/" else b"")

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.reports.put(json.loads(body))
        self.reply(b"")

    def log_message(self, *_):
        pass


class Browser:
    """Headless Chromium, for which evil.example is this machine, and which does not guard local networks by itself."""

    def __init__(self, folder, *arguments):
        program = next(filter(None, map(shutil.which, BROWSERS)), None)
        if program is None:
            raise AssertionError(f"expected one of {', '.join(BROWSERS)}, found none; ./tools/setup installs the first")
        self.process = subprocess.Popen(
            [program, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", f"--user-data-dir={folder}",
             f"--host-resolver-rules=MAP {EVIL} 127.0.0.1",
             "--disable-features=LocalNetworkAccessChecks,PrivateNetworkAccessChecks,HttpsUpgrades", *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True)

    def end(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.stdout.close()
        self.process.wait()


def rows(data):
    """How many events and records are stored."""
    with contextlib.closing(sqlite3.connect(data / "events.sqlite")) as database:
        return [database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("events", "records")]


class Pages(Programs):
    def page_server(self, page, port, event):
        """Serves a page of this folder that asks 127.0.0.1 at port()."""
        template = (pathlib.Path(__file__).parent / page).read_text(encoding="utf-8")
        pages = PageServer(lambda: template.replace("TARGET", f"http://127.0.0.1:{port()}", 1)
                           .replace("EVENT", json.dumps(event), 1).replace("PORT", str(pages.port)))
        self.addCleanup(pages.server_close)
        self.addCleanup(pages.shutdown)
        return pages

    def visit(self, pages):
        """What the page reports from a browser."""
        browser = Browser(self.folder / "browser", "--remote-debugging-port=0", f"http://{EVIL}:{pages.port}/")
        self.addCleanup(browser.end)
        return pages.reports.get(timeout=2 * PATIENCE)

    def test_S5_S19_threats_1_and_19_a_page_of_another_origin_changes_and_reads_nothing(self):
        data = self.folder / "data"
        log = self.folder / "audit"
        server = self.serve("--data", data, "--audit-log", log)
        # With an equals sign, so that a form of the type text/plain can send exactly these bytes.
        event = json.dumps(put_request("victim", "t0001", eventId="a=b"))
        hostile = self.page_server("hostile_page.html", lambda: server.port, event)
        found = self.visit(hostile)

        self.assertGreaterEqual(len(found), 20, found)
        for attempt, result in found.items():
            # An opaque answer and a frame of another origin cannot be read.
            self.assertIn(result, ("blocked", "opaque"), attempt)
        self.assertNotIn("/ran", hostile.asked)
        entries = [json.loads(line) for line in log.read_text().splitlines()]
        refused = [entry["status"] for entry in entries]
        self.assertGreaterEqual(refused.count(403), 8, "the page did not reach the server")
        self.assertEqual(set(refused) - {403, 415, 421}, set())

        connection = server.tcp()
        self.assertEqual(ask(connection, "PutEvents", put_request("guest", "t0002"))[0], 200)
        connection.close()
        self.assertEqual(server.stop()[0], 0)
        self.assertEqual(rows(data), [1, 0])  # the guest's

    def test_a_page_of_a_listed_origin_reads_and_sends(self):
        data = self.folder / "data"
        event = json.dumps(put_request("guest", "t0001"))
        pages = self.page_server("listed_page.html", lambda: server.port, event)
        server = self.serve("--data", data, "--origin", f"http://{EVIL}:{pages.port}")
        found = self.visit(pages)
        for name, items in (("query", 2), ("list", 2), ("event", 0)):
            status, request_id, body = found[name]
            self.assertEqual((status, request_id), (200, 36), (name, found))
            self.assertEqual(len(json.loads(body or "{}").get("itemList", ())), items, (name, found))
        self.assertIn("TypeError", found["not granted"])
        self.assertEqual(server.stop()[0], 0)
        self.assertEqual(rows(data), [1, 0])

    def test_S4_threat_2_a_name_that_leads_to_this_machine_reads_nothing_in_a_browser(self):
        server = self.serve()
        for host, is_allowed in ((EVIL, False), ("localhost", True)):
            browser = Browser(self.folder / f"browser-{host}", "--dump-dom", f"http://{host}:{server.port}/health")
            self.addCleanup(browser.end)
            shown = browser.process.communicate(timeout=2 * PATIENCE)[0].decode()
            self.assertEqual("&quot;model&quot;" in shown or '"model"' in shown, is_allowed, shown)
            self.assertEqual("expected a Host" in shown, not is_allowed, shown)

    def test_S4_threat_2_40_variants_of_Host_are_refused(self):
        server = self.serve()
        port = server.port
        self.assertEqual(health(port), 200)
        names = [
            "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "evil.example.localhost", "localhost.",
            "127.0.0.1.", "localhost..", ".localhost", "localhost.localdomain", "ip6-localhost", "2130706433",
            "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001", "127.1", "127.0.1", "127.000.000.001", "127.0.0.2",
            "0.0.0.0", "0", "[::]", "[::ffff:127.0.0.1]", "[0:0:0:0:0:0:0:1]", "[::1%25lo]", "user@localhost",
            "localhost@evil.example", "user:password@127.0.0.1", "127.0.0.1.nip.io", "localtest.me", "localhost%00",
            "localhos\u0442".encode().decode("latin1"), "*", "", "[127.0.0.1]"]
        variants = [f"{name}:{port}" for name in names]
        variants += ["localhost", "127.0.0.1", "[::1]", f"localhost:{port + 1}", "localhost:80", f"localhost:0{port}",
                     f"localhost:+{port}", f"localhost:{port}:{port}", f"localhost: {port}", f"localhost:{port}/health",
                     f"localhost:{port}, evil.example", f"evil.example, localhost:{port}", f"http://localhost:{port}"]
        self.assertGreaterEqual(len(variants), 40)
        for variant in variants:
            request = f"GET /health HTTP/1.1\r\nHost: {variant}\r\n\r\n".encode("latin1")
            self.assertIn(answer_to(port, request), (400, 421), variant)
        good = f"Host: localhost:{port}\r\n"
        for fields in (good + "Host: evil.example\r\n", "Host: evil.example\r\n" + good, good + good, ""):
            self.assertEqual(answer_to(port, f"GET /health HTTP/1.1\r\n{fields}\r\n".encode()), 400, fields)
        self.assertEqual(
            answer_to(port, f"GET http://evil.example/health HTTP/1.1\r\n{good}\r\n".encode()), 400)

    def test_threat_1_GET_changes_nothing_whatever_it_asks_for(self):
        data = self.folder / "data"
        server = self.serve("--data", data)
        body = json.dumps(put_request("victim", "t0001")).encode()
        for method in ("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"):
            for path in ("/events", "/items", "/users", "/actions", "/recommendations", "/health"):
                request = (f"{method} {path} HTTP/1.1\r\nHost: localhost:{server.port}\r\n"
                           f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n").encode() + body
                expected = (200,) if path == "/health" and method in ("GET", "HEAD") else (404, 405)
                self.assertIn(answer_to(server.port, request), expected, (method, path))
        for kind in ("", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonx",
                     "text/json", "application/json, text/plain", "*/*"):
            request = (f"POST /events HTTP/1.1\r\nHost: localhost:{server.port}\r\nContent-Type: {kind}\r\n"
                       f"Content-Length: {len(body)}\r\n\r\n").encode() + body
            self.assertEqual(answer_to(server.port, request), 415, kind)
        self.assertEqual(server.stop()[0], 0)
        self.assertEqual(rows(data), [0, 0])


if __name__ == "__main__":
    unittest.main()
