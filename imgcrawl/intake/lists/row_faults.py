"""What makes a line of text unfit to be a row, whatever the format."""

from __future__ import annotations

import re

from imgcrawl.intake.lists.streams import MAX_LINE_CHARS

_NOT_UTF8 = re.compile("[\ud800-\udfff]")
_SHOWN_CHARS = 2000


def fault_of(text: str) -> str:
    """Return what is wrong with the *text* of a row, as the end of a sentence that names the row; empty if nothing."""
    if "\0" in text:
        return "contains a NUL byte."
    if len(text) > MAX_LINE_CHARS:
        return "is longer than 1 MB."
    if not text.isascii() and _NOT_UTF8.search(text):
        return "is not valid UTF-8."
    return ""


def readable(text: str) -> str:
    r"""Return the beginning of a faulty *text* in a form that can be stored and shown, as the catalogue writes it.

    NUL becomes ``\x00`` and a byte ff that is no UTF-8 ``\udcff``, so that ids which differ in them stay different.
    """
    return text[:_SHOWN_CHARS].replace("\0", r"\x00").encode("utf-8", "backslashreplace").decode()
