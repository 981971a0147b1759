"""What stands on a page beside its pictures: trackers, icons, and stand-ins for pictures that are not there."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from imgcrawl.pages.words import FURNITURE, GENERIC, STAND_INS

if TYPE_CHECKING:
    from imgcrawl.pages.candidates import Candidate

_TRACKERS = re.compile(
    r"(?:^|\.)(?:doubleclick\.net|google-analytics\.com|googletagmanager\.com|googleadservices\.com|scorecardresearch\.com|"
    r"quantserve\.com|gravatar\.com|facebook\.com|stats\.wp\.com|pixel\.wp\.com|bat\.bing\.com|mc\.yandex\.ru|adnxs\.com)$"
)
_WORD = re.compile(r"[a-z]+|(?<!\d)\d+x\d+")
_TINY = 32
"""Pixels: a declared side up to this is an icon's or a tracker's."""


def is_furniture(candidate: Candidate, wanted_url: str) -> bool:
    """Whether the candidate is a tracker, sprite, logo, avatar or the like, while the wanted image is none."""
    if any(side is not None and side <= _TINY for side in (candidate.width, candidate.height)):
        return True
    furniture = _words(candidate.url) & FURNITURE
    return bool(furniture - _words(wanted_url)) or is_stand_in(candidate.url) or _is_tracker(candidate.url)


def is_stand_in(url: str) -> bool:
    """Whether the file is called as a stand-in is, or lies in such a directory: ``clear-sky.jpg`` is not."""
    *directories, name = _split(url)[1].lower().split("/")
    telling = set(_WORD.findall(name)) - GENERIC
    return bool(telling and telling <= STAND_INS) or not STAND_INS.isdisjoint(directories)


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
