"""S6, S7, threats 3, 11 and 20: who may ask `pocketrec serve`, over real sockets, and the log of it."""

import datetime
import hashlib
import hmac
import json
import os
import pathlib
import resource
import select
import shutil
import signal
import subprocess
import unittest

from programs import DEVICE, PATIENCE, Programs, Server, put_request

try:
    import botocore.auth
    import botocore.awsrequest
    import botocore.config
    import botocore.credentials
    import botocore.exceptions
    import botocore.session
except ImportError:
    botocore = None

TOKEN = "0123456789abcdef0123456789abcdef"
ROLES = ("runtime", "events", "admin")
SECRETS = {role: f"secret-of-{role}-" + "x" * 32 for role in ROLES}
CREDENTIALS = "# for tests\n" + "".join(
    f"{role}-client {role} key KEY{role.upper()} {SECRETS[role]}\n"
    f"{role}-page {role} token {hashlib.sha256((TOKEN + role).encode()).hexdigest()}\n" for role in ROLES)
CREDENTIALS += (
    f"old-client admin key KEYEXPIRED {SECRETS['admin']} expires=2020-01-01T00:00:00Z\n"
    f"old-page admin token {hashlib.sha256((TOKEN + 'expired').encode()).hexdigest()} expires=2020-01-01T00:00:00Z\n"
    f"new-client admin key KEYVALID {SECRETS['admin']} expires=2999-12-31T00:00:00Z\n")

LIST = {"campaignArn": "user-personalization", "userId": "visitor", "numResults": 3}
RANKING = {"campaignArn": "personalized-ranking", "userId": "visitor", "inputList": ["t0001", "t0002"]}
# operation: path, body, roles beside admin
OPERATIONS = {
    "GetRecommendations": ("/recommendations", LIST, {"runtime"}),
    "GetPersonalizedRanking": ("/personalize-ranking", RANKING, {"runtime"}),
    "PutEvents": ("/events", put_request("visitor", "t0001"), {"events"}),
    "PutItems": ("/items", {"datasetArn": "ITEMS", "items": [{"itemId": "t0001"}]}, {"events"}),
    "PutUsers": ("/users", {"datasetArn": "USERS", "users": [{"userId": "u0001"}]}, {"events"}),
    "GetActionRecommendations": ("/action-recommendations", {}, {"runtime"}),
    "PutActions": ("/actions", {}, {"events"}),
    "PutActionInteractions": ("/action-interactions", {}, {"events"}),
}


