"""Where redirects led who asked for an image and was given a page, and what that says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from imgcrawl import keys
from imgcrawl.errors import ErrorSlug
from imgcrawl.identity.origins import fetch_site

if TYPE_CHECKING:
    from scrapy import Request

    from imgcrawl.remedies.attempts.steps import Failure

_MOBILE: Final = re.compile(r"(?:m|mobile|mobi|touch|wap)\.")
_LOCALE: Final = re.compile(r"[a-z]{2}(?:[-_](?:[a-z]{2}|[a-z]{4}|\d{3}))?", re.IGNORECASE | re.ASCII)
"""A language or a region, or both: ``en``, ``us``, ``en-us``, ``zh-Hant``, ``es_419``."""

_OF_PROVIDER: Final = r"(?:cgi-sys/)?(?:(?:account[-_]?)?suspended(?:[-_]?page)?|(?:default[-_]?web|moving)[-_]?page)"
"""Pages of the company that runs the server, in place of a whole site."""

_HOME: Final = re.compile(
    rf"/?(?:(?:index|home|default|404|error|not[-_]?found|search|{_OF_PROVIDER})(?:\.\w{{1,5}})?)?/?",
    re.IGNORECASE | re.ASCII,
)

_TO_LOG_IN: Final = r"log[-_]?in|sign[-_]?in|auth|sso"
_LOGIN: Final = re.compile(rf"(?:.*/)?(?:{_TO_LOG_IN})(?:\.\w{{1,5}})?/?", re.IGNORECASE | re.ASCII)

_FOR_NOTHING: Final = re.compile(
    rf"(?:.*/)?(?:404|error|not[-_]?found|{_TO_LOG_IN}|{_OF_PROVIDER})(?:\.\w{{1,5}})?/?",
    re.IGNORECASE | re.ASCII,
)

SAID_MISSING: Final = "content_html, said to be missing"
"""The kind of failure that pages are which say that there is no image at an address, or stand for that."""

ALIKE: Final = "content_html, for several addresses"
"""The kind of failure that pages are which a host has for several addresses, and say nothing of that."""

PHOTO: Final = "content_placeholder, a photograph"
"""The kind of failure that photographs are which a host has for many addresses: who asks more often sees more."""

DRAWING: Final = ErrorSlug.CONTENT_PLACEHOLDER.value
"""The kind of failure that other placeholders are."""

STAND_INS: Final = frozenset({DRAWING, SAID_MISSING, ALIKE})
"""The kinds that mostly stand for something missing, whoever asks."""

_FOR_ONCE: Final = frozenset({302, 303, 307})
"""Redirects that may lead elsewhere the next time."""


def chooser_of(request: Request) -> str | None:
    """Return where *request* for an image began, if a redirect that holds for once led it to another machine."""
    begun, reasons = keys.begun_at(request), request.meta.get("redirect_reasons", ())
    if begun == request.url or request.meta.get(keys.PAGE) or _FOR_ONCE.isdisjoint(reasons):
        return None
    return begun if urlsplit(begun).netloc != urlsplit(request.url).netloc else None


def landing_of(url: str) -> str:
    """Return *url* without its query and its fragment, which may tell of whoever was led there."""
    return urlsplit(url)._replace(query="", fragment="").geturl()


def is_secured(url: str, asked_url: str) -> bool:
    """Say whether *url* is *asked_url* over https, be it under another name of its host."""
    return url.startswith("https:") and _location(url) == _location(asked_url)


def is_past(url: str, asked_url: str, led_url: str) -> bool:
    """Say whether *url*, by way of which *asked_url* was led to *led_url*, is the path of that on the host of this."""
    hosts = {urlsplit(text).netloc for text in (url, led_url)}
    return len(hosts) == 1 and _location(url) == _location(asked_url)


def leads_home(failure: Failure) -> bool:
    """Say whether redirects ended at the root of a host, whatever is there: what hosts do with what they lack."""
    is_root = urlsplit(failure.url or "").path in ("", "/")
    return bool(failure.hops) and is_root and not _is_mobile(failure.url or "")


def ends_at_home(failure: Failure) -> bool:
    """Say whether redirects ended at the home page of a site, whichever that is, or at its page for errors."""
    return bool(failure.hops) and failure.slug is ErrorSlug.CONTENT_HTML and is_home(failure.url or "")


def case_of(failure: Failure) -> str:
    """Return the kind of failure by which the odds of other ways of asking are kept: its slug, or one of these.

    A page that says that there is nothing, a site's home page, and one for several addresses, are mostly given to
    whoever asks.
    """
    if failure.is_photo:
        return PHOTO
    if failure.is_said_missing or ends_at_home(failure):
        return SAID_MISSING
    return ALIKE if failure.is_alike else failure.slug.value


def says_missing(failure: Failure, asked_url: str) -> bool:
    """Say whether *asked_url* led to its site's home page, or its page for errors or searches.

    Most often nothing is at the address any more. Else it is what the host makes of requests that come from elsewhere.
    """
    return _is_page_of_site(failure, asked_url) and not _is_mobile(failure.url or "") and is_home(failure.url or "")


def adds_language(failure: Failure, asked_url: str) -> bool:
    """Say whether *asked_url* led into a folder of its site for a language or a region, and to nothing else.

    What lies there is the same path or the folder's home page; that there is such a folder is about who asks.
    """
    url = failure.url or ""
    if not failure.hops or fetch_site(url, asked_url) not in ("same-origin", "same-site"):
        return False
    asked, landed = urlsplit(asked_url).path, urlsplit(url).path
    added = _locales(landed)
    if not added or added == _locales(asked):
        return False
    rest = _without_locales(landed)
    return rest == _without_locales(asked) or _HOME.fullmatch(rest) is not None


def is_for_phones(failure: Failure, asked_url: str) -> bool:
    """Say whether *asked_url* led to the site that its host has for phones: that is about who asks."""
    to_mobile = _is_mobile(failure.url or "") and not _is_mobile(asked_url)
    return to_mobile and _is_page_of_site(failure, asked_url)


def is_led_as_phone(begun_at: str, url: str) -> bool:
    """Say whether a phone that asked for *begun_at* was led to *url* for being one: there may be nothing for others.

    That is the same path, on a host for phones, of the same site or another.
    """
    asked, landed = urlsplit(begun_at), urlsplit(url)
    is_same = (asked.path, asked.query) == (landed.path, landed.query)
    return is_same and _is_mobile(url) and not _is_mobile(begun_at)


def _is_page_of_site(failure: Failure, asked_url: str) -> bool:
    is_page = bool(failure.hops) and failure.url is not None and failure.slug is ErrorSlug.CONTENT_HTML
    return is_page and fetch_site(failure.url or "", asked_url) in ("same-origin", "same-site")


def _location(url: str) -> str:
    return urlsplit(url)._replace(scheme="", netloc="").geturl()


def _locales(path: str) -> list[str]:
    return [part for part in path.split("/") if _LOCALE.fullmatch(part)]


def _without_locales(path: str) -> str:
    return "/".join(part for part in path.split("/") if not _LOCALE.fullmatch(part))


def _is_mobile(url: str) -> bool:
    return _MOBILE.match(urlsplit(url).hostname or "") is not None


def is_home(url: str) -> bool:
    """Say whether *url* is a site's home page, or its page for errors or searches, by its path."""
    return _HOME.fullmatch(urlsplit(url).path) is not None


def leads_to_login(failure: Failure) -> bool:
    """Say whether redirects ended at a page to log in: of a host that gives others its images, it is about who asks."""
    return bool(failure.hops) and _LOGIN.fullmatch(urlsplit(failure.url or "").path) is not None


def is_for_nothing(url: str) -> bool:
    """Say whether *url* is a page for errors or to log in, by its path: no query makes an image of it."""
    return _FOR_NOTHING.fullmatch(urlsplit(url).path) is not None
