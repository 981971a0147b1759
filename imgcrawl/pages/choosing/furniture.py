"""What stands on a page beside its pictures: trackers, icons, cards, stand-ins for pictures that are not there."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from imgcrawl.naming.stems import strong_ids
from imgcrawl.naming.words import ADVERTS, CARDS, FURNITURE, GENERIC, IMAGE_FILE_END, MADE_OF, SECTIONS, STAND_INS
from imgcrawl.pages.choosing.altered import is_altered
from imgcrawl.pages.reading.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imgcrawl.pages.reading.kinds import Candidate

_TRACKERS = re.compile(
    r"(?:^|\.)(?:doubleclick\.net|google-analytics\.com|googletagmanager\.com|googleadservices\.com|scorecardresearch\.com|"
    r"quantserve\.com|gravatar\.com|facebook\.com|stats\.wp\.com|pixel\.wp\.com|bat\.bing\.com|mc\.yandex\.ru|adnxs\.com)$"
)
_WORD = re.compile(r"[a-z]+|(?<!\d)\d+x\d+")
_SHARD = "ad"
"""The one among the words for advertisements that two digits of a hash may spell."""
_FIRST = "a"
"""The one that a wiki has before it; languages are written in two letters, too."""
_LEVEL = re.compile(r"\d[a-f]|[a-f]\d")
_PAIR = re.compile(r"[0-9a-f]{2}")
_HASH = re.compile(r"(?=.*\d)(?=.*[a-f])[0-9a-f]{8,64}")
_FOR_MACHINES = frozenset({Kind.OG, Kind.TWITTER, Kind.REL, Kind.JSON_LD_MAIN, Kind.JSON_LD, Kind.MICRODATA})
"""Places where a page names pictures that it need not show."""
_OF_THINGS = (MADE_OF | {"logo", "logos", "flag", "flags"}) - SECTIONS
_PICTURES = frozenset({"image", "images", "img", "imgs", "picture", "pictures"})
_CARD_FORM = 1.85, 2.05
"""The width of a card in heights: 1200x630, 1200x627, 600x315, 1024x512."""
_TINY = 32
"""Pixels: a declared side up to this is an icon's or a tracker's."""


def is_furniture(candidate: Candidate, wanted_url: str) -> bool:
    """Whether the candidate is a tracker, sprite, logo, avatar, advertisement or the like, and the wanted image none.

    So is a map, a label or another thing of what the wanted image shows, which bears its name or number, what such a
    one is of, and the image itself, blurred.
    """
    if any(side is not None and side <= _TINY for side in (candidate.width, candidate.height)):
        return True
    if _is_card(candidate, wanted_url):
        return True
    if is_altered(candidate.url) and not is_altered(wanted_url):
        return True
    words, known = _words(candidate.url), _words(wanted_url)
    if (not MADE_OF.isdisjoint(words) and _is_made_of(candidate.url, known)) or _is_of_thing(wanted_url, words):
        return True
    if bool((words & FURNITURE) - known) or is_stand_in(candidate.url) or _is_tracker(candidate.url):
        return True
    return ADVERTS.isdisjoint(known) and _is_advert(candidate.url)


def _is_advert(url: str) -> bool:
    """Whether *url* lies among advertisements; ``ad`` may be two digits of a hash as well, beside others of them."""
    *dirs, file = _split(url)[1].lower().split("/")
    names = [*dirs, "", file]  # a hash that is the file's own begins with its folder
    found = (at for at, name in enumerate(dirs) if name in ADVERTS)
    return any(not (dirs[at] == _SHARD and _is_divided(names, at)) for at in found)


def _is_divided(names: Sequence[str], at: int) -> bool:
    """Whether the directory *at* is one of those by which a store divides its files, the last of *names*."""
    beside = names[at - 1], names[at + 1]
    if names[-1].startswith(names[at]) and strong_ids(names[-1]):
        return True
    if names[at - 1] == _FIRST or any(_LEVEL.fullmatch(name) or _HASH.fullmatch(name) for name in beside):
        return True
    return any(map(_PAIR.fullmatch, beside)) and bool(strong_ids(names[-1]))


def _is_made_of(url: str, known: frozenset[str]) -> bool:
    """Whether *url* lies where maps, labels and the like lie, or is of a script for such; no word of it is *known*.

    One and many are the same word.
    """
    *names, file = _split(url)[1].lower().split("/")
    if not IMAGE_FILE_END.search(file):
        names.append(file.partition(".")[0])
    last = {word for name in names for word in _WORD.findall(name)[-1:]}
    made, named = ({word.removesuffix("s") for word in words} for words in (last & MADE_OF, known))
    return bool(made - named)


def _is_of_thing(wanted_url: str, words: frozenset[str]) -> bool:
    """Whether a picture in whose address are *words* is of a thing of which *wanted_url* is a plan, a map, a logo.

    It says nowhere that it is one, and bears the thing's name. What was drawn is the name of one picture alone.
    """
    made = _made(wanted_url)
    return bool(made - {word.removesuffix("s") for word in words})


@lru_cache(maxsize=256)
def _made(wanted_url: str) -> frozenset[str]:
    """Return what *wanted_url* is of a thing, by the folder that it lies in; mostly nothing."""
    *_, folder, file = ("", *_split(wanted_url)[1].lower().split("/"))
    made = (word.removesuffix("s") for word in _WORD.findall(folder)[-1:] if word in _OF_THINGS)
    return frozenset() if strong_ids(file) else frozenset(made)


def _is_card(candidate: Candidate, wanted_url: str) -> bool:
    """Whether the candidate lies where cards for social networks lie, and is not known to have another form.

    It bears the name of the page's picture, which may be a part of what is drawn on it, or not. What the page shows is
    one only if its own folder is for nothing else: ``/social-cards/``.
    """
    width, height = candidate.width, candidate.height
    is_otherwise = (
        width is not None and height is not None and not _CARD_FORM[0] * height <= width <= _CARD_FORM[1] * height
    )
    if is_otherwise:
        return False
    if candidate.kind in _FOR_MACHINES:
        return bool(_directory_words(candidate.url) & CARDS - _directory_words(wanted_url))
    folder = _folder_words(candidate.url)
    return folder <= CARDS | _PICTURES and not folder <= _PICTURES | _directory_words(wanted_url)


def _folder_words(url: str) -> frozenset[str]:
    """Return the words of the last directory before the file that is no number: ``/share/2020/``."""
    *directories, _ = _split(url)[1].lower().split("/")
    words = (frozenset(_WORD.findall(name)) for name in reversed(directories))
    return next(filter(None, words), frozenset())


def is_stand_in(url: str) -> bool:
    """Whether the file is called as a stand-in is, or lies in such a directory: ``clear-sky.jpg`` is not."""
    *directories, name = _split(url)[1].lower().split("/")
    telling = set(_WORD.findall(name)) - GENERIC
    return bool(telling and telling <= STAND_INS) or not STAND_INS.isdisjoint(directories)


def _directory_words(url: str) -> frozenset[str]:
    """Return the words of the directories, and of the script in them that draws what it is asked for."""
    directories, _, name = _split(url)[1].lower().rpartition("/")
    return frozenset(_WORD.findall(directories if "." in name else f"{directories}/{name}"))


def _words(url: str) -> frozenset[str]:
    """Return the words of the path."""
    return frozenset(_WORD.findall(_split(url)[1].lower()))


def _is_tracker(url: str) -> bool:
    return _TRACKERS.search(_split(url)[0]) is not None


@lru_cache(maxsize=4_096)
def _split(url: str) -> tuple[str, str]:
    """Return host and path."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return (parts.hostname or ""), parts.path
