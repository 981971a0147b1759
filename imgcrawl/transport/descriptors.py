"""How many open files a crawl needs, and how it does with fewer."""

from __future__ import annotations

import contextlib
import resource
from typing import TYPE_CHECKING, NamedTuple

from imgcrawl.config import TransportConfig
from imgcrawl.errors import ConfigError

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

_OTHER_FILES = 100  # the catalogue, decoding processes, name servers, the list, files on their way, what Python opens
_FEWEST_FILES = 128
_NO_LIMIT = 1_000_000


class Connections(NamedTuple):
    """How many connections may be *busy*, 0 for as many as there is room for, and how many *idle*."""

    busy: int
    idle: int


def wanted(settings: BaseSettings) -> Connections:
    """Return what *settings* ask for."""
    return Connections(
        settings.getint("CONCURRENT_REQUESTS"), TransportConfig.from_settings(settings).max_idle_connections
    )


def raise_limit() -> int:
    """Let this process open as many files as the system permits, and return that number: a connection is a file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return open_files()


def open_files() -> int:
    """Return how many files this process may have open at a time; a million where nothing limits them."""
    allowed = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return _NO_LIMIT if allowed == resource.RLIM_INFINITY else allowed


def fitted(asked: Connections, files: int) -> Connections:
    """Return what of *asked* fits into *files* open files: idle connections give way first, down to a third.

    :raises ConfigError: if *files* are too few for any crawl.
    """
    if files < _FEWEST_FILES:
        raise ConfigError(
            f"only {files} files may be open at a time, which is too few: ulimit -n {_FEWEST_FILES}, or more"
        )
    room = files - _OTHER_FILES
    busy = min(asked.busy or room, max(room - asked.idle, room * 2 // 3))
    return Connections(busy, min(asked.idle, room - busy))
