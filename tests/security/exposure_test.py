"""S8, threat 12: who can reach the program at all."""

import json
import pathlib
import stat
import unittest

from attack import health
from programs import DEVICE, Programs

LISTENS = "0A"  # in the column `st` of /proc/net/tcp


def listening(pid):
    """Addresses that a process listens on over TCP, as text such as "127.0.0.1:8787"."""
    own = {link.readlink().name for link in pathlib.Path(f"/proc/{pid}/fd").iterdir()}
    result = []
    for table, words in (("tcp", 1), ("tcp6", 4)):
        for line in pathlib.Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            columns = line.split()
            if columns[3] == LISTENS and f"socket:[{columns[9]}]" in own:
                address, port = columns[1].split(":")
                groups = [bytes.fromhex(address[8 * i:8 * i + 8])[::-1] for i in range(words)]
                text = ".".join(map(str, groups[0])) if words == 1 else b"".join(groups).hex()
                result.append(f"{text}:{int(port, 16)}")
    return result


class Exposure(Programs):
    def test_S8_threat_12_only_loopback_and_a_socket_file_are_listened_on(self):
        server = self.serve("--listen", "[::1]:0")
        port = server.port
        found = listening(server.process.pid)
        self.assertEqual([address for address in found if "." in address], [f"127.0.0.1:{port}"])
        self.assertEqual([address.split(":")[0] for address in found if "." not in address], ["0" * 31 + "1"])
        self.assertEqual(stat.S_IMODE((self.folder / "socket").stat().st_mode), 0o660)
        self.assertEqual(health(port), 200)

    def test_S8_threat_12_the_default_is_loopback(self):
        self.assertIn("[127.0.0.1:8787]", self.good(DEVICE, "serve", "--help"))

    def test_S8_threat_12_an_address_that_others_can_reach_needs_credentials(self):
        for address in ("0.0.0.0:0", "[::]:0", "192.0.2.1:8787", "10.0.0.1:0", "128.0.0.1:0", "[::ffff:127.0.0.1]:0"):
            said = self.failing(2, DEVICE, "serve", "--model", self.model, "--listen", address)
            self.assertEqual(said, "pocketrec: listen address: expected a loopback address or a Unix socket, got "
                                   f'"{address}": other machines could reach it, which needs credentials\n')

    def test_S8_threat_12_with_credentials_a_request_of_the_network_has_to_prove_itself(self):
        credentials = self.folder / "credentials"
        credentials.touch(0o600)
        credentials.write_text(f"sensor events token {'0' * 64}\n")
        server = self.serve("--listen", "0.0.0.0:0", "--credentials", credentials)
        self.assertEqual(len([a for a in listening(server.process.pid) if a.startswith("0.0.0.0:")]), 1)
        connection = server.tcp()
        connection.request("POST", "/events", "{}", {"Content-Type": "application/json"})
        answer = connection.getresponse()
        self.assertEqual((answer.status, json.loads(answer.read())["__type"]),
                         (403, "MissingAuthenticationTokenException"))
        connection.close()


if __name__ == "__main__":
    unittest.main()
