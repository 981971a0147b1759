"""The sizes of one upload that services keep, and those that Wikimedia makes.

Neither the host nor the key of a picture ever changes, but from Wikimedia's thumbnails to its files.

Source, as of November 2026: Wikimedia, "Common thumbnail sizes" (phabricator T414805).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from imgcrawl.intake.forms.sizes import SERVICES
from imgcrawl.intake.mended import ready

if TYPE_CHECKING:
    from collections.abc import Iterator

WIKIMEDIA_WIDTHS: Final = (20, 40, 60, 120, 250, 330, 500, 960, 1280, 1920, 3840)
"""Pixels: the only widths that Wikimedia makes of its files since 2026."""
_WIKIMEDIA = re.compile(
    r"(https?://(?:(?:upload|thumb)\.wikimedia\.org(?::\d+)?/[^?]*/"
    r"|[^?]+/(?=thumb/(?:[0-9a-f]/[0-9a-f]{2}/)?[^/?]+\.(?:pdf|djvu)/)))thumb/((?:[^?]+/)?([^/?]+))/((?:[a-z0-9]+-)*?)(\d+)px-([^/?]+)(?:\?.*)?"
)
"""Other wikis make any width, so that only what is no picture itself, a document's page, is asked for in theirs."""
_PAGED = re.compile(r"\.(?:pdf|djvu)$", re.IGNORECASE)
_SHOWN = re.compile(r"\.(?:jpe?g|png|gif|webp|tiff?)$", re.IGNORECASE)
_LATER_PAGE = re.compile(r"page(?!1-)\d")
"""Of a file with several: the file as a whole shows its first."""


def in_other_size(url: str) -> Iterator[str]:
    """Yield the upload at *url* in other sizes of its service."""
    for service in SERVICES:
        if found := service.address.fullmatch(url):
            sizes = service.instead.get(found["size"], service.instead.get("", ()))
            return ready(url, [_resized(found, size, service.written) for size in sizes])
    return ready(url, _of_wikimedia(url))


def is_smaller(url: str, *, asked_url: str) -> bool:
    """Say whether *url* names a smaller size than *asked_url*, of the service that both are of."""
    for service in SERVICES:
        asked, given = service.address.fullmatch(asked_url), service.address.fullmatch(url)
        if asked and given and {asked["size"], given["size"]} <= set(service.sizes):
            return service.sizes.index(given["size"]) > service.sizes.index(asked["size"])
    asked, given = _WIKIMEDIA.fullmatch(asked_url), _WIKIMEDIA.fullmatch(url)
    return asked is not None and given is not None and int(given[5]) < int(asked[5])


def _resized(found: re.Match[str], size: str, written: str) -> str:
    """Return the address that was *found* with another *size* in it, as it is *written* now."""
    if written:
        return found.expand(written).format(size=size)
    return found.string[: found.start("size")] + size + found.string[found.end("size") :]


def _of_wikimedia(url: str) -> Iterator[str]:
    """Yield the next width that is made of the file at *url*, then the file itself; of a document the width before."""
    found = _WIKIMEDIA.fullmatch(url)
    if found is None:
        return
    base, path, name, options, width, file = found.groups()
    step = next((step for step in WIKIMEDIA_WIDTHS if step >= int(width)), None)
    before = [step for step in WIKIMEDIA_WIDTHS if step < int(width)][-1:]
    if step is not None:
        yield f"{base}thumb/{path}/{options}{step}px-{file}"
    if _SHOWN.search(name) and not _LATER_PAGE.search(options):
        yield f"{base}{path}".replace("//thumb.", "//upload.")
    elif step is None or _PAGED.search(name) or _SHOWN.search(name):
        yield from (f"{base}thumb/{path}/{options}{step}px-{file}" for step in before)
