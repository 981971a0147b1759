"""Hosts that lead what they lack to pictures of something else: a dead product to its category, a person to the team.

One picture to which redirects lead may be a notice, about who asks or how often. Several of them, to which different
rows are led, speak of what was asked for: nobody is turned away by being shown a category.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from imgcrawl.errors import ErrorSlug
from imgcrawl.remedies.answers.landing import landing_of
from imgcrawl.remedies.rules.signs import Sign

if TYPE_CHECKING:
    from imgcrawl.remedies.attempts.steps import Failure
    from imgcrawl.remedies.hosts.lessons import HostLessons

_SEVERAL: Final = 2
_MOST_KEPT: Final = 8


def as_led(failure: Failure, lessons: HostLessons) -> Failure:
    """Return *failure* with its sign, where the host has led rows to several pictures that were none of theirs.

    The host's *lessons* take note of where it leads.
    """
    is_picture = failure.slug is ErrorSlug.CONTENT_PLACEHOLDER and bool(failure.hops)
    if not is_picture or failure.sign is not None or not failure.url:
        return failure
    landing = landing_of(failure.url)
    if landing not in lessons.stand_ins and len(lessons.stand_ins) < _MOST_KEPT:
        lessons.stand_ins = (*lessons.stand_ins, landing)
    return failure._replace(sign=Sign.LED) if leads_apart(lessons) else failure


def leads_apart(lessons: HostLessons) -> bool:
    """Say whether the host of *lessons* has led rows to several such pictures."""
    return len(lessons.stand_ins) >= _SEVERAL
