"""Whether a picture may show one thing that has many names, by these and by what is on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from imgcrawl.naming.subject import differ_in_numbers, may_be_one_thing
from imgcrawl.validation.placeholders.circumstances import looks_drawn
from imgcrawl.validation.placeholders.packshots import is_packshot

if TYPE_CHECKING:
    from imgcrawl.validation.facts import ImageFacts

_MOST_NUMBERS: Final = 16
_LEAST_PX: Final = 10_000
_DETAIL: Final = {"JPEG": 0.12, "WEBP": 0.06, "AVIF": 0.05, "PNG": 1.0}
"""Bytes a pixel; measured on drawn notices of 0.7 to 12 megapixels in usual qualities: 0.07, 0.04, 0.02 and 0.04."""


def may_be_shown(names: frozenset[str], facts: ImageFacts) -> bool:
    """Say whether the picture *facts* may be that of one thing under all *names*, before anything else is known."""
    if looks_drawn(facts) and not is_packshot(facts):
        return False
    return may_be_one_thing(names) or may_be_numbered(names, facts)


def may_be_numbered(names: frozenset[str], facts: ImageFacts) -> bool:
    """Say whether *names* may be numbers under which one thing is kept: no more than 16, and a photograph in detail."""
    has_detail = facts.format in _DETAIL and facts.bytes >= _DETAIL[facts.format] * area(facts)
    is_shown = has_detail and area(facts) >= _LEAST_PX and not looks_drawn(facts)
    return is_shown and len(names) <= _MOST_NUMBERS and differ_in_numbers(names)


def area(facts: ImageFacts) -> int:
    """Return how many pixels the picture *facts* has."""
    return facts.width * facts.height
