"""Text from outside made safe to show."""

from __future__ import annotations


def plain(text: object) -> str:
    r"""Return *text* with everything that a terminal or browser would obey or hide written as an escape, like ``\x1b``.

    Control sequences, line breaks, direction marks and lone surrogates are such; letters of any script stay.
    """
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape", "surrogatepass").decode("ascii")
        for char in str(text)
    )
