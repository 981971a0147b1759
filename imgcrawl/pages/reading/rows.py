"""What tables, lines and boxes state of the picture in them: ``Filename``, and in the next cell the name of its file.

A statement is of the picture in the smallest element that holds both; of several, none is told apart by it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from imgcrawl.naming.numbers import museum_number
from imgcrawl.pages.reading.statements import FILE_NAME, is_naming

if TYPE_CHECKING:
    from collections.abc import Mapping

_CELLS: Final = frozenset({"th", "td", "dt", "dd"})
_LINES: Final = frozenset({"p", "li", "div", "span", "small"})
_OF_THEIR_OWN: Final = frozenset({"a", "img", "source", "link", "meta"})
"""Elements whose attributes are read with the address that they hold."""
_MOST_CHARACTERS: Final = 300
"""Of a cell or a line, beyond which it is no statement."""
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


class _Text:
    """The beginning of what stands in a cell or a line."""

    __slots__ = ("_length", "_parts")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0

    def add(self, text: str) -> None:
        """Add *text*, unless there is more already than can be read as a statement."""
        if self._length <= _MOST_CHARACTERS:
            self._parts.append(text[: _MOST_CHARACTERS + 1])
            self._length += len(text)

    def __str__(self) -> str:
        return "".join(self._parts)


class _Open(NamedTuple):
    """An open element: how many pictures had been found, and statements noted, before it; its text, if that is read."""

    found: int
    noted: int
    text: _Text | None


class PageRows:
    """Notes the labelled names in cells and lines of a page until the picture that they are of is known."""

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self._texts: list[_Text] = []
        """Those of the cells and lines that are open."""
        self._noted = 0
        self._label = ""
        self._is_linked = False
        self._alone: set[str] = set()
        """The names of files that are all that stands in a cell of the row, without a label and no link."""
        self._pending: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str], found: int) -> None:
        """Take up an opening tag after so many pictures were *found*."""
        text = _Text() if tag in _CELLS or tag in _LINES else None
        self._open.append(_Open(found, self._noted, text))
        if text is not None:
            self._texts.append(text)
        if tag in _CELLS:
            self._is_linked = False
        elif tag == "a":
            self._is_linked = True
        elif tag in {"tr", "dl"}:
            self._label, self._alone = "", set()
        if tag not in _OF_THEIR_OWN:
            for name, value in attributes.items():
                if "." in value and is_naming(name):
                    self._note(value.strip())

    def add(self, text: str) -> None:
        """Take up some text."""
        if self._texts:
            self._texts[-1].add(text)

    def end(self, tag: str, found: int) -> Stated | None:
        """Take up a closing tag after so many pictures were *found*; return what is stated in the element that ends."""
        opened = self._open.pop() if self._open else _Open(found, self._noted, None)
        if opened.text is not None:
            self._texts.pop()
            whole = str(opened.text)
            if self._noted == opened.noted and len(whole) <= _MOST_CHARACTERS:
                self._read(tag, " ".join(whole.split()))
            if self._texts:
                self._texts[-1].add(whole)
        if tag == "tr" and len(self._alone) == 1 and found > opened.found:
            self._note(self._alone.pop())
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
        elif not self._is_linked and FILE_NAME.fullmatch(text):
            self._alone.add(text)

    def _note(self, text: str) -> None:
        if FILE_NAME.fullmatch(text) or museum_number(text) is not None:
            self._pending.append(text)
            self._noted += 1
