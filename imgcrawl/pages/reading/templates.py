"""Addresses that a page writes with a hole for the size, beside the sizes that there are.

The scripts of shops fill the hole when they know how wide the window is: ``name_{width}x.jpg`` and ``[180, 540]``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from imgcrawl.naming.sizes import segment_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SIDE = "(?:width|size)"
_HOLE = re.compile(
    rf"\{{\{{?(?:{_SIDE}|[ws])\}}?\}}|%7B(?:{_SIDE}|[ws])%7D|%%?{_SIDE}%%?|__{_SIDE}__|\[{_SIDE}\]", re.IGNORECASE
)
_WITH_DOT, _WITHOUT = "{.width}", ".{width}"
"""How Adobe's components write a hole, whose dot goes with it where there is no size, and how others would."""
_HEIGHT = re.compile(r"(?<=x)(?:\{height\}|%height%|%7Bheight%7D|__height__|\[height\])", re.IGNORECASE)
"""A height that nobody has to name where the width is."""
_LIST = re.compile(r"data-(?:[a-z]+-)*(?:widths?|sizes?)")
_ENTRY = re.compile(r"[^\s,;|\[\]\"']+")
_NUMBER = re.compile(r"(\d{2,5})(?:x\d{0,5}|px|w)?")
_MAX_VALUE = 8_192
_MAX_SIZES = 64


def fill_templates(attributes: Mapping[str, str]) -> Mapping[str, str]:
    """Return an element's *attributes* with each hole for a size filled by the largest that stands beside it.

    An address whose size is a number becomes a ``srcset`` that declares it. One with a hole and no sizes beside it is
    no address, and is left out.
    """
    holed = {name: value for name, value in attributes.items() if _has_hole(name, value)}
    if not holed:
        return attributes
    size = _largest(value for name, value in attributes.items() if _LIST.fullmatch(name) and name not in holed)
    filled = {} if size is None else {name: _filled(value, *size) for name, value in holed.items()}
    return {name: filled.get(name, value) for name, value in attributes.items() if name not in holed or name in filled}


def _has_hole(name: str, value: str) -> bool:
    is_template = name.startswith("data-") and len(value) <= _MAX_VALUE and "/" in value
    is_holed = _WITH_DOT in value or _HOLE.search(value) is not None
    return is_template and is_holed and not any(map(str.isspace, value.strip()))


def _filled(template: str, size: str, width: int | None) -> str:
    url = _HEIGHT.sub("", _HOLE.sub(size, template.strip().replace(_WITH_DOT, _WITHOUT)))
    return url if width is None else f"{url} {width}w"


def _largest(lists: Iterable[str]) -> tuple[str, int | None] | None:
    """Return the largest size of the first of *lists* that holds sizes alone, as written and in pixels if any."""
    for text in lists:
        entries = _ENTRY.findall(text[:_MAX_VALUE])[:_MAX_SIZES]
        ranks = [_rank(entry) for entry in entries]
        if entries and None not in ranks:
            size = max(entries, key=lambda entry: _rank(entry) or 0.0)
            number = _NUMBER.fullmatch(size)
            return size, int(number[1]) if number else None
    return None


def _rank(size: str) -> float | None:
    """Return the pixels that *size* stands for; None if it is no size."""
    if number := _NUMBER.fullmatch(size):
        return float(number[1])
    is_word, width = segment_width(size) if size.isalpha() else (False, None)
    return (width or float("inf")) if is_word else None