def mac(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def signed(host, path, body, key, secret, when=None):
    """The header fields of a POST with Signature Version 4."""
    when = when or datetime.datetime.now(datetime.timezone.utc)
    time = when.strftime("%Y%m%dT%H%M%SZ")
    scope = f"{time[:8]}/eu-west-1/personalize/aws4_request"
    fields = {"content-type": "application/json", "host": host, "x-amz-date": time}
    canonical = "\n".join(["POST", path, "", *(f"{name}:{value}" for name, value in fields.items()), "",
                           ";".join(fields), hashlib.sha256(body).hexdigest()])
    text = f"AWS4-HMAC-SHA256\n{time}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    derived = ("AWS4" + secret).encode()
    for step in scope.split("/"):
        derived = mac(derived, step)
    fields["authorization"] = (f"AWS4-HMAC-SHA256 Credential={key}/{scope}, SignedHeaders={';'.join(sorted(fields))}, "
                               f"Signature={mac(derived, text).hex()}")
    return fields


class Protected(Programs):
    """With a credentials file and a log."""

    def setUp(self):
        super().setUp()
        self.credentials = self.folder / "credentials"
        self.credentials.touch(0o600)
        self.credentials.write_text(CREDENTIALS)
        self.log = self.folder / "audit"

    def protected(self, *arguments):
        return self.serve("--data", self.folder / "data", "--credentials", self.credentials,
                          "--audit-log", self.log, *arguments)

    def entries(self):
        return [json.loads(line) for line in self.log.read_text().splitlines()]

    def post(self, connection, path, body, fields):
        """Status, code and body of the answer."""
        connection.request("POST", path, body, {"content-type": "application/json", **fields})
        answer = connection.getresponse()
        text = answer.read()
        code = answer.getheader("x-amzn-ErrorType", "")
        if code:
            self.assertEqual(json.loads(text)["__type"], code)
        return answer.status, code, text


class Access(Protected):
    def test_S6_the_role_matrix_over_both_sockets(self):
        server = self.protected()
        for connect, host in ((server.tcp, f"127.0.0.1:{server.port}"), (server.unix, "localhost")):
            connection = connect()
            for operation, (path, request, roles) in OPERATIONS.items():
                body = json.dumps(request).encode()
                for role in ROLES:
                    allowed = role == "admin" or role in roles
                    for fields in (signed(host, path, body, f"KEY{role.upper()}", SECRETS[role]),
                                   {"Authorization": f"Bearer {TOKEN}{role}"}):
                        with self.subTest(operation=operation, role=role):
                            status, code, _ = self.post(connection, path, body, fields)
                            # Who may ask may still ask for something wrong.
                            self.assertEqual((status, code) == (403, "AccessDeniedException"), not allowed)
                            self.assertIn(status, (200, 400, 404) if allowed else (403,))
                for code, fields in (
                        ("MissingAuthenticationTokenException", {}),
                        ("UnrecognizedClientException", {"Authorization": "Bearer " + TOKEN}),
                        ("ExpiredTokenException", {"Authorization": "Bearer " + TOKEN + "expired"}),
                        ("ExpiredTokenException", signed(host, path, body, "KEYEXPIRED", SECRETS["admin"])),
                        ("UnrecognizedClientException", signed(host, path, body, "KEYNOBODY", SECRETS["admin"])),
                        ("InvalidSignatureException", signed(host, path, body, "KEYADMIN", SECRETS["events"])),
                        ("InvalidSignatureException", signed(host, path, body + b" ", "KEYADMIN", SECRETS["admin"])),
                        ("InvalidSignatureException", signed(
                            host, path, body, "KEYADMIN", SECRETS["admin"],
                            datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(minutes=6))),
                        ("IncompleteSignature", {"Authorization": "Basic YTpi"})):
                    with self.subTest(operation=operation, code=code):
                        self.assertEqual(self.post(connection, path, body, fields)[:2], (403, code))
            connection.close()

    def test_S6_another_user_of_the_unix_socket_has_to_prove_itself_too(self):
        if os.getuid() != 0:
            self.skipTest("only root can become another user")
        server = self.protected()
        (self.folder / "socket").chmod(0o666)
        self.folder.chmod(0o755)
        script = ("import socket, sys\ns = socket.socket(socket.AF_UNIX)\ns.connect(sys.argv[1])\n"
                  "s.sendall(b'POST /events HTTP/1.1\\r\\nHost: x\\r\\nContent-Type: application/json\\r\\n'\n"
                  "          b'Content-Length: 2\\r\\n\\r\\n{}')\nprint(s.recv(65536).decode())\n")
        command = ["setpriv", "--reuid=12345", "--regid=12345", "--clear-groups",
                   shutil.which("python3", path="/usr/bin"), "-c", script, self.folder / "socket"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
        self.assertIn("403 Forbidden", done.stdout, done.stderr)
        self.assertIn("MissingAuthenticationTokenException", done.stdout)
        # As it is made, the socket does not even let such a user connect.
        (self.folder / "socket").chmod(0o660)
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
        self.assertIn("PermissionError", done.stderr)

    def reload(self, server):
        """Makes the server read its credentials again; what it says."""
        server.process.send_signal(signal.SIGHUP)
        readable, _, _ = select.select([server.process.stderr], [], [], PATIENCE)
        self.assertTrue(readable)
        return os.read(server.process.stderr.fileno(), 4096).decode()

    def test_S6_rotated_credentials_count_from_the_next_request_on_and_keep_connections(self):
        server = self.protected()
        connection = server.tcp()
        path, body = "/events", json.dumps(put_request("visitor", "t0001")).encode()
        host = f"127.0.0.1:{server.port}"

        def code(key, secret):
            return self.post(connection, path, body, signed(host, path, body, key, secret))[1]

        self.assertEqual(code("KEYEVENTS", SECRETS["events"]), "")
        self.assertEqual(code("KEYNEXT", "y" * 40), "UnrecognizedClientException")
        self.credentials.write_text(f"events-client events key KEYNEXT {'y' * 40}\n")
        self.assertEqual(self.reload(server), "pocketrec: the credentials were read again\n")
        self.assertEqual(code("KEYEVENTS", SECRETS["events"]), "UnrecognizedClientException")
        self.assertEqual(code("KEYNEXT", "y" * 40), "")
        self.assertEqual(self.post(connection, path, body, {"Authorization": f"Bearer {TOKEN}admin"})[1],
                         "UnrecognizedClientException")
        connection.close()
        self.assertIn(("ReloadCredentials", 200), [(e["operation"], e["status"]) for e in self.entries()])

    def test_S6_credentials_that_cannot_be_used_leave_those_before(self):
        server = self.protected()
        connection = server.tcp()
        path, body = "/recommendations", json.dumps(LIST).encode()
        for spoil, expected in (
                (lambda: self.credentials.write_text("nonsense\n"), ", line 1: expected NAME ROLES key ID SECRET"),
                (lambda: self.credentials.write_text(""), "expected at least one credential, got none"),
                (lambda: self.credentials.chmod(0o644), "expected no rights for group and others"),
                (self.credentials.unlink, "not found")):
            spoil()
            said = self.reload(server)
            self.assertIn(expected, said)
            self.assertTrue(said.endswith("; the credentials from before stay valid\n"), said)
            self.assertEqual(self.post(connection, path, body, {"Authorization": f"Bearer {TOKEN}runtime"})[0], 200)
        connection.close()
        codes = [(e["status"], e["code"]) for e in self.entries() if e["operation"] == "ReloadCredentials"]
        self.assertEqual(codes, [(400, "InvalidInputException")] * 3 + [(404, "ResourceNotFoundException")])

    def test_S7_threat_3_secrets_are_nowhere(self):
        server = self.protected()
        pid = server.process.pid
        connection = server.tcp()
        body = json.dumps(put_request("visitor", "t0004")).encode()
        answers = []
        for path in ("/events", "/recommendations", "/nowhere"):
            for fields in ({"Authorization": f"Bearer {TOKEN}admin"}, {"Authorization": f"Bearer {TOKEN}wrong"},
                           {"Authorization": f"Basic {TOKEN}"},
                           signed(f"127.0.0.1:{server.port}", path, body, "KEYADMIN", SECRETS["admin"]),
                           signed(f"127.0.0.1:{server.port}", path, body, "KEYADMIN", SECRETS["events"])):
                answers.append(repr(self.post(connection, path, body, fields)))
        connection.close()
        seen = {f"/proc/{pid}/{name}": pathlib.Path(f"/proc/{pid}/{name}").read_bytes()
                for name in ("cmdline", "environ", "maps")}
        _, output, errors = server.stop()
        seen |= {"said": server.said, "output": output, "errors": errors, "log": self.log.read_bytes(),
                 "answers": "".join(answers).encode()}
        seen |= {str(path): path.read_bytes() for path in (self.folder / "data").iterdir() if path.is_file()}
        for place, content in seen.items():
            for secret in (TOKEN, *SECRETS.values()):
                self.assertNotIn(secret.encode(), content, place)
        for path in (self.log, self.credentials, self.folder / "data" / "events.sqlite"):
            self.assertEqual(path.stat().st_mode & 0o077, 0, path)

    def test_S7_threat_11_no_core_is_left_where_there_are_credentials(self):
        def dumps_core(process):
            resource.prlimit(process.pid, resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            process.send_signal(signal.SIGABRT)
            return os.WCOREDUMP(os.waitpid(process.pid, 0)[1])

        os.chdir(self.folder)  # where the core of the other one goes
        self.addCleanup(os.chdir, pathlib.Path(__file__).parent)
        open_server = Server(self.model, self.folder / "open")
        self.addCleanup(open_server.kill)
        if not dumps_core(open_server.process):
            self.skipTest("this machine makes no cores")
        self.assertFalse(dumps_core(self.protected().process))

    def test_S7_threat_11_ids_are_in_no_log_and_a_failing_disk_names_no_file(self):
        server = self.protected()
        connection = server.tcp()
        admin = {"Authorization": f"Bearer {TOKEN}admin"}
        body = json.dumps(put_request("visitor", "t0004")).encode()
        self.assertEqual(self.post(connection, "/events", body, admin)[0], 200)
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        body = json.dumps(put_request("visitor", "t0005")).encode()
        status, code, text = self.post(connection, "/events", body, admin)
        connection.close()
        self.assertEqual((status, code), (503, "ServiceUnavailable"))
        for word in (b"/", b"sqlite", b"SQLite", str(self.folder).encode()):
            self.assertNotIn(word, text)
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        errors = server.stop()[2].decode()
        self.assertRegex(errors, "pocketrec: error: .*events.sqlite: .*")
        for word in ("visitor", "t0004", "t0005"):
            self.assertNotIn(word, self.log.read_text() + errors)

    def test_health_and_unknown_paths_need_no_credentials(self):
        connection = self.protected().tcp()
        connection.request("GET", "/health")
        answer = connection.getresponse()
        self.assertEqual((answer.status, json.loads(answer.read())["status"]), (200, "ok"))
        self.assertEqual(self.post(connection, "/nowhere", "{}", {})[:2], (404, "UnknownOperationException"))
        connection.close()

    def test_a_denied_request_is_not_read_as_json(self):
        connection = self.protected().tcp()
        self.assertEqual(self.post(connection, "/events", b"not JSON", {})[:2],
                         (403, "MissingAuthenticationTokenException"))
        admin = {"Authorization": f"Bearer {TOKEN}admin"}
        self.assertEqual(self.post(connection, "/events", b"not JSON", admin)[0], 400)
        # The policy comes first: the sender of a wrong Host learns nothing of credentials.
        self.assertEqual(self.post(connection, "/events", b"{}", {"Host": "evil.example"})[0], 421)
        connection.close()

    def test_the_same_bytes_again_have_the_same_answer_and_no_effect(self):
        server = self.protected()
        path, body = "/events", json.dumps(put_request("visitor", "t0003")).encode()
        fields = signed(f"127.0.0.1:{server.port}", path, body, "KEYEVENTS", SECRETS["events"])
        connection = server.tcp()
        for _ in range(3):
            self.assertEqual(self.post(connection, path, body, fields), (200, "", b""))
        connection.close()
        self.assertEqual([entry.get("replay", False) for entry in self.entries()], [False, True, True])

    def test_the_clock_may_be_widened_or_left_out(self):
        path, body = "/recommendations", json.dumps(LIST).encode()
        when = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
        for skew, status in ((300, 403), (0, 200)):
            server = self.protected("--clock-skew", skew)
            connection = server.tcp()
            fields = signed(f"127.0.0.1:{server.port}", path, body, "KEYRUNTIME", SECRETS["runtime"], when)
            self.assertEqual(self.post(connection, path, body, fields)[0], status)
            connection.close()
            server.stop()

    def test_without_credentials_signed_and_unsigned_requests_are_answered_alike(self):
        server = self.serve()
        connection = server.tcp()
        path, body = "/recommendations", json.dumps(LIST).encode()
        plain = self.post(connection, path, body, {})
        self.assertEqual(plain[0], 200)
        for fields in (signed("elsewhere", path, body, "KEYNOBODY", "x"), {"Authorization": "Bearer x"},
                       {"Authorization": "x"}):
            fields.pop("host", None)
            self.assertEqual(self.post(connection, path, body, fields), plain)
        connection.close()

    def test_a_file_that_others_can_read_is_refused(self):
        self.credentials.chmod(0o640)
        said = self.failing(1, DEVICE, "serve", "--model", self.model, "--credentials", self.credentials)
        self.assertEqual(said, f"pocketrec: credentials file {self.credentials}: expected no rights for group and "
                               "others (chmod 600), got mode 0640\n")

    def test_S7_threat_20_the_log_has_changes_and_denials_and_no_secret(self):
        server = self.protected()
        connection = server.tcp()
        answers = []
        for role, operation in (("events", "PutEvents"), ("runtime", "GetRecommendations"), ("runtime", "PutEvents")):
            path, request, _ = OPERATIONS[operation]
            connection.request("POST", path, json.dumps(request), {
                "Content-Type": "application/json", "Authorization": f"Bearer {TOKEN}{role}"})
            answer = connection.getresponse()
            answer.read()
            answers.append(answer.getheader("x-amzn-RequestId"))
        self.post(connection, "/recommendations", "{}", {})
        connection.close()
        status, output, errors = server.stop()
        self.assertEqual((status, output, errors), (0, b"", b""))
        entries = self.entries()
        self.assertEqual([(e["who"], e["operation"], e["status"], e.get("code")) for e in entries], [
            ("events-page", "PutEvents", 200, None),
            ("runtime-page", "PutEvents", 403, "AccessDeniedException"),
            (None, "GetRecommendations", 403, "MissingAuthenticationTokenException")])
        self.assertEqual([entries[0]["requestId"], entries[1]["requestId"]], [answers[0], answers[2]])
        for said in (self.log.read_text(), server.said.decode()):
            for secret in (TOKEN, *SECRETS.values(), "visitor", "t0001"):
                self.assertNotIn(secret, said)
        self.assertEqual(self.log.stat().st_mode & 0o777, 0o600)

    def test_a_log_that_cannot_be_written_fails_no_request_and_is_told_once(self):
        server = self.protected("--audit-log-bytes", 10, "--audit-log-files", 1)
        (self.folder / "audit.1" / "inside").mkdir(parents=True)
        connection = server.tcp()
        for _ in range(4):
            self.assertEqual(self.post(connection, "/events", "{}", {})[0], 403)
        connection.close()
        # The sandbox has no right to remove folders.
        self.assertRegex(server.stop()[2].decode(),
                         f"^pocketrec: warning: audit log {self.log}: rename: (Is a directory|Permission denied); requests "
                         "are served without log lines until it works again\n$")
        self.assertEqual(len(self.entries()), 1)


@unittest.skipIf(botocore is None, "botocore is not installed")
class AwsClients(Protected):
    """The same with Amazon's own client library, which is what the AWS command line runs on."""

    def client(self, server, service, role, key=None):
        session = botocore.session.Session()
        session.set_credentials(key or f"KEY{role.upper()}", SECRETS[role])
        return session.create_client(service, region_name="us-east-1", endpoint_url=f"http://127.0.0.1:{server.port}",
                                     config=botocore.config.Config(proxies={}, retries={"max_attempts": 0}))

    def code(self, call, **request):
        try:
            call(**request)
            return ""
        except botocore.exceptions.ClientError as error:
            return error.response["Error"]["Code"]

    def test_a_signed_query_is_served_until_it_is_changed(self):
        server = self.protected()
        credentials = botocore.credentials.Credentials("KEYRUNTIME", SECRETS["runtime"])
        target = "/v1/recommendations?recommender=user-personalization&n=3&user=J%C3%B6rg%20%26%2B~%2A&explain=true"
        request = botocore.awsrequest.AWSRequest("GET", f"http://127.0.0.1:{server.port}{target}")
        botocore.auth.SigV4Auth(credentials, "personalize", "us-east-1").add_auth(request)
        fields = {"Host": f"127.0.0.1:{server.port}", **dict(request.headers)}
        for asked, status in ((target, 200), (target, 200), (target.replace("n=3", "n=4"), 403),
                              (target.replace("&explain=true", ""), 403), (target + "&a=", 403)):
            connection = server.tcp()
            connection.request("GET", asked, headers=fields)
            answer = connection.getresponse()
            body = json.loads(answer.read())
            self.assertEqual(answer.status, status, (asked, body))
            self.assertEqual(len(body.get("itemList", ())), 3 if status == 200 else 0, body)
            connection.close()

    def test_clients_of_both_services(self):
        server = self.protected()
        request = {**LIST, "campaignArn": "arn:aws:personalize:us-east-1:000000000000:campaign/user-personalization"}
        for role in ROLES:
            runtime = self.client(server, "personalize-runtime", role)
            events = self.client(server, "personalize-events", role)
            self.assertEqual(self.code(runtime.get_recommendations, **request),
                             "AccessDeniedException" if role == "events" else "")
            self.assertEqual(self.code(events.put_events, **put_request("visitor", "t0002")),
                             "AccessDeniedException" if role == "runtime" else "")
        wrong = self.client(server, "personalize-runtime", "runtime", "KEYADMIN")
        self.assertEqual(self.code(wrong.get_recommendations, **request), "InvalidSignatureException")
        unknown = self.client(server, "personalize-runtime", "runtime", "KEYNOBODY")
        self.assertEqual(self.code(unknown.get_recommendations, **request), "UnrecognizedClientException")


if __name__ == "__main__":
    unittest.main()
