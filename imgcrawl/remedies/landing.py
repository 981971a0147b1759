"""Where redirects led who asked for an image and was given a page, and what that says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from imgcrawl.errors import ErrorSlug
from imgcrawl.identity.origins import fetch_site

if TYPE_CHECKING:
    from imgcrawl.remedies.steps import Failure

_MOBILE: Final = re.compile(r"(?:m|mobile|mobi|touch|wap)\.")
_HOME: Final = re.compile(
    r"/?(?:(?:index|home|default|404|error|not[-_]?found|search)(?:\.\w{1,5})?)?/?", re.IGNORECASE | re.ASCII
)


def leads_home(failure: Failure) -> bool:
    """Say whether redirects ended at the root of a host, whatever is there: what hosts do with what they lack."""
    is_root = urlsplit(failure.url or "").path in ("", "/")
    return bool(failure.hops) and is_root and not _is_mobile(failure.url or "")


def says_missing(failure: Failure, asked_url: str) -> bool:
    """Say whether *asked_url* led to its site's home page, or its page for errors or searches.

    Most often nothing is at the address any more. Else it is what the host makes of requests that come from elsewhere.
    """
    return _is_page_of_site(failure, asked_url) and not _is_mobile(failure.url or "") and _is_home(failure.url or "")


def is_for_phones(failure: Failure, asked_url: str) -> bool:
    """Say whether *asked_url* led to the site that its host has for phones: that is about who asks."""
    to_mobile = _is_mobile(failure.url or "") and not _is_mobile(asked_url)
    return to_mobile and _is_page_of_site(failure, asked_url)


def _is_page_of_site(failure: Failure, asked_url: str) -> bool:
    is_page = bool(failure.hops) and failure.url is not None and failure.slug is ErrorSlug.CONTENT_HTML
    return is_page and fetch_site(failure.url or "", asked_url) in ("same-origin", "same-site")


def _is_mobile(url: str) -> bool:
    return _MOBILE.match(urlsplit(url).hostname or "") is not None


def _is_home(url: str) -> bool:
    return _HOME.fullmatch(urlsplit(url).path) is not None
