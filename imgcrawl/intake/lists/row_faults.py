"""What makes a line of text unfit to be a row, whatever the format."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from imgcrawl.intake.lists.streams import MAX_LINE_CHARS

if TYPE_CHECKING:
    from imgcrawl.intake.lists.streams import Reading

NOT_UTF8: Final = "is not valid UTF-8."
"""What is wrong with a text whose bytes are in another encoding."""

_STRAY = re.compile("[\ud800-\udfff]")
_SHOWN_CHARS = 2000


def fault_of(text: str) -> str:
    """Return what is wrong with the *text* of a row, as the end of a sentence that names the row; empty if nothing."""
    if "\0" in text:
        return "contains a NUL byte."
    if len(text) > MAX_LINE_CHARS:
        return "is longer than 1 MB."
    if not text.isascii() and _STRAY.search(text):
        return NOT_UTF8
    return ""


def note_fault(fault: str, reading: Reading | None) -> None:
    """Count a row that cannot be read for its *fault*, if that is its encoding."""
    if reading is not None and fault == NOT_UTF8:
        reading.not_utf8 += 1


def escaped(text: str) -> str:
    r"""Return *text* with each byte that is no UTF-8, as e4, written as ``\udce4``, so that it can be stored."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()


def readable(text: str) -> str:
    r"""Return the beginning of a faulty *text* in a form that can be stored and shown, as the catalogue writes it.

    NUL becomes ``\x00`` and a byte ff that is no UTF-8 ``\udcff``, so that ids which differ in them stay different.
    """
    return escaped(text[:_SHOWN_CHARS].replace("\0", r"\x00"))
