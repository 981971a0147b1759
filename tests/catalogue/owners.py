"""Processes that own a run."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Own = Callable[..., subprocess.Popen[bytes]]

_OWNER = """
import sys
from imgcrawl.catalogue import open_catalogue
catalogue = open_catalogue(sys.argv[1], data_dir="/nowhere", lock_timeout_s=10)
catalogue.begin_run("urls", source="urls.csv", strategy="adaptive", shard=sys.argv[2] or None)
print("ready", flush=True)
input()
"""


@contextmanager
def owning(database_url: str) -> Iterator[Own]:
    """Start processes that own the run "urls" in a database, or a shard of it, until they are killed."""
    started = []

    def own(shard: str = "") -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", _OWNER, database_url, shard]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        started.append(process)
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        return process

    yield own
    for process in started:
        with process:
            process.kill()
