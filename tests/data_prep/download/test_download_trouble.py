"""What a user reads where a download fails: the cause and what to do, in one line."""

import errno
import hashlib
import http.server
import os
import socket
import ssl
import threading
import urllib.error
import urllib.request

import pytest

from data_prep.download import fetch as download
from data_prep.download.sources import RemoteFile
from reenact.errors import DataError

REMOTE = RemoteFile("walking_1.txt", 4, hashlib.sha256(b"good").hexdigest())


class Host(http.server.ThreadingHTTPServer):
    """Answers every request with `status`, or with bytes that are not the file's."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answer)
        self.status, self.requests = 200, 0


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.requests += 1
        if self.server.status is None:
            return self.connection.shutdown(socket.SHUT_RDWR)
        if self.server.status != 200:
            return self.send_error(self.server.status)
        self.send_response(200)
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"evil")

    def log_message(self, *arguments):
        pass


@pytest.fixture(autouse=True)
def hasty(monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr(download, "PAUSE_SECONDS", 0.0)


@pytest.fixture
def host():
    with Host() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def message(folder, url):
    with pytest.raises(DataError) as caught:
        download.download_all([REMOTE], folder, url, lambda *progress: None)
    assert not list(folder.glob("walking_1.txt"))
    return one_line(caught)


def one_line(caught):
    (line,) = str(caught.value).splitlines()
    return line


@pytest.mark.parametrize(
    ("status", "words", "requests"),
    [
        (403, "found HTTP 403 Forbidden: the host, or a proxy before it, gives no", 1),
        (404, "found HTTP 404 Not Found: the host has no such file (is --base_url", 1),
        (418, "the host does not give it (is --base_url right?)", 1),
        (500, "found HTTP 500 Internal Server Error: the host cannot serve it now", 4),
        (503, "found HTTP 503 Service Unavailable: the host cannot serve it now (t", 4),
        (None, "found a connection that the host cut off (try again later, it", 4),
    ],
)
def test_what_the_host_says(host, tmp_path, status, words, requests):
    host.status = status
    url = f"http://127.0.0.1:{host.server_port}"
    found = message(tmp_path, url)
    assert found.startswith(f"{url}/walking_1.txt: expected walking_1.txt, found ")
    assert words in found and host.requests == requests


def test_another_checksum(host, tmp_path):
    found = message(tmp_path, f"http://127.0.0.1:{host.server_port}")
    assert "its checksum differs" in found and "try another --base_url" in found
    assert list(tmp_path.iterdir()) == []


def test_a_host_that_listens_to_nobody(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    assert "found a connection refused by the host" in message(tmp_path, url)


def test_a_host_that_does_not_speak_tls(host, tmp_path):
    found = message(tmp_path, f"https://127.0.0.1:{host.server_port}")
    assert "found no secure connection (TLS): " in found


def test_a_host_that_does_not_answer(tmp_path, monkeypatch):
    monkeypatch.setattr(download, "TIMEOUT_SECONDS", 0.02)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        assert "found no answer in time (try again later" in message(tmp_path, url)


def untrusted():
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_message = "self-signed certificate"
    return error


@pytest.mark.parametrize(
    ("error", "words", "attempts"),
    [
        (
            urllib.error.URLError(socket.gaierror(-2, "Name or service not known")),
            "found no such host (check the network and --base_url)",
            4,
        ),
        (
            urllib.error.URLError(untrusted()),
            "found a certificate that cannot be trusted: self-signed certificate (ch",
            1,
        ),
        (
            urllib.error.URLError(OSError("Tunnel connection failed: 403 Forbidden")),
            "found a proxy that lets nothing through: Tunnel connection failed: 403",
            1,
        ),
        (
            OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)),
            "found a full disk (make room, or choose another --data_dir)",
            1,
        ),
        (
            PermissionError(errno.EACCES, "Permission denied", "walking_1.txt.part"),
            "found walking_1.txt.part that may not be written (choose another --data",
            1,
        ),
        (urllib.error.URLError("odd\nthing"), "odd thing> (try again later", 4),
    ],
)
def test_what_keeps_the_host_away(tmp_path, monkeypatch, error, words, attempts):
    asked = []

    def urlopen(request, timeout):
        asked.append(request)
        raise error

    monkeypatch.setattr(urllib.request, "urlopen", urlopen)
    assert words in message(tmp_path, "http://mocap.example")
    assert len(asked) == attempts
