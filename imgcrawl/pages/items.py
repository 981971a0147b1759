"""The picture of the one item of a feed that is called by the wanted file's name.

A feed is a page of many things, each of which is a scope of its own: what the item is called tells of its picture, and
of no neighbour's.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from imgcrawl.naming.addresses import read_address
from imgcrawl.naming.bare import bare
from imgcrawl.naming.neighbours import nearly_named
from imgcrawl.naming.notices import stands_in_for_any
from imgcrawl.naming.same_image import Confidence
from imgcrawl.naming.stems import Claim, claim
from imgcrawl.pages.choosing.choice import Match, largest
from imgcrawl.pages.choosing.furniture import is_furniture
from imgcrawl.pages.choosing.told import tells_other
from imgcrawl.pages.reading.candidates import absolute
from imgcrawl.pages.reading.feeds import read_feed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imgcrawl.naming.addresses import Address
    from imgcrawl.pages.choosing.choice import Choice
    from imgcrawl.pages.reading.feeds import Feed, Item
    from imgcrawl.pages.reading.kinds import Candidate

_WORD = re.compile(r"[^\W\d_]+|\d+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=\D|$|(?:0[1-9]|1[0-2])(?:\d\d)?(?!\d))")
_PAGE_ENDING = re.compile(r"\.(?:html?|php|aspx?)$", re.IGNORECASE)

_Place = tuple[object, ...]
"""By what versions of one picture agree."""


def picture_of_item(text: str, *, url: str, wanted_url: str) -> Choice | None:
    """Return the only picture of the one item of the feed *text* at *url* that is called as the wanted file is.

    The item's title, or the name in its link, is all words of the file's name, which few have. The
    picture is no other item's and none of the feed's own, and its name tells no other thing. None in doubt.
    """
    wanted, feed = read_address(wanted_url), read_feed(text)
    if feed is None or wanted is None or not wanted.file or claim(wanted.stem) is not Claim.NAMED:
        return None
    words = _words(wanted.stem)
    called = [item for item in feed.items if words in _names(item, url)]
    if len(called) != 1 or _is_of_other_year(wanted, _path(called[0], url)):
        return None
    pictures = _pictures(called[0], url, wanted_url)
    if len(pictures) != 1:
        return None
    (places, versions), *_ = pictures
    shared = _shared(text, url)
    if any(place in shared for place in places) or any(_tells_other(wanted, address) for _, address in versions):
        return None
    choice = largest([Match(candidate, address, Confidence.TOLD) for candidate, address in versions], wanted_url)
    told = "The item of the feed that is called by the file's name has this picture alone."
    return choice and replace(choice, evidence=told)


def _names(item: Item, base: str) -> tuple[tuple[str, ...], ...]:
    """Return the words of what *item* is called: its title, and the last name in its link."""
    last = unquote(_path(item, base)).rstrip("/").rpartition("/")[2]
    return _words(item.title), _words(_PAGE_ENDING.sub("", last))


def _path(item: Item, base: str) -> str:
    """Return the path of the address to which *item* links, if it is one."""
    return urlsplit(absolute(item.link, base) or "").path


@lru_cache(maxsize=8_192)
def _words(text: str) -> tuple[str, ...]:
    """Return the words of *text* in small letters, without accents, as names of files have them."""
    parts = unicodedata.normalize("NFKD", text.casefold().replace("'", "").replace("\u2019", ""))
    return tuple(_WORD.findall("".join(sign for sign in parts if not unicodedata.combining(sign))))


def _pictures(item: Item, base: str, wanted_url: str) -> list[tuple[set[_Place], list[tuple[Candidate, Address]]]]:
    """Return the pictures of *item*, but for trackers, logos and the like: their places, and their versions."""
    found: list[tuple[set[_Place], list[tuple[Candidate, Address]]]] = []
    for group in item.pictures:
        versions = [
            (candidate, address)
            for candidate, address in _read(group, base)
            if not is_furniture(candidate, wanted_url) and not stands_in_for_any(wanted_url, candidate.url)
        ]
        if not versions:
            continue
        places = {_place(address) for _, address in versions}
        same = [each for each in found if not each[0].isdisjoint(places)]
        found = [each for each in found if each[0].isdisjoint(places)]
        found.append((places.union(*(each[0] for each in same)), [*versions, *(v for each in same for v in each[1])]))
    return found


def _read(group: Iterable[Candidate], base: str) -> list[tuple[Candidate, Address]]:
    resolved = [candidate._replace(url=url) for candidate in group if (url := absolute(candidate.url, base))]
    return [(candidate, address) for candidate in resolved if (address := read_address(candidate.url)) is not None]


@lru_cache(maxsize=4)
def _shared(text: str, base: str) -> frozenset[_Place]:
    """Return the pictures that several items of the feed *text* have, and those of the feed itself."""
    feed: Feed | None = read_feed(text)
    if feed is None:
        return frozenset()
    counts = Counter(
        place
        for item in feed.items
        for place in {_place(address) for group in item.pictures for _, address in _read(group, base)}
    )
    own = (read_address(url) for written in feed.channel if (url := absolute(written, base)))
    return frozenset({place for place, count in counts.items() if count > 1} | {_place(a) for a in own if a})


def _tells_other(wanted: Address, address: Address) -> bool:
    return tells_other(address, wanted) or nearly_named(wanted, address) or _is_of_other_year(wanted, address.path)


def _is_of_other_year(wanted: Address, path: str) -> bool:
    """Whether folders of *path* are of another year than those of *wanted*, as the next picture of a series may be."""
    own, other = set(_YEAR.findall("/".join(wanted.dirs))), set(_YEAR.findall(path.rpartition("/")[0]))
    return bool(own and other) and own.isdisjoint(other)


def _place(address: Address) -> _Place:
    return address.host, address.telling_dirs, bare(address.stem), address.fields
