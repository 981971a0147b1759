"""What tables and lists beside a picture state of it: ``Filename``, and in the next cell the name of its file.

A statement is of the picture in the smallest element that holds both; of several, none is told apart by it.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from imgcrawl.naming.numbers import museum_number
from imgcrawl.pages.reading.statements import FILE_NAME, barcodes

_CELLS: Final = frozenset({"th", "td", "dt", "dd"})
_LINES: Final = frozenset({"p", "li"})
_MOST_CHARACTERS: Final = 300
_FILE = (
    r"(?:original |image )?file ?(?:name)?|datei(?:name)?|(?:nom du )?fichier|(?:nombre del? )?(?:archivo|fichero)|"
    r"bestand(?:snaam)?|nome (?:del )?file"
)
_NUMBER = r"(?:bar ?code|accession|inventory|catalog(?:ue)?|specimen|object)(?: ?(?:no\.?|number|id))?"
_LABEL = re.compile(rf"(?:{_FILE}|{_NUMBER}|title|identifier)\s*:?", re.IGNORECASE)
_LINE = re.compile(rf"(?:{_FILE})\s*:\s*({FILE_NAME.pattern})", re.IGNORECASE)


class Stated(NamedTuple):
    """What is *told* of all that was found from *first* on."""

    first: int
    told: tuple[str, ...]


class _Open(NamedTuple):
    """An open element: how many pictures had been found, and how many statements noted, before it."""

    found: int
    noted: int


class PageRows:
    """Notes the labelled names in cells and lines of a page until the picture that they are of is known."""

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self._text: list[str] | None = None
        self._length = self._noted = 0
        self._label = ""
        self._pending: list[str] = []

    def start(self, tag: str, found: int) -> None:
        """Take up an opening tag after so many pictures were *found*."""
        self._open.append(_Open(found, self._noted))
        if tag in _CELLS or tag in _LINES:
            self._text, self._length = [], 0
        elif tag in {"tr", "dl"}:
            self._label = ""

    def add(self, text: str) -> None:
        """Take up some text."""
        if self._text is not None and self._length <= _MOST_CHARACTERS:
            self._text.append(text)
            self._length += len(text)

    def end(self, tag: str, found: int) -> Stated | None:
        """Take up a closing tag after so many pictures were *found*; return what is stated in the element that ends."""
        if self._text is not None and (tag in _CELLS or tag in _LINES):
            self._read(tag, " ".join("".join(self._text).split()))
            self._text = None
        opened = self._open.pop() if self._open else _Open(found, self._noted)
        is_here = bool(self._pending) and self._noted > opened.noted and found > opened.found
        if not is_here:
            return None
        told, self._pending = tuple(self._pending), []
        return Stated(opened.found, told)

    def _read(self, tag: str, text: str) -> None:
        if tag in _LINES:
            line = _LINE.fullmatch(text)
            self._note(line[1] if line else "")
        elif self._label:
            self._note(text)
            self._label = ""
        elif _LABEL.fullmatch(text):
            self._label = text

    def _note(self, text: str) -> None:
        if FILE_NAME.fullmatch(text) or barcodes(text) == {text.casefold()} or museum_number(text) is not None:
            self._pending.append(text)
            self._noted += 1
