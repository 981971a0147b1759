"""The picture of a viewer: a web page at the image's own address that shows the picture which that address names.

The name may stand in the path or in the query: ``photo.php?f=blue-kettle``. It may also be an identifier,
``/photos/anna/5639609235/``, that the one picture bears which the page declares, or the one file to which it links.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from imgcrawl.naming.addresses import field_values, read_address, same_site
from imgcrawl.naming.bare import bare, is_named, tells_apart, tells_little
from imgcrawl.naming.same_image import Confidence
from imgcrawl.naming.stems import is_date
from imgcrawl.naming.words import IMAGE_FILE, THINGS
from imgcrawl.pages.choosing.evidence import Choice, largest, same_url
from imgcrawl.pages.choosing.furniture import is_furniture
from imgcrawl.pages.choosing.leading import leads_away
from imgcrawl.pages.choosing.twins import Match
from imgcrawl.pages.reading.candidates import absolute
from imgcrawl.pages.reading.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imgcrawl.pages.reading.candidates import Candidate

_EXTENSION = re.compile(r"\.[a-z][a-z0-9]{1,4}$", re.IGNORECASE)
_SENT_ON = re.compile(
    r"\blocation(?:\.href)?\s*(?:=|\.(?:replace|assign)\s*\()\s*[\"']([^\"'\s<>]{1,4000})[\"']", re.IGNORECASE
)
_NAMESPACE = re.compile(r"[^\W\d_]{2,20}:(?=.)")
"""``File:`` in any language, as wikis write it before a file's name."""
_IDENTIFIER = re.compile(r"\d{7,12}|(?=[a-z]*\d)(?=\d*[a-z])[0-9a-z]{7,40}", re.IGNORECASE)
_ENDS = (["view"], ["show"], ["preview"])
"""What may follow an identifier."""
_UNHEARD = frozenset({Kind.ATTRIBUTE, Kind.STYLE, Kind.STATE, Kind.POSTER})


def viewed(candidates: Sequence[Candidate], text: str, *, url: str, wanted_url: str) -> Choice | None:
    """Return the picture of the viewer at *url* that bears the name in *wanted_url*; None in doubt.

    It alone bears the name; one that tells nothing, such as a short number, is believed of the page's only picture.
    Where a script of the page leads to a file of the name, that is it.
    """
    names = _names(wanted_url)
    sent_on = [to for found in _SENT_ON.findall(text) if (to := absolute(found, url)) and IMAGE_FILE.search(to)]
    if len(set(sent_on)) == 1 and _bears(sent_on[0], names) and not same_url(sent_on[0], wanted_url):
        return Choice(sent_on[0], Confidence.SHOWN, "The page leads to a file of the wanted name.")
    shown = [
        Match(candidate, address, Confidence.SHOWN)
        for candidate in candidates
        if candidate.kind not in _UNHEARD and not leads_away(candidate) and not is_furniture(candidate, wanted_url)
        if (address := read_address(candidate.url)) is not None
    ]
    bearers = [match for match in shown if any(is_named(match.address, name) for name in names)]
    if not _are_one(bearers):
        return largest(_identified(shown, wanted_url), wanted_url)
    is_only = len(bearers) == len(shown) or {_place(match) for match in shown} == {_place(match) for match in bearers}
    is_told = any(is_named(bearers[0].address, name) and (tells_apart(name) or tells_little(name)) for name in names)
    own = read_address(url)
    is_here = is_only or (own is not None and same_site(own.host, bearers[0].address.host))
    is_believed = is_only or (is_told and is_here)
    return largest(bearers if is_believed else _identified(shown, wanted_url), wanted_url)


def _identified(shown: Sequence[Match], url: str) -> list[Match]:
    """Return the one picture of *shown* whose address bears the identifier in *url*; none in doubt."""
    identifier = _identifier(url)
    if identifier is None:
        return []
    whole = re.compile(rf"(?<![0-9A-Za-z]){identifier}(?![0-9A-Za-z])", re.IGNORECASE)
    bearers = [match for match in shown if whole.search(unquote(match.candidate.url).partition("?")[0])]
    declared = {_place(match) for match in bearers if match.candidate.kind in {Kind.OG, Kind.LINK}}
    return bearers if declared and len({_place(match) for match in bearers}) == 1 else []


def _identifier(url: str) -> str | None:
    """Return what the address of a page about one picture ends in, if it was drawn or counted for it.

    What is named after a kind of thing that has pictures of its own is that thing's.
    """
    parts = [part for part in unquote(urlsplit(url).path).lower().split("/") if part]
    if parts[-1:] in _ENDS:
        del parts[-1]
    if not parts or not THINGS.isdisjoint(parts[:-1]) or not _IDENTIFIER.fullmatch(parts[-1]) or is_date(parts[-1]):
        return None
    return parts[-1]


def _are_one(bearers: Sequence[Match]) -> bool:
    """Whether *bearers* lie in one place under one name, or are a link and its thumbnail, which is all there are."""
    places = {(m.address.host, m.address.telling_dirs, bare(m.address.stem)) for m in bearers}
    is_linked = {m.candidate.kind for m in bearers} == {Kind.LINK, Kind.SRC}
    return len(places) == 1 or (is_linked and len({m.candidate.group for m in bearers}) == 1)


def _place(match: Match) -> tuple[str, tuple[str, ...], str]:
    return match.address.host, match.address.dirs, match.address.stem


def _names(url: str) -> frozenset[str]:
    """Return what *url* may call its picture: the end of its path, and the values of its query, without extensions."""
    parts = urlsplit(url)
    texts = (unquote(parts.path), *field_values(parts.query))
    ends = [text.rstrip("/").rpartition("/")[2] for text in texts]
    return frozenset(bare(_EXTENSION.sub("", _NAMESPACE.sub("", end))) for end in ends if end) - {""}


def _bears(url: str, names: frozenset[str]) -> bool:
    address = read_address(url)
    return address is not None and any(is_named(address, name) for name in names)
