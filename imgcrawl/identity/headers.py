"""The header block of a request: as a browser, as a plain library, or under our own name."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from PIL import features

import imgcrawl
from imgcrawl.errors import ConfigError
from imgcrawl.identity.origins import fetch_site, referer_for
from imgcrawl.identity.templates import TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from imgcrawl.identity.browsers import Identity

Headers = tuple[tuple[str, str], ...]

_PLAINEST: Final = {
    "plain_accept": ("accept", "*/*"),
    "plain_encoding": ("accept-encoding", "identity"),
    "no_language": ("accept-language", ""),
}

# What validation cannot decode. SVG stays: no server turns a photograph into one, and the rest of the text is the
# browser's signature.
_NEVER_ACCEPTED: Final = frozenset({"image/jxl", "image/heic", "image/heic-sequence", "video/*"})


def image_headers(
    identity: Identity, url: str, *, referer: str | None, full_referer: bool = False, as_secure: bool = False
) -> Headers:
    """Return what *identity* sends for ``<img src=url>`` on the page *referer*, in its order and HTTP/1.1 case.

    Client hints and fetch metadata go over https alone, unless *as_secure* sends them to every origin, as browsers do
    to origins that were declared trustworthy; brotli goes over https alone. Formats that cannot be decoded are not
    asked for. *full_referer* tells the page's whole address to other origins too.
    """
    told = referer_for(url, referer, full=full_referer)
    block = _image_block(
        identity, fetch_site(url, referer), is_https=_is_https(url), as_secure=as_secure, refers=bool(told)
    )
    return tuple((name, value or told) for name, value in block)  # type: ignore[misc]


@lru_cache(maxsize=4096)
def _image_block(identity: Identity, site: str, *, is_https: bool, as_secure: bool, refers: bool) -> Headers:
    """Return the headers of an image request, with an empty Referer if it *refers* to a page."""
    template = TEMPLATES[identity.family]
    values = _values(identity, site, is_https=is_https) | {
        "accept": _decodable(template.image_accept),
        "sec-fetch-mode": "no-cors",
        "sec-fetch-dest": "image",
        "priority": template.image_priority,
    }
    if refers:
        values["referer"] = ""
    if site == "cross-site":
        values["sec-fetch-storage-access"] = "active"
    return _written(template.image_order, values, () if as_secure or is_https else template.https_only)


def page_headers(identity: Identity, url: str, *, referer: str | None = None) -> Headers:
    """Return what *identity* sends when its user opens *url*, by a link on *referer* if given."""
    template = TEMPLATES[identity.family]
    values = _values(identity, fetch_site(url, referer), is_https=_is_https(url)) | {
        "referer": referer_for(url, referer),
        "accept": template.page_accept,
        "sec-fetch-mode": "navigate",
        "sec-fetch-dest": "document",
        "sec-fetch-user": "?1",
        "priority": template.page_priority,
    }
    if template.upgrade_over_https or not _is_https(url):
        values["upgrade-insecure-requests"] = "1"
    return _written(template.page_order, values, () if _is_https(url) else template.https_only)


def order_headers(family: str, pairs: Iterable[tuple[str, str]]) -> Headers:
    """Return *pairs* in the order and case of *family*, as a page request if they ask for an upgrade, else as an image.

    Headers the family does not know come last; a name that is no browser family changes nothing.
    """
    pairs = tuple(pairs)
    if family not in TEMPLATES:
        return pairs
    return tuple((name, pairs[at][1]) for at, name in _ordered(family, tuple(name for name, _ in pairs)))


@lru_cache(maxsize=1024)
def _ordered(family: str, names: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
    """Return where each of *names* stands among them, in *family*'s order, and its name in *family*'s case."""
    is_page = any(name.lower() == "upgrade-insecure-requests" for name in names)
    places = _places(TEMPLATES[family].page_order if is_page else TEMPLATES[family].image_order)
    placed = [(*places.get(name.lower(), (len(places), name)), at) for at, name in enumerate(names)]
    return tuple((at, name) for _, name, at in sorted(placed, key=lambda item: item[0]))


def made_plain(block: Headers, what: Collection[str]) -> Headers:
    """Return *block* with some headers in the plainest form, in their places, and all others as they are.

    *what*: ``plain_accept`` takes whatever there is, as Firefox 47 to 64 did for images; ``plain_encoding`` wants no
    content coding, as browsers do for media; ``no_language`` leaves Accept-Language out.
    """
    changes = {name: value for key, (name, value) in _PLAINEST.items() if key in what}
    plainer = ((name, changes.get(name.lower(), value)) for name, value in block)
    return tuple((name, value) for name, value in plainer if value)


def plain_headers() -> Headers:
    """Return what the Python library requests 2.x sends."""
    return (
        ("User-Agent", "python-requests/2.32.3"),
        ("Accept-Encoding", "gzip, deflate"),
        ("Accept", "*/*"),
        ("Connection", "keep-alive"),
    )


def rotated_headers(user_agent: str, *, referer: str | None) -> Headers:
    """Return a browser's *user_agent* with headers that could be any browser's: the published best_python strategy."""
    block = (
        ("User-Agent", user_agent),
        ("Accept", _decodable(TEMPLATES["chrome"].image_accept)),
        ("Accept-Language", "en-US,en;q=0.9"),
        ("Accept-Encoding", "gzip, deflate"),
        ("Connection", "keep-alive"),
    )
    page = referer_for("", referer, full=True)
    return (*block, ("Referer", page)) if page else block


@lru_cache(maxsize=16)
def honest_headers(contact: str) -> Headers:
    """Return our own name, version and the operator's *contact*, in the form of Wikimedia's User-Agent policy.

    ``<client>/<version> (<contact>) <library>/<version>``; the part in parentheses is left out if *contact* is empty.
    Source: https://foundation.wikimedia.org/wiki/Policy:Wikimedia_Foundation_User-Agent_Policy

    :raises ConfigError: if *contact* is not printable ASCII or has parentheses.
    """
    contact = contact.strip()
    if not (contact.isascii() and contact.isprintable()) or set("()") & set(contact):
        raise ConfigError(f"IMGCRAWL_CONTACT must be printable ASCII without parentheses, got {contact!r}")
    comment = f" ({contact})" if contact else ""
    return (
        ("User-Agent", f"imgcrawl/{imgcrawl.__version__}{comment} curl_cffi/{version('curl_cffi')}"),
        ("Accept", "image/*,*/*;q=0.1"),
        ("Accept-Encoding", "gzip, deflate"),
    )


def _values(identity: Identity, site: str, *, is_https: bool) -> dict[str, str | None]:
    return {
        "connection": "keep-alive",
        "user-agent": identity.user_agent,
        "sec-ch-ua": identity.sec_ch_ua,
        "sec-ch-ua-mobile": identity.sec_ch_ua_mobile,
        "sec-ch-ua-platform": identity.sec_ch_ua_platform,
        "accept-language": identity.accept_language,
        "accept-encoding": identity.accept_encoding if is_https else "gzip, deflate",
        "sec-fetch-site": site,
        "te": "trailers",
    }


def _written(order: tuple[str, ...], values: dict[str, str | None], withheld: tuple[str, ...]) -> Headers:
    return tuple(
        (name, value)
        for lowered, (_, name) in _places(order).items()
        if (value := values.get(lowered)) is not None and not lowered.startswith(withheld)
    )


@lru_cache(maxsize=16)
def _places(order: tuple[str, ...]) -> dict[str, tuple[int, str]]:
    return {name.lower(): (place, name) for place, name in enumerate(order)}


@lru_cache(maxsize=16)
def _decodable(accept: str) -> str:
    """Return *accept* without the formats that Pillow cannot decode here."""
    refused = _NEVER_ACCEPTED if features.check("avif") else _NEVER_ACCEPTED | {"image/avif"}
    return ",".join(item for item in accept.split(",") if item.partition(";")[0] not in refused)


def _is_https(url: str) -> bool:
    return url[:6].lower() == "https:"
