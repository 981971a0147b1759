from __future__ import annotations

import hashlib
import http.client
import socket
from urllib.parse import urlsplit

import pytest


def _exchange(client, url, times=1, timeout=3):
    """Send the same GET *times* times over one connection; return all that came back."""
    parts = urlsplit(url)
    request = f"GET {parts.path} HTTP/1.1\r\nHost: {parts.hostname}:{parts.port}\r\n\r\n".encode()
    with client.connect(url, timeout) as sock:
        received = b""
        for _ in range(times):
            sock.sendall(request)
            while block := sock.recv(1 << 20):
                received += block
                if len(block) < 2_000:
                    break
        return received


def _answers(client, url, count):
    """Take *count* answers one after the other over one connection."""
    parts = urlsplit(url)
    statuses = []
    with client.connect(url) as sock:
        for _ in range(count):
            sock.sendall(f"GET {parts.path} HTTP/1.1\r\nHost: {parts.hostname}:{parts.port}\r\n\r\n".encode())
            with http.client.HTTPResponse(sock) as response:
                response.begin()
                statuses.append((response.status, hashlib.sha256(response.read()).hexdigest()))
    return statuses


def test_truth_agrees_with_the_bytes_served(client, rows_of):
    """The truth's SHA-256 is that of the bytes that come over the wire, again and again on one connection."""
    for truth in rows_of("plain")[:10]:
        assert _answers(client, truth.url, 3) == [(200, truth.sha256)] * 3


def test_head_has_no_body(client, rows_of):
    """HEAD gets the headers and leaves the connection usable."""
    url = rows_of("plain")[0].url
    parts = urlsplit(url)
    with client.connect(url) as sock:
        sock.sendall(f"HEAD {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n\r\n".encode())
        received = b"".join(iter(lambda: sock.recv(65536), b""))
    assert received.startswith(b"HTTP/1.1 200")
    assert received.endswith(b"\r\n\r\n")


@pytest.mark.parametrize("data", [b"nonsense\r\n\r\n", b"\x16\x03\x01" + b"\r\n\r\n"])
def test_what_is_no_request_gets_400(client, lab, data):
    """The server answers nonsense and closes."""
    with socket.create_connection(("127.0.0.1", lab.ports["http"]), 3) as sock:
        sock.sendall(data)
        assert b"".join(iter(lambda: sock.recv(65536), b"")).startswith(b"HTTP/1.1 400")


def test_pipelined_requests_are_answered_in_order(client, rows_of):
    """Requests that come during a reply wait for its end."""
    truth = next(t for t in rows_of("slow") if t.url.startswith("http:"))
    parts = urlsplit(truth.url)
    request = f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
    with client.connect(truth.url, 10) as sock:
        sock.sendall(f"{request}\r\nGET /none HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n\r\n".encode())
        received = b"".join(iter(lambda: sock.recv(65536), b""))
    assert received.index(b"HTTP/1.1 200") < received.index(b"HTTP/1.1 404")


def test_refused(client, rows_of):
    """Nobody listens at the closed address."""
    with pytest.raises(ConnectionRefusedError):
        client.connect(rows_of("refused")[0].url)


@pytest.mark.parametrize("kind", ["reset-at-once", "reset", "reset-after-request"])
def test_resets_arrive_as_resets(client, rows_of, kind):
    """The client sees ECONNRESET, not an orderly end; over TLS the library may hide the difference."""
    url = next(truth.url for truth in rows_of(kind) if truth.url.startswith("http:"))
    with pytest.raises((ConnectionResetError, BrokenPipeError)):
        _exchange(client, url)


@pytest.mark.parametrize("kind", ["closed", "closed-after-request"])
def test_closes_arrive_as_an_empty_answer(client, rows_of, kind):
    """The client sees an orderly end and no byte of an answer."""
    assert _exchange(client, rows_of(kind)[0].url) == b""


@pytest.mark.parametrize("kind", ["silent", "silent-after-request", "silent-in-headers", "huge", "drip"])
def test_silence_times_out(client, rows_of, kind):
    """The connection stands and the answer does not end."""
    with pytest.raises(TimeoutError):
        client.get(rows_of(kind)[0].url, timeout=0.3)


def test_stale_connections_end_at_the_second_request(client, rows_of):
    """The first request of a connection is served, the second finds it closed; a new one is served."""
    url = rows_of("stale-keep-alive")[0].url
    with pytest.raises((ConnectionError, http.client.BadStatusLine)):
        _answers(client, url, 2)
    assert client.get(url).status == 200


@pytest.mark.parametrize("kind", ["reset-at-first", "half-body-at-first", "passing-error"])
def test_passing_faults_pass_by_the_third_try(client, rows_of, kind):
    """Every such row fails once or twice, then gives its picture."""
    truth = rows_of(kind)[-1]
    tries = []
    for _ in range(3):
        try:
            tries.append(hashlib.sha256(client.get(truth.url).body).hexdigest() == truth.sha256)
        except (OSError, http.client.HTTPException):
            tries.append(False)
    assert tries in ([False, True, True], [False, False, True], [True, True, True])
    assert tries[2]


@pytest.mark.parametrize(
    ("kind", "fault"),
    [
        ("half-body", http.client.IncompleteRead),
        ("half-chunked", http.client.IncompleteRead),
        ("half-body-reset", (ConnectionResetError, http.client.IncompleteRead)),
        ("bad-chunk", http.client.IncompleteRead),
        ("header-flood", (http.client.LineTooLong, http.client.HTTPException)),
        ("headerless", http.client.BadStatusLine),
        ("garbage", (http.client.BadStatusLine, http.client.HTTPException)),
    ],
)
def test_broken_answers_break_the_client(client, rows_of, kind, fault):
    """What is not whole, or not HTTP, cannot be read to its end."""
    with pytest.raises(fault):
        client.get(rows_of(kind)[0].url)


def test_endless_bodies_go_on(client, rows_of):
    """Megabytes after its picture should have ended, the body still comes."""
    url = rows_of("endless")[0].url
    parts = urlsplit(url)
    with client.connect(url) as sock:
        sock.sendall(f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode())
        received = 0
        while received < 3_000_000:
            block = sock.recv(1 << 16)
            assert block
            received += len(block)
