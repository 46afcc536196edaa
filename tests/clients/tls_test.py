"""The TLS proxy of docs/device.md: its configuration as it stands there, with boto3 and curl behind it."""

import pathlib
import re
import socket
import subprocess
import time
import unittest

import boto3
import botocore.config
import botocore.exceptions

from programs import PATIENCE, Programs

DOCS = pathlib.Path(__file__).parent.parent.parent / "docs" / "device.md"
PLACES = {"/etc/ssl/kiosk.pem": "kiosk.pem", "/run/pocketrec.sock": "socket", "0.0.0.0:8443": None}
SECRET = "x" * 32


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Tls(Programs):
    def configuration(self, port):
        text = re.search(r"^```ini\n(.*?)^```$", DOCS.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)[1]
        for written, file in PLACES.items():
            self.assertIn(written, text)
            text = text.replace(written, str(self.folder / file) if file else f"127.0.0.1:{port}")
        path = self.folder / "stunnel.conf"
        path.write_text(text, encoding="utf-8")
        return path

    def setUp(self):
        super().setUp()
        certificate, key = self.folder / "certificate.pem", self.folder / "key.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                        "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate],
                       check=True, capture_output=True)
        (self.folder / "kiosk.pem").write_bytes(key.read_bytes() + certificate.read_bytes())
        (self.folder / "kiosk.pem").chmod(0o600)
        self.certificate = certificate
        credentials = self.folder / "credentials"
        credentials.write_text(f"screen admin key KEYSCREEN {SECRET}\n", encoding="utf-8")
        credentials.chmod(0o600)
        self.serve("--data", self.folder / "data", "--credentials", credentials)
        self.port = free_port()
        proxy = subprocess.Popen(["stunnel", self.configuration(self.port)], stderr=subprocess.PIPE)
        self.addCleanup(proxy.stderr.close)
        self.addCleanup(proxy.wait)
        self.addCleanup(proxy.terminate)
        self.wait_for(proxy)

    def wait_for(self, proxy):
        end = time.monotonic() + PATIENCE
        while proxy.poll() is None and time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        self.fail(proxy.stderr.read().decode())

    def client(self, service, secret=SECRET):
        return boto3.client(
            service, endpoint_url=f"https://localhost:{self.port}", region_name="eu-west-1", verify=str(self.certificate),
            aws_access_key_id="KEYSCREEN", aws_secret_access_key=secret,
            config=botocore.config.Config(proxies={}, retries={"total_max_attempts": 1}))

    def test_signed_requests_pass_the_proxy_and_others_do_not(self):
        arn = "arn:aws:personalize:eu-west-1:000000000000:campaign/user-personalization"
        event = {"eventType": "watch", "itemId": "t0001", "sentAt": 1_700_000_000}
        for _ in range(2):
            items = self.client("personalize-runtime").get_recommendations(campaignArn=arn, userId="u1", numResults=3)
            self.assertEqual(len(items["itemList"]), 3)
        self.client("personalize-events").put_events(trackingId="t", sessionId="s", userId="u1", eventList=[event])
        with self.assertRaises(botocore.exceptions.ClientError) as refused:
            self.client("personalize-runtime", "y" * 32).get_recommendations(campaignArn=arn, userId="u1")
        self.assertEqual(refused.exception.response["Error"]["Code"], "InvalidSignatureException")

    def test_old_versions_of_the_protocol_and_plain_text_are_refused(self):
        for options, is_accepted in (([], True), (["--tls-max", "1.1"], False)):
            done = subprocess.run(["curl", "-sS", "--cacert", self.certificate, *options,
                                   f"https://localhost:{self.port}/health"], capture_output=True, timeout=PATIENCE)
            self.assertEqual(done.returncode == 0, is_accepted, done.stderr)
            self.assertEqual(b'"status":"ok"' in done.stdout, is_accepted, done.stdout)
        done = subprocess.run(["curl", "-sS", f"http://localhost:{self.port}/health"], capture_output=True,
                              timeout=PATIENCE)
        self.assertNotIn(b"status", done.stdout)


if __name__ == "__main__":
    unittest.main()
