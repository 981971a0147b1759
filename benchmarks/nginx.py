"""A running nginx as the origin of a benchmark."""

from __future__ import annotations

import os
import resource
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from loopback import Loopback
from origin import host_address

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MODULES = Path("/usr/lib/nginx/modules")
_NEVER_S = 1_000_000
_START_S = 10.0
_CONFIGURATION = """
load_module {modules}/ngx_http_echo_module.so;
daemon off;
master_process off;
pid {prefix}/pid;
error_log {prefix}/errors warn;
events {{ worker_connections {connections}; }}
http {{
    types {{ image/jpeg jpg; text/html html; }}
    sendfile on;
    tcp_nopush on;
    keepalive_timeout 65;
    log_format requests $connection_requests;
    access_log {prefix}/requests requests;
    client_body_temp_path {prefix}/body;
    proxy_temp_path {prefix}/proxy;
    fastcgi_temp_path {prefix}/fastcgi;
    uwsgi_temp_path {prefix}/uwsgi;
    scgi_temp_path {prefix}/scgi;
    map $server_addr $pause {{ default 0; {pauses} }}
    server {{
        {listens}
        root {root};
        location / {{ {answer} }}
        location @picture {{ }}
    }}
}}
"""


class Seen(NamedTuple):
    """Finished *requests*, and the *connections* they came on."""

    requests: int
    connections: int


@dataclass(frozen=True, slots=True)
class Nginx(Loopback):
    """An nginx with *hosts* addresses on *port*, which keeps its log in *prefix*; *pid* is its only process."""

    prefix: Path
    pid: int

    def cpu_s(self) -> float:
        """Return the processor time it has used so far, user and system, in seconds."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def seen(self) -> Seen:
        """Return what has been answered since it was last asked."""
        log = self.prefix / "requests"
        lines = log.read_text().split()
        with log.open("r+") as emptied:
            emptied.truncate()
        return Seen(len(lines), lines.count("1"))


@contextmanager
def running_nginx(root: Path, pauses_s: Sequence[float]) -> Iterator[Nginx]:
    """Serve the files of *root* for the time of the block, on one loopback address for each of *pauses_s*.

    A host answers after its pause, in seconds; one with an infinite pause takes connections and requests and is silent.
    """
    if not (_MODULES / "ngx_http_echo_module.so").exists():
        raise SystemExit("nginx or its echo module is missing: run benchmarks/install_nginx.sh")
    prefix = Path(tempfile.mkdtemp(prefix="imgcrawl-nginx-"))
    port = _free_port()
    most_files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    (prefix / "nginx.conf").write_text(_configuration(root, prefix, port, pauses_s, most_files))
    command = ["nginx", "-p", str(prefix), "-c", str(prefix / "nginx.conf"), "-e", str(prefix / "errors")]
    with subprocess.Popen(["prlimit", f"--nofile={most_files}", *command]) as process:
        try:
            _await_start(process, port)
            yield Nginx(len(pauses_s), port, prefix, process.pid)
        finally:
            process.terminate()
            process.wait()
            shutil.rmtree(prefix)


def _configuration(root: Path, prefix: Path, port: int, pauses_s: Sequence[float], connections: int) -> str:
    listens = "".join(f"listen {host_address(number)}:{port} backlog=1024; " for number in range(len(pauses_s)))
    pauses = "".join(f"{host_address(number)} {min(s, _NEVER_S):.3f}; " for number, s in enumerate(pauses_s) if s)
    answer = "echo_sleep $pause; echo_exec @picture;" if pauses else ""
    values = {"listens": listens, "pauses": pauses, "answer": answer, "modules": _MODULES, "connections": connections}
    return _CONFIGURATION.format(root=root, prefix=prefix, **values)


def _free_port() -> int:
    with socket.create_server((host_address(0), 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def _await_start(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + _START_S
    while True:
        try:
            socket.create_connection((host_address(0), port), timeout=1).close()
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
