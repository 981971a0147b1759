"""The picture of a viewer: a web page at the image's own address that shows the picture which that address names.

The name may stand in the path, in the query or behind the hash: ``photo.php?f=blue-kettle``, ``trip.html#blue-kettle``.
It may also be an identifier, ``/photos/anna/5639609235/``, that the one picture bears which the page declares, or the
one file to which it links. A page for embedding shows its picture alone, and a short link's page leads to another site.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from imgcrawl.naming.addresses import fields_of, read_address, same_site, same_url
from imgcrawl.naming.bare import bare, is_named, tells_apart, tells_little
from imgcrawl.naming.same_image import Confidence
from imgcrawl.naming.stems import is_date, random_part
from imgcrawl.naming.words import IMAGE_FILE, THINGS, vocabulary
from imgcrawl.pages.choosing.choice import Choice, Match, largest
from imgcrawl.pages.choosing.furniture import is_furniture
from imgcrawl.pages.choosing.leading import leads_away
from imgcrawl.pages.reading.candidates import absolute
from imgcrawl.pages.reading.kinds import IN_CONTENT, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imgcrawl.pages.reading.kinds import Candidate

_EXTENSION = re.compile(r"\.[a-z][a-z0-9]{1,4}$", re.IGNORECASE)
_SENT_ON = re.compile(
    r"\blocation(?:\.href)?\s*(?:=|\.(?:replace|assign)\s*\()\s*[\"']([^\"'\s<>]{1,4000})[\"']", re.IGNORECASE
)
_NAMESPACE = re.compile(r"[^\W\d_]{2,20}:(?=.)")
"""``File:`` in any language, as wikis write it before a file's name."""
_IDENTIFIER = re.compile(r"\d{7,12}|(?=[a-z]*\d)(?=\d*[a-z])[0-9a-z]{7,40}", re.IGNORECASE)
_ENDS = (["view"], ["show"], ["preview"])
"""What may follow an identifier."""
_ATTACHMENT = re.compile(r"attachment_id=\d+")
"""WordPress leads from there to the page that is called by the file's name."""
_LAST_PART = re.compile(r".*[/=]")
_SHORT = re.compile(r"/(?=.*[A-Z0-9])[0-9A-Za-z]{5,12}")
_EMBEDDED = frozenset({"embed", "oembed", "embedded"})
_EMBEDDED_KEY = re.compile(r"\d{4,12}|(?=[a-z_-]*\d)(?=[\d_-]*[a-z])[\w-]{5,40}", re.ASCII)
_NO_PICTURES = THINGS | vocabulary("""
    video videos playlist map maps track tracks audio episode episodes podcast podcasts song songs poll polls quiz form
    forms doc document documents slides tweet game
""")
_PICTURES_FIELD = re.compile(
    r"f|i|n|name|(?:image|img|photo|foto|bild|picture|pic|media|file|src|path|url|attachment)s?(?:[_-]?(?:id|name|no|nr|key))?"
    r"|filename|[fp]?id"
)
_OTHERS_FIELD = re.compile(
    r"(?:user|author|artist|creator|photographer|owner|member|seller|profile|album|gallery|group|collection|series|set|event"
    r"|cat|category|section|tag|topic|theme|skin|style|layout|template|lang|language|locale|sort|order|from|ref)s?"
    r"(?:[_-]?(?:id|name|slug))?"
)
"""Names of fields whose values name a picture, and of those that name whose it is, or where and how it is shown."""
_NUMBERS = re.compile(r"(?<![0-9a-z])\d{4,}(?![0-9a-z])", re.IGNORECASE)
_UNHEARD = frozenset({Kind.ATTRIBUTE, Kind.STYLE, Kind.STATE, Kind.POSTER})


def viewed(candidates: Sequence[Candidate], text: str, *, url: str, wanted_url: str) -> Choice | None:
    """Return the picture of the viewer at *url* that bears the name in *wanted_url*; None in doubt.

    It alone bears the name; one that tells nothing, such as a short number, is believed of the page's only picture.
    Where a script of the page leads to a file of the name, that is it.
    """
    names = _names(wanted_url) | (_names(url) if _ATTACHMENT.fullmatch(urlsplit(wanted_url).query) else frozenset())
    shown = [
        Match(candidate, address, Confidence.SHOWN)
        for candidate in candidates
        if candidate.kind not in _UNHEARD and not leads_away(candidate) and not is_furniture(candidate, wanted_url)
        if (address := read_address(candidate.url)) is not None
    ]
    if (to := _sent_on(text, url)) and not same_url(to, wanted_url):
        if _bears(to, names):
            return Choice(to, Confidence.SHOWN, "The page leads to a file of the wanted name.")
        if not shown and _is_short(wanted_url, to):
            return Choice(to, Confidence.SHOWN, "The short link leads to this file.")
    marked = _marked(shown, wanted_url)
    bearers = marked or [match for match in shown if any(is_named(match.address, name) for name in names)]
    if not _are_one(bearers):
        found = _identified(shown, wanted_url) or _embedded(candidates, wanted_url)
        return largest(found, wanted_url)
    is_only = len(bearers) == len(shown) or {_place(match) for match in shown} == {_place(match) for match in bearers}
    is_told = bool(marked) or any(
        is_named(bearers[0].address, name) and (tells_apart(name) or tells_little(name)) for name in names
    )
    is_here = is_only or same_site((urlsplit(url).hostname or "").removeprefix("www."), bearers[0].address.host)
    is_believed = is_only or (is_told and is_here)
    return largest(bearers if is_believed else _identified(shown, wanted_url), wanted_url)


