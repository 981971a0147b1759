"""The link around pictures: where it leads, and the ids that it and the pictures carry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from imgcrawl.naming.words import IMAGE_FILE
from imgcrawl.pages.reading.statements import statements

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_TEXT = 300
"""Characters kept of an alt text or a mark."""

_MARK = re.compile(r"(?:data-)?(?:(?:image|photo|media|asset|attachment|picture|img|file)-?)?id")
_FILE = re.compile(rf"{IMAGE_FILE.pattern}|^https?://lh\d\.googleusercontent\.com/[^?#]+=[swh]\d", re.IGNORECASE)
"""What a link to a picture looks like: a file's ending, or a size of Google's."""


class Link:
    """An open ``<a>``: where it leads, its own group, what it carries, and the groups of the pictures inside."""

    __slots__ = ("group", "groups", "href", "is_file", "marks", "told")

    def __init__(self, attributes: Mapping[str, str], group: int) -> None:
        self.href = attributes.get("href", "")
        self.is_file = any(_FILE.search(text) for text in (self.href, attributes.get("download", "")))
        self.group = group
        self.marks, self.told = marks_of(attributes), statements(attributes)
        self.groups: set[int] = set()


def marks_of(attributes: Mapping[str, str]) -> tuple[str, ...]:
    """Return the ids that an element's *attributes* give its picture."""
    return tuple(value[:MAX_TEXT] for name, value in attributes.items() if _MARK.fullmatch(name))
