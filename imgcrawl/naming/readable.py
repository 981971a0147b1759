"""The name that stands at the end of an address for readers, behind what a service calls its file.

``/media/<hash>~mv2.jpg/v1/fill/w_980,h_653/heron-lake.jpg`` is Wix's file of that hash. Behind ``/image.coreimg.jpeg/``
and a time stands the name of whatever a component of a page of Adobe Experience Manager shows.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from imgcrawl.naming.sizes import split_name
from imgcrawl.naming.stems import strong_ids
from imgcrawl.naming.words import IMAGE_FILE_END

if TYPE_CHECKING:
    from collections.abc import Sequence

_COMPONENT = re.compile(r"[^/]+\.(?:core)?img(?P<sizes>(?:\.\d{1,5}){0,2})\.(?:jpe?g|png|gif|webp)", re.IGNORECASE)
_TIME = re.compile(r"\d{10,14}")
_ORDER = re.compile(r"v\d|fill|fit|crop|transform|[a-z]{1,8}_\w[\w.,%-]*", re.IGNORECASE)
"""What a service is asked for between its file and the name for readers."""
_OF_WIX = re.compile(r"[^/]+~mv\d.*")
_MIN_WIDTH = 101
"""Up to a hundred a number of a component is the quality."""


class Readable(NamedTuple):
    """The *name* for readers, without extension, size and capitals, and the *key* by which its file is told."""

    name: str
    key: tuple[str, ...]


@lru_cache(maxsize=8_192)
def readable(url: str) -> Readable | None:
    """Return the name for readers in *url* and what tells its file: nothing of a component, which may hold any."""
    segments = [segment for segment in unquote(urlsplit(url).path).split("/") if segment]
    if len(segments) < 3 or not IMAGE_FILE_END.search(segments[-1]):
        return None
    name = split_name(IMAGE_FILE_END.sub("", segments[-1]))[0].casefold()
    at = next(at for at, segment in enumerate(segments) if IMAGE_FILE_END.search(segment))
    if component_width(segments[at:]) is not None:
        return Readable(name, ())
    is_order = all(map(_ORDER.fullmatch, segments[at + 1 : -1]))
    file = IMAGE_FILE_END.sub("", segments[at])
    keys = (strong_ids(file) or frozenset(_OF_WIX.findall(file))) if is_order else frozenset()
    is_other = keys and at < len(segments) - 2 and keys.isdisjoint(strong_ids(name))
    return Readable(name, tuple(sorted(keys))) if keys and is_other else None


def component_width(segments: Sequence[str]) -> int | None:
    """Return the width that a component is asked for, 0 for none, if *segments* are its name, a time and a file's name.

    None if they are not.
    """
    found = _COMPONENT.fullmatch(segments[0]) if len(segments) == 3 and _TIME.fullmatch(segments[1]) else None
    if found is None or not IMAGE_FILE_END.search(segments[-1]):
        return None
    return max((int(number) for number in found["sizes"].split(".") if number and int(number) >= _MIN_WIDTH), default=0)
