"""How many requests the search for a way of asking may cost: of one row, and of all rows of a host."""

from __future__ import annotations

from math import floor, inf
from typing import TYPE_CHECKING, Final

from imgcrawl.errors import ErrorSlug
from imgcrawl.intake.address import host_of
from imgcrawl.remedies.answers.landing import DRAWING, SAID_MISSING, case_of, says_missing
from imgcrawl.remedies.asking.told import FOR_LINKS
from imgcrawl.remedies.rules.signs import FOR_PEOPLE, Sign
from imgcrawl.remedies.rules.variants import DEFAULT, LADDER, OTHER_WAYS, VARIANTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.attempts.steps import Failure
    from imgcrawl.remedies.hosts.lessons import HostLessons

MOST_IF_TOLD: Final = 2
"""Rows of a host that are asked for in a way that the answer speaks for, until it helps."""

_MOST_IF_GIVING: Final = 2
"""Other ways tried for one row of a host that gives images in the default way: it hardly minds the client."""

_MOST_IF_SENT_HOME: Final = 2
"""Other ways tried for all rows of a host that sends them to its home page, until one helps: most are missing."""

_MOST_AGAINST: Final[Mapping[str, int]] = {SAID_MISSING: 1, DRAWING: 2}
"""Other ways tried for one row against what mostly stands for something missing, whoever asks."""

_S: Final = ErrorSlug
_OF_REQUEST: Final = frozenset(
    {_S.HTTP_400, _S.HTTP_402, _S.HTTP_405, _S.HTTP_409, _S.HTTP_416, _S.HTTP_424, _S.HTTP_431}
)
"""Refusals that are seldom about who asks."""

_WAYS_OF_ONE_ROW: Final = len(LADDER) - 1
"""All but a third browser."""


def ways_tried(state: FetchState) -> list[str]:
    """Return the ways in which the row was asked for, beside the one in which it began."""
    return [name for name in state["tried"] if name in VARIANTS]


def most_against(failure: Failure, most: int) -> int:
    """Return how many other ways are tried for one row against *failure*, *most* if that says nothing of it."""
    return _MOST_AGAINST.get(case_of(failure), most)


def has_turn(
    state: FetchState, failure: Failure, lessons: HostLessons, *, most: int, outlook: Callable[[], int]
) -> bool:
    """Say whether the row has one more request for the search; after its first one the others come first.

    Who wants a browser that solves its challenge is not searched; it may let some clients in without one. *most*: for
    one row, whatever it has met; *outlook* tells how many rows of the host have no outcome yet.
    """
    tried = ways_tried(state)
    if failure.sign in FOR_PEOPLE:
        return False
    if says_missing(failure, state["url"]) and lessons.sent_home >= _MOST_IF_SENT_HOME:
        return False
    if lessons.searches >= _most_searches(failure, lessons):
        return False
    if lessons.has_given(DEFAULT.name):
        most = min(most, _MOST_IF_GIVING)
    has_searched = any(name in OTHER_WAYS and not lessons.is_winning(name) for name in tried)
    others = outlook() - 1 if has_searched else 0
    is_open = len(tried) < most_against(failure, most)
    return is_open and len(tried) * (1 + failure.hops) < most and lessons.searches_left() > others


def has_turn_as_told(
    state: FetchState, way: str, lessons: HostLessons, *, host: str, outlook: Callable[[str], int]
) -> bool:
    """Say whether the row is to be asked for in a *way* that the answer of *host* speaks for.

    Once two ask so, others of their hosts wait for what these find; who was led there by the redirect of a host that
    has no others to come has nobody to wait for.
    """
    if lessons.is_winning(way) or lessons.asked.get(way, 0) < MOST_IF_TOLD:
        return True
    own_host = host_of(state["url"])
    return lessons.is_under_way(way) and own_host != host and outlook(own_host) <= 1


def _most_searches(failure: Failure, lessons: HostLessons) -> float:
    """Return how often a host is asked otherwise before a way helps, where refusals like this say what they mean.

    What a store denies to everybody, and what is about the request, is so for whoever asks; a store that has given
    images as it was asked has shown it, and so has a host that has given some and has nothing in the place of others.
    What a store lacks is no proof, so that of many rows that it denies a few more are asked for.
    """
    if failure.sign is Sign.STORE:
        return 1 if lessons.wins.get(DEFAULT.name) else len(FOR_LINKS) * times_each(lessons)
    if failure.slug is ErrorSlug.CONTENT_EMPTY:
        return _MOST_IF_GIVING if lessons.has_given(DEFAULT.name) else _WAYS_OF_ONE_ROW
    is_of_all = failure.sign is Sign.LED or (failure.sign is None and failure.slug in _OF_REQUEST)
    return _WAYS_OF_ONE_ROW if is_of_all else inf


def times_each(lessons: HostLessons) -> int:
    """Return how often each way is tried where that is most likely to be in vain.

    Once, and once more each time that 16 times as many rows are refused.
    """
    return floor((1 + lessons.trials_worth()) / 2)
