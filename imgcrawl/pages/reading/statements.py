"""The texts beside a picture that may state the name of its file, or a number of its object."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from imgcrawl.naming.words import ANY_ENDING, IMAGE_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MAX_TOLD = 300
"""Characters of a text that is kept."""
MAX_TEXTS = 12
"""Texts that are kept of one picture."""

FILE_NAME = re.compile(rf"[^\s/\\:\"'<>|()\[\],;]{{1,200}}{ANY_ENDING}(?!\.?[a-z0-9])", re.IGNORECASE)
BYTES = r"\(\d[\d.,]*\s?(?:[kmg]i?b|bytes|octets|[kmg]o)\)"
LISTED = re.compile(rf"(?:download:?\s+)?([^/\\<>|\"]{{1,200}}{IMAGE_FILE.pattern})\s*{BYTES}", re.IGNORECASE)
"""A file in a list of files, with how large it is: ``IMG_0042.JPG (1.2 MB)``."""
_SLUG = re.compile(r"(?=.*[-_\d])[\w%.-]{4,200}")
_YEAR = re.compile(r"(?:1[6-9]|20)\d\d[._/-]\d")
"""How the number of an object begins."""
_BARCODE = re.compile(r"(?<![\w-])(?:[A-Z]{1,5}\d{8,11}|[A-Z]{2,4}\d{6,7})(?![\w-])")
"""What is glued to a specimen: its collection in capitals and many digits, ``K000045786``."""
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_WORDS = frozenset({"alt", "title", "download", "aria-label"})
_NAMING = frozenset({"name", "filename", "title", "caption", "alt", "label", "file", "desc", "description", "key"})


def is_naming(attribute: str) -> bool:
    """Whether a ``data-*`` attribute of that name holds a name and, without a slash in it, no address."""
    return attribute.startswith("data-") and not _NAMING.isdisjoint(re.split(r"[-_]", attribute))


def is_address(text: str) -> bool:
    """Whether *text* is a whole address."""
    return _ADDRESS.fullmatch(text) is not None


def is_slug(text: str) -> bool:
    """Whether *text* is one word, joined of several or with a number, as files are called and people do not write."""
    return _SLUG.fullmatch(text) is not None


def statements(attributes: Mapping[str, str]) -> tuple[str, ...]:
    """Return the values of an element's *attributes* that may state a name."""
    return stating(value for name, value in attributes.items() if name in _WORDS or is_naming(name))


def stating(texts: Iterable[str]) -> tuple[str, ...]:
    """Return those of *texts* that hold the name of a file or the number of an object, or are one word of it."""
    stripped = (text.strip() for text in texts if len(text) <= MAX_TOLD)
    return tuple(text for text in stripped if text and _may_state(text))[:MAX_TEXTS]


def _may_state(text: str) -> bool:
    is_number = _YEAR.search(text) is not None or _BARCODE.search(text) is not None
    return is_slug(text) or is_address(text) or IMAGE_FILE.search(text) is not None or is_number
