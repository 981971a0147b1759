"""requests in threads: fetch, validate as imgcrawl does, write the file. ``LIST FOLDER``."""

from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests

from imgcrawl.validation.decode import Limits, inspect_image

_THREADS = 32
_local = threading.local()


def fetch(url: str, folder: Path) -> None:
    """Fetch *url* into *folder*."""
    if not hasattr(_local, "session"):
        _local.session = requests.Session()
        _local.session.trust_env = False
    response = _local.session.get(url, timeout=30)
    response.raise_for_status()
    facts = inspect_image(response.content, limits=Limits())
    (folder / f"{facts.sha256}.{facts.extension}").write_bytes(response.content)


def main(source: Path, folder: Path) -> None:
    """Fetch every URL of *source* into *folder*."""
    with ThreadPoolExecutor(_THREADS) as threads:
        for _ in threads.map(lambda url: fetch(url, folder), source.read_text().split()):
            pass


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
