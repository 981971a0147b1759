"""Text from outside made safe to show."""

from __future__ import annotations

import re
from typing import Final

_LOGIN: Final = re.compile(r"(^|[/\\\s])[^\s/\\?#@:]*:[^\s/\\?#]*@")


def plain(text: object) -> str:
    r"""Return *text* with everything that a terminal or browser would obey or hide written as an escape, like ``\x1b``.

    Control sequences, line breaks, direction marks and lone surrogates are such; letters of any script stay.
    """
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape", "surrogatepass").decode("ascii")
        for char in str(text)
    )


def without_logins(text: str) -> str:
    """Return *text* with ``…`` for every user name with a password in an address, written with a scheme or without."""
    return _LOGIN.sub(r"\1…@", text)
