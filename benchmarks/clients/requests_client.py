"""requests in threads: fetch, validate, write the file. ``LIST FOLDER strict|inspect``."""

from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests
from keeping import keeper

_THREADS = 32
_TIMEOUT_S = 10
_local = threading.local()


def fetch(url: str) -> bytes:
    """Return the body of *url*."""
    if not hasattr(_local, "session"):
        _local.session = requests.Session()
        _local.session.trust_env = False
    response = _local.session.get(url, timeout=_TIMEOUT_S)
    response.raise_for_status()
    content: bytes = response.content
    return content


def main(source: Path, folder: Path, validation: str) -> None:
    """Fetch every URL of *source* into *folder*."""
    keep = keeper(validation, folder)

    def work(url: str) -> None:
        try:
            keep(fetch(url))
        except (requests.RequestException, OSError) as exc:
            print(url, repr(exc))

    with ThreadPoolExecutor(_THREADS) as threads:
        for _ in threads.map(work, source.read_text().split()):
            pass


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
