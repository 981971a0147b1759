"""The text of a page where it says something of pictures: captions, markup for want of scripts, and Markdown."""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple

MAX_TEXT = 20_000
"""Characters of one text between two tags that are read."""
_MARKUP = re.compile(r"<noscript\b.*<img\b", re.IGNORECASE | re.DOTALL)
_IMAGE = re.compile(r"<img\b", re.IGNORECASE)

_PICTURED = re.compile(r"<(?:img|picture|source|amp-img)\b", re.IGNORECASE)
MARKDOWN = re.compile(
    r"!\[([^\[\]\n]{0,300})\]\(\s{0,9}<?([^\s()<>\"']{1,4000})>?(?:\s{1,9}[\"'][^\n\"']{0,300}[\"'])?\s{0,9}\)"
)
"""An image in Markdown, with the text for who does not see it and a title."""
MAX_MARKDOWN = 200
"""Images in Markdown that are read of one text."""
MAX_COMMENTS = 500
"""Comments with the markup of a picture that are read."""


class Caption(NamedTuple):
    """The *text* of a figure, and how many pictures had been found before it began."""

    first: int
    text: str


class PageText:
    """Collects the text between the tags of a page."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._figure: int | None = None
        self._caption: list[str] = []
        self._is_caption = self._in_noscript = False
        self._comments = 0

    def add(self, text: str) -> None:
        """Take up some text."""
        if self._length < MAX_TEXT:
            self._pieces.append(text)
            self._length += len(text)

    def in_comment(self, text: str) -> str:
        """Return the *text* of a comment, if it is one of the first with the markup of a picture; else ""."""
        if self._comments >= MAX_COMMENTS or not _PICTURED.search(text):
            return ""
        self._comments += 1
        return text

    def at_tag(self) -> str:
        """Return the text since the last tag, if it is the escaped markup of a picture for want of scripts; else "".

        Other markup that a page shows as text is code for its readers. Of Markdown the addresses of its images are
        returned, which a script renders.
        """
        if not self._pieces:
            return ""
        text = "".join(self._pieces)
        self._pieces, self._length = [], 0
        if self._is_caption:
            self._caption.append(text)
        return text if (_IMAGE if self._in_noscript else _MARKUP).search(text) else " ".join(markdown_urls(text))

    def start(self, tag: str, found: int) -> None:
        """Take up an opening tag after so many pictures were *found*."""
        if tag == "figure":
            self._figure, self._caption = found, []
        elif tag == "figcaption":
            self._is_caption = True
        elif tag == "noscript":
            self._in_noscript = True

    def end(self, tag: str) -> Caption | None:
        """Take up a closing tag; return the caption of the figure that ends."""
        if tag == "figcaption":
            self._is_caption = False
        elif tag == "noscript":
            self._in_noscript = False
        if tag != "figure" or self._figure is None:
            return None
        caption = Caption(self._figure, " ".join("".join(self._caption).split()))
        self._figure, self._is_caption = None, False
        return caption


def markdown_urls(text: str) -> list[str]:
    """Return the addresses of the images in Markdown in *text*, be it in a string of a script."""
    if "](" not in text:
        return []
    return [found[2].replace("\\/", "/") for found in islice(MARKDOWN.finditer(text), MAX_MARKDOWN)]
