"""What an attacker's programs do: raw bytes over sockets; and what is looked at from outside."""

import http.client
import os
import re
import socket

PATIENCE = 60
# Sanitizers hold freed memory back.
IS_SANITIZED = "POCKETREC_SANITIZED" in os.environ


def connect(port):
    return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)


def answer_to(port, request, host=None):
    """Status of the answer to raw bytes, and whether the server closed after it; None: closed without an answer."""
    with connect(port) as connection:
        try:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # closed while we sent
        return status_in(read_all(connection))


def read_all(connection):
    received = b""
    try:
        while block := connection.recv(65536):
            received += block
    except ConnectionResetError:
        pass
    return received


def status_in(received):
    found = re.match(rb"HTTP/1\.1 (\d{3}) ", received)
    return int(found[1]) if found else None


def post(port, path, body, fields=None):
    """Status, header fields and body of a POST over a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("POST", path, body, {"Content-Type": "application/json", **(fields or {})})
    answer = connection.getresponse()
    result = answer.status, dict(answer.getheaders()), answer.read()
    connection.close()
    return result


def health(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", "/health")
    status = connection.getresponse().status
    connection.close()
    return status


def reset_peak(pid):
    with open(f"/proc/{pid}/clear_refs", "w", encoding="ascii") as file:
        file.write("5")


def peak_kib(pid):
    """Resident memory's high-water mark since reset_peak()."""
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        return int(re.search(r"VmHWM:\s+(\d+)", file.read())[1])
