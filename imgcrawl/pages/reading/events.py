"""The markup events of a page, in time that grows with its length.

The parser's events are used instead of a tree: libxml2 appends each attribute by walking all earlier ones, so that a
tag with 200,000 attributes costs minutes in a tree and a fraction of a second in events.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lxml import etree  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Mapping

_PIECE_BYTES: Final = 16_384
# A closing tag that closes nothing makes libxml2 walk all open elements: 360 KB can cost 2.4 s, and 5 MB many minutes.
# Half of the following is a page of 5 MB with 400 elements open all the time; all of it took 1.5 s.
_MOST_WALKED: Final = 4_000_000_000
"""Bytes of a page, each times the elements that were open before its piece was read, after which no more is read."""

_MOST_ELEMENTS: Final = 200_000
"""Of a page; 5 MB hold 500,000 links of one letter, which took 5 to 13 s. The largest documents have some 100,000."""


class Target:
    """What receives the events of a page; what it does not override it passes over."""

    def start(self, tag: str, attributes: Mapping[str, str], /) -> None:
        """Take up an opening tag."""

    def end(self, tag: str, /) -> None:
        """Take up a closing tag."""

    def data(self, text: str, /) -> None:
        """Take up some text."""

    def comment(self, text: str, /) -> None:
        """Take up a comment."""

    def close(self) -> None:
        """Take up the end of what was read."""


def feed(text: str, target: Target) -> None:
    """Send the markup events of *text* to *target*; of a page made to be slow to parse, those of its beginning."""
    counted = _Counted(target)
    parser = etree.HTMLParser(target=counted, encoding="utf-8", recover=True, huge_tree=True)
    html = text.replace("\0", "").encode("utf-8", "replace")
    walked = 0
    for at in range(0, max(1, len(html)), _PIECE_BYTES):
        piece = html[at : at + _PIECE_BYTES]
        walked += len(piece) * counted.depth
        if walked > _MOST_WALKED or counted.opened > _MOST_ELEMENTS:
            break
        parser.feed(piece)
    parser.close()


class _Counted:
    """Hands events on to *target* and counts the elements: in *depth* those that are open, in *opened* all."""

    def __init__(self, target: Target) -> None:
        self.depth = self.opened = 0
        self.data, self.close, self.comment = target.data, target.close, target.comment
        self._start, self._end = target.start, target.end

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.depth += 1
        self.opened += 1
        self._start(tag, attributes)

    def end(self, tag: str) -> None:
        self.depth -= 1
        self._end(tag)
