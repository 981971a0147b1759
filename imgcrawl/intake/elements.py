"""An element of a page that came along with its address in a cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PIECE = re.compile(
    r"(?P<tag><[a-z][\w-]{0,40}(?=[\s/>]))|(?P<end>>)"
    r"|[\s\"'/](?P<name>[a-z@:][\w@:.-]{0,60})\s*=\s*(?:(?P<quote>\\?[\"'])(?P<quoted>.*?)(?:(?P=quote)|\Z)"
    r"|(?P<bare>[^\s\"'<>]+))",
    re.IGNORECASE | re.DOTALL,
)
"""The beginning of an element, its end, or an attribute: in quotes, which a program's text escapes, or without."""
_ADDRESS = re.compile(r"\s*(?:https?:(?:\\?/){2}[^\s\"'<>]|(?:\\?/){2}[\w-]{1,63}\.[\w-])", re.IGNORECASE)
"""What begins with a scheme, or with a host; slashes stand in words, too."""
_OF_TEXT = re.compile(r"xmlns(?::.*)?|item(?:type|id)|vocab|typeof|cite|longdesc|profile")
"""Attributes whose addresses tell what an element is, or where its words are from."""
_LAZY = ("data-lazy-src", "data-src", "data-lazy-original", "data-original")
"""What a picture is for which its element shows another file until a script has come."""


def address_in_element(text: str) -> str | None:
    """Return what *text*, which begins with an element, leads to or shows; None for what does not.

    Of several elements the first counts that has an address, and of its attributes the picture's own, then ``href`` and
    ``src``; others count where no element has those. It may be a ``srcset``.
    """
    if not text.startswith("<"):
        return None
    elements = list(_elements(text))
    plain = map(_address_of, elements)
    return next(filter(None, (*plain, *map(_any_address_of, elements))), None)


def _elements(text: str) -> Iterator[Mapping[str, str]]:
    """Yield the attributes of each element of *text*, by their names in small letters."""
    attributes: dict[str, str] | None = None
    for piece in _PIECE.finditer(text):
        if piece["name"] is None:
            yield attributes or {}
            attributes = {} if piece["tag"] else None
        elif attributes is not None:
            attributes.setdefault(piece["name"].lower(), piece["bare"] or piece["quoted"])
    yield attributes or {}


def _address_of(attributes: Mapping[str, str]) -> str | None:
    lazy = _LAZY if "src" in attributes else ()
    return next(filter(_ADDRESS.match, (attributes.get(name, "") for name in (*lazy, "href", "src"))), None)


def _any_address_of(attributes: Mapping[str, str]) -> str | None:
    others = (value for name, value in attributes.items() if not _OF_TEXT.fullmatch(name))
    return next(filter(_ADDRESS.match, others), None)