def _sent_on(text: str, url: str) -> str | None:
    """Return the one file of a picture to which scripts of the page lead."""
    written = (found.replace("\\/", "/") for found in _SENT_ON.findall(text))
    files = {to for found in written if (to := absolute(found, url)) and IMAGE_FILE.search(to)}
    return files.pop() if len(files) == 1 else None


def _is_short(url: str, to: str) -> bool:
    """Whether *url* is a short link, drawn by a service, and *to* of another site."""
    parts = urlsplit(url)
    is_code = _SHORT.fullmatch(parts.path) is not None and not parts.query
    return is_code and not same_site(parts.hostname or "", urlsplit(to).hostname or "")


def _marked(shown: Sequence[Match], url: str) -> list[Match]:
    """Return what stands in the one element that is called by what *url* has behind the hash."""
    fragment = _fragment(url)
    return [match for match in shown if fragment and fragment in map(str.casefold, match.candidate.marks)]


def _embedded(candidates: Sequence[Candidate], url: str) -> list[Match]:
    """Return the only picture of a page for embedding it, which has an identifier; none in doubt.

    That of an album, a user or a video is no picture's, and a name with another number is another picture's. What has
    a name in words may be the site's own, where there is nothing else to show, if it is in no link with the identifier.
    """
    parts = [part for part in unquote(urlsplit(url).path).lower().split("/") if part]
    key = next((part for part in reversed(parts) if part not in _EMBEDDED), "")
    if _EMBEDDED.isdisjoint(parts) or not _EMBEDDED_KEY.fullmatch(key) or not _NO_PICTURES.isdisjoint(parts):
        return []
    matches = [
        Match(candidate, address, Confidence.SHOWN)
        for candidate in candidates
        if candidate.kind not in _UNHEARD and not is_furniture(candidate, url)
        if (address := read_address(candidate.url)) is not None
    ]
    is_shown = any(match.candidate.kind in IN_CONTENT for match in matches)
    numbers = {number for match in matches for number in _NUMBERS.findall(match.address.path)} - {key}
    is_one = len({(match.address.telling_dirs, bare(match.address.stem)) for match in matches}) == 1
    is_own = any(_is_kept_by(match, key) for match in matches)
    return matches if is_shown and is_one and is_own and not numbers else []


def _is_kept_by(match: Match, key: str) -> bool:
    """Whether a picture's name was drawn for it, or its address or the link around it bears *key*."""
    whole = re.compile(rf"(?<![0-9a-z]){re.escape(key)}(?![0-9a-z])")
    texts = (match.address.path, *match.candidate.marks)
    return random_part(match.address.stem) or any(whole.search(unquote(text).lower()) for text in texts)


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


def _fragment(url: str) -> str:
    """Return the name behind the hash of a page's *url*, if that tells anything."""
    parts = urlsplit(url)
    last = _LAST_PART.sub("", unquote(parts.fragment).casefold()) if not IMAGE_FILE.search(parts.path) else ""
    name = bare(_EXTENSION.sub("", _NAMESPACE.sub("", last)))
    return name if tells_apart(name) or tells_little(name) else ""


def _names(url: str) -> frozenset[str]:
    """Return what *url* may call its picture, without extensions.

    That is what stands behind its hash, else the end of its path and the values of its query: those of fields for
    pictures, where it has such.
    """
    if fragment := _fragment(url):
        return frozenset({fragment})
    parts = urlsplit(url)
    fields = [(key.lower(), value) for key, value in fields_of(parts.query)]
    own = [value for key, value in fields if _PICTURES_FIELD.fullmatch(key)]
    texts = (unquote(parts.path), *(own or (value for key, value in fields if not _OTHERS_FIELD.fullmatch(key))))
    ends = [text.rstrip("/").rpartition("/")[2] for text in texts]
    return frozenset(bare(_EXTENSION.sub("", _NAMESPACE.sub("", end))) for end in ends if end) - {""}


def _bears(url: str, names: frozenset[str]) -> bool:
    address = read_address(url)
    return address is not None and any(is_named(address, name) for name in names)
