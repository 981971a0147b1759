"""Which address a row means: rows are told apart by it, not by the text that the source gives."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urljoin

from imgcrawl.errors import RowError
from imgcrawl.intake.data_urls import is_data_url
from imgcrawl.intake.repair import prepare_url

MOST_REMEMBERED_CHARS = 1_024
"""Characters of addresses whose hosts are remembered: caches count entries, and a cell may hold a picture."""

_host = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:)?//(?:[^/?#]*@)?(\[[^]/]*\]|[^/?#:\s]*)", re.IGNORECASE).match


def host_of(url: str) -> str:
    """Return the host named in *url* as given, in lower case, without user and port; empty if there is none.

    What is long, as a picture in a ``data:`` URL, is not remembered.
    """
    return _remembered_host(url) if len(url) <= MOST_REMEMBERED_CHARS else _named_host(url)


def _named_host(url: str) -> str:
    found = _host(url)
    return found[1].lower() if found else ""


_remembered_host = lru_cache(maxsize=4_096)(_named_host)


def host_of_row(url: str, page_url: str | None) -> str:
    """Return the host named in the address that a row means (:func:`address_of`)."""
    return host_of(url) or host_of(address_of(url, page_url))


def address_of(url: str, page_url: str | None) -> str:
    """Return *url* as given if it names its host; else what it means on the page *page_url*, or *url* if nothing."""
    if host_of(url) or _host(url) or is_data_url(url):  # the first of which is mostly remembered
        return url
    try:
        return prepare_url(url, page_url=page_url).url
    except RowError:
        return url


def joined(base: str, address: str) -> str:
    """Return *address*, relative to *base*, as a whole one; empty where it is none, as ``//img[1].jpg``."""
    try:
        return urljoin(base, address)
    except ValueError:
        return ""
