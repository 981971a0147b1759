"""A list divided among processes by host, so that each host is met by one of them only."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from imgcrawl.errors import ConfigError, RowError
from imgcrawl.intake.address import MOST_REMEMBERED_CHARS
from imgcrawl.intake.repair import prepare_url

if TYPE_CHECKING:
    from typing import Self

_FORM = re.compile(r"\s*([0-9]{1,9})\s*/\s*([0-9]{1,9})\s*", re.ASCII)
_ORIGIN = re.compile(r"https?://[^/?#\\\s]+", re.IGNORECASE).match


@dataclass(frozen=True, slots=True)
class Shard:
    """One of *count* shares of a list: number *index*, counted from 0."""

    index: int
    count: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``i/n`` with 0 <= i < n.

        :raises ConfigError: for anything else.
        """
        match = _FORM.fullmatch(text)
        if match is None or int(match[1]) >= int(match[2]):
            raise ConfigError(
                f"shard must be i/n, counted from 0: 0/4 is the first of four, 3/4 the last; got {text!r}"
            )
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        """Return what :meth:`parse` reads."""
        return f"{self.index}/{self.count}"

    def keeps(self, host: str) -> bool:
        """Whether the rows of *host* belong to this shard; the same on every machine and Python version."""
        digest = hashlib.blake2b(host.lower().encode("utf-8", "replace"), digest_size=8).digest()
        return int.from_bytes(digest, "big") % self.count == self.index


def asked_host(url: str, page_url: str | None) -> str:
    """Return the host that a row's *url* will be asked from, repaired as far as need be.

    For a row whose URL cannot be asked for it is the host of its page; empty if that cannot be asked for either.
    """
    origin = _ORIGIN(url)
    host = _host(origin[0] + "/", None) if origin else _host(url, page_url)
    return host or (_host(page_url, None) if page_url else "")


def _host(url: str, page_url: str | None) -> str:
    """Return the host of *url*; what is long, as a picture in a ``data:`` URL, is not remembered."""
    is_short = len(url) + len(page_url or "") <= MOST_REMEMBERED_CHARS
    return _remembered_host(url, page_url) if is_short else _host_of(url, page_url)


def _host_of(url: str, page_url: str | None) -> str:
    try:
        return prepare_url(url, page_url=page_url).host
    except RowError:
        return ""


_remembered_host = lru_cache(maxsize=65_536)(_host_of)
