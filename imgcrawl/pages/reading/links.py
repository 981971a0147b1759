"""The link around pictures: where it leads, and the ids that it and the pictures carry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from imgcrawl.naming.files import ATTACHED
from imgcrawl.naming.words import IMAGE_FILE_END, PICTURE_FILE
from imgcrawl.pages.reading.statements import FILE_NAME, LISTED, statements

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_TEXT = 300
"""Characters kept of an alt text or a mark."""

_MARK = re.compile(r"(?:data-)?(?:(?:image|photo|media|asset|attachment|picture|img|file)-?)?id")
_FILE = re.compile(
    rf"{PICTURE_FILE.pattern}|^https?://lh\d\.googleusercontent\.com/[^?#]+=[swh]\d|/datastream/OBJ/(?:view|download)$",
    re.IGNORECASE,
)
"""What a link to a picture looks like: a file's ending, a size of Google's, or Islandora's object."""
_GIVEN = re.compile(
    r"/bitstreams?/|/download/?(?:[?#]|$)|\baction=dlattach\b|(?:^|/)attachment\.php\?|/download/file\.php\?",
    re.IGNORECASE,
)
"""What a link of a repository or a forum to a file looks like."""
_NOWHERE = re.compile(r"\s*(?:#.*|javascript:.*)?", re.IGNORECASE | re.DOTALL)
"""What a link has that leads nowhere by itself."""
_CALLED_WITH = re.compile(r"""["']([^"'\s<>]{1,2000})["']""")
_MOST_SCRIPT = 2_000


class Link:
    """An open ``<a>``: where it leads, its own group, what it carries and says, the groups of the pictures inside.

    *first*: how many pictures had been found before it.
    """

    __slots__ = ("_is_file", "_text", "first", "group", "groups", "href", "marks", "told")

    def __init__(self, attributes: Mapping[str, str], group: int, first: int = 0) -> None:
        self.href = opened_by(attributes) or attributes.get("href", "")
        self._is_file = any(
            _FILE.search(text) or ATTACHED.search(text) for text in (self.href, attributes.get("download", ""))
        )
        self.group, self.first = group, first
        self.marks, self.told = marks_of(attributes), statements(attributes)
        self.groups: set[int] = set()
        self._text = ""

    def add(self, text: str) -> None:
        """Take up some text inside."""
        if len(self._text) <= MAX_TEXT:
            self._text += text

    def is_file(self) -> bool:
        """Whether the link leads to a picture's file: by its address, or by its text as that of one in a list of files.

        Its text is told of it then.
        """
        text = " ".join(self._text.split())
        is_given = _GIVEN.search(self.href) is not None and FILE_NAME.fullmatch(text) is not None
        if len(text) > MAX_TEXT or not (is_given or LISTED.fullmatch(text)):
            return self._is_file
        self.told += (text,)
        self.groups.clear()  # what stands beside the name is the sign of a file
        return True


def opened_by(attributes: Mapping[str, str]) -> str:
    """Return the one picture's file that a script opens where an element is clicked, if it leads nowhere by itself."""
    href = attributes.get("href", "")
    if not _NOWHERE.fullmatch(href):
        return ""
    script = f"{href} {attributes.get('onclick', '')}"[:_MOST_SCRIPT]
    files = {text for text in _CALLED_WITH.findall(script) if IMAGE_FILE_END.search(text)}
    return files.pop() if len(files) == 1 else ""


def marks_of(attributes: Mapping[str, str]) -> tuple[str, ...]:
    """Return the ids that an element's *attributes* give its picture."""
    return tuple(value[:MAX_TEXT] for name, value in attributes.items() if _MARK.fullmatch(name))
