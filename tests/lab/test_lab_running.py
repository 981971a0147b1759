from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys

import pytest

from imgcrawl.lab import running_lab
from imgcrawl.lab.folder import take_folder, unserved
from imgcrawl.lab.serving import bind


def _is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_lab_ends_with_its_context_and_leaves_its_log(tmp_path):
    """The process is gone, its port free, and the log holds the visit that came last."""
    with running_lab(rows=3, out=tmp_path, kinds=["plain"]) as lab:
        sock = socket.create_connection(("127.0.0.1", lab.ports["http"]), 3)
        sock.sendall(b"GET /last HTTP/1.1\r\nHost: nobody.test:1\r\nConnection: close\r\n\r\n")
        assert sock.recv(100).startswith(b"HTTP/1.1 404")
        sock.close()
    assert not _is_alive(lab.pid)
    assert [entry.path for entry in lab.access()] == ["/last"]
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", lab.ports["http"]), 3)


def test_a_lab_ends_although_clients_hang_on(tmp_path):
    """Open connections do not hold the end up."""
    with running_lab(rows=1, out=tmp_path, kinds=["plain"]) as lab:
        client = socket.create_connection(("127.0.0.1", lab.ports["http"]), 3)
    assert not _is_alive(lab.pid)
    client.close()


def test_a_lab_describes_itself(tmp_path):
    """The files are there, the settings name them, and the rows are those of the truth."""
    with running_lab(rows=5, seed=9, out=tmp_path, kinds=["plain", "chunked"]) as lab:
        assert len(lab.source.read_text().splitlines()) == 6
        assert {truth.kind for truth in lab.truth.values()} <= {"plain", "chunked"}
        assert set(lab.settings) == {"IMGCRAWL_DNS_SERVERS", "IMGCRAWL_ALLOW_NETWORKS", "IMGCRAWL_TLS_CA_FILE"}
        assert {path.name for path in tmp_path.iterdir()} >= {"urls.csv", "truth.jsonl", "ca.pem", "lab.json", "hosts"}


def test_a_lab_on_the_same_ports_has_the_same_list(tmp_path):
    """A second lab on the first one's ports serves the same URLs, right after it."""
    with running_lab(rows=20, seed=4, out=tmp_path / "a") as first:
        ports = {"http_port": first.ports["http"], "https_port": first.ports["https"]}
        urls = first.source.read_bytes()
    with running_lab(rows=20, seed=4, out=tmp_path / "b", **ports) as second:
        assert second.source.read_bytes() == urls


def test_a_folder_belongs_to_one_lab_at_a_time(tmp_path, capfd):
    """A second lab, and who writes a list alone, leave the files of one that is being served alone, and name it."""
    with running_lab(rows=3, out=tmp_path) as lab:
        urls = lab.source.read_bytes()
        said = f"process {lab.pid} serves a lab into {tmp_path}: end it, or name another folder by --out"
        with pytest.raises(RuntimeError), running_lab(rows=1, out=tmp_path):
            pass
        with pytest.raises(ValueError, match=rf"^{said}"), unserved(tmp_path):
            pass
        assert lab.source.read_bytes() == urls
    assert said in capfd.readouterr().err
    with unserved(tmp_path), pytest.raises(ValueError, match="serves a lab into"):
        take_folder(tmp_path)
    with running_lab(rows=1, out=tmp_path):
        pass


def test_a_lab_that_has_ended_is_not_blamed(tmp_path):
    """What an earlier lab said of itself is gone as soon as another one has the folder."""
    (tmp_path / "lab.json").write_text('{"pid": 1}')
    lock = take_folder(tmp_path)
    with pytest.raises(ValueError, match=r"^another process serves a lab into"), unserved(tmp_path):
        pass
    os.close(lock)
    with unserved(tmp_path):
        pass


def test_an_unknown_kind_does_not_start(tmp_path, capfd):
    """The error names the kind, and no process is left."""
    with pytest.raises(RuntimeError), running_lab(rows=1, out=tmp_path, kinds=["nonsense"]):
        pass
    assert "nonsense" in capfd.readouterr().err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_end_a_lab_cleanly(tmp_path, number):
    """The exit code is 0 and nothing is said on standard error."""
    command = [sys.executable, "-m", "imgcrawl.lab", "--rows", "1", "--seed", "1", "--out", str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.readline()
        process.send_signal(number)
        _, errors = process.communicate(timeout=10)
    assert (process.returncode, errors) == (0, b"")


def test_a_lab_ends_when_its_parent_does(tmp_path):
    """The end of standard input is the end of the lab: no process outlives who started it."""
    command = [sys.executable, "-m", "imgcrawl.lab", "--rows", "1", "--seed", "1", "--out", str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        process.stdin.close()
        assert process.wait(10) == 0


def test_every_address_has_the_same_ports():
    """A URL's port says nothing of the fault behind it."""
    listeners, ports = bind(0, 0)
    found = {(pair[0].getsockname()[1], pair[1].getsockname()[1]) for pair in listeners.values()}
    for pair in listeners.values():
        for bound in pair:
            bound.close()
    assert found == {tuple(ports)}


def test_a_taken_port_is_an_error():
    """A port that was asked for and is taken is not replaced by another."""
    with socket.create_server(("127.0.0.5", 0)) as taken, pytest.raises(OSError, match="in use"):
        bind(taken.getsockname()[1], 0)
