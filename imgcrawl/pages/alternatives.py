"""The one choice that an answer 300 Multiple Choices leaves."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from imgcrawl.naming.addresses import read_address, same_site, same_url
from imgcrawl.naming.neighbours import is_neighbour
from imgcrawl.naming.same_image import Confidence
from imgcrawl.naming.words import IMAGE_FILE
from imgcrawl.pages.choosing.choice import Choice
from imgcrawl.pages.reading.candidates import absolute

if TYPE_CHECKING:
    from collections.abc import Iterable

_VARIANT = re.compile(r'\{\s*"([^"]{1,4000})"\s+(\d(?:\.\d{1,3})?)\s*((?:\{[^{}]*\}\s*)*)\}')
"""Source: RFC 2295, 8.3, "Alternates"."""
_LINK = re.compile(r"<([^<>]{1,4000})>((?:\s*;\s*[\w*-]+(?:=(?:\"[^\"]*\"|[^\s;,\"]+))?)*)")
"""Source: RFC 8288, 3, "Link"."""
_ALTERNATE = re.compile(r";\s*rel=\"?[^\";]*\balternate\b", re.IGNORECASE)
_IMAGE_TYPE = re.compile(r"\btype[=\s]+\"?image/", re.IGNORECASE)
_TYPE = re.compile(r"\btype[=\s]", re.IGNORECASE)
_HREF = re.compile(r"<a\b[^>]{0,500}?\bhref\s*=\s*[\"']?([^\"'\s>]{1,4000})", re.IGNORECASE)


def only_alternative(
    text: str, *, alternates: Iterable[str], links: Iterable[str], url: str, wanted_url: str
) -> Choice | None:
    """Return the only choice by the ``Alternates`` and ``Link`` fields of an answer, else by the links in its *text*.

    One picture in several formats is one choice, of which the best comes first. It must be of the same site, and not
    the next of a series.
    """
    best = sorted(_variants(alternates), key=lambda variant: -variant[0])
    for named in ([address for _, address in best], list(_linked(links)), map(html.unescape, _HREF.findall(text))):
        found = [address for each in named if (address := absolute(each, url)) and not same_url(address, wanted_url)]
        if found:
            return _one(found, url)
    return None


def _variants(alternates: Iterable[str]) -> Iterable[tuple[float, str]]:
    for value in alternates:
        for address, quality, facts in _VARIANT.findall(value):
            if _IMAGE_TYPE.search(facts) or (not _TYPE.search(facts) and IMAGE_FILE.search(address)):
                yield float(quality), address


def _linked(links: Iterable[str]) -> Iterable[str]:
    for value in links:
        for address, facts in _LINK.findall(value):
            if _ALTERNATE.search(facts) and (_IMAGE_TYPE.search(facts) or IMAGE_FILE.search(address)):
                yield address


def _one(found: list[str], url: str) -> Choice | None:
    read = [address for each in found if (address := read_address(each))]
    own = read_address(url)
    is_one = len(read) == len(found) and len({(a.host, a.stem, a.dirs, a.fields) for a in read}) == 1
    if not is_one or own is None or not same_site(own.host, read[0].host) or is_neighbour(url, found[0]):
        return None
    return Choice(found[0], Confidence.TOLD, "The answer leaves this choice alone.")
