"""Rate limits in disguise: a host that gave images and now gives a row something else.

Such a row is put off for a moment, to see how others fare, and the same request is sent again before anything else is
tried. Whether the host has turned for all its rows is told by :mod:`imgcrawl.frontier.hold`, which has them wait.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgcrawl.intake.address import host_of
from imgcrawl.remedies.answers.landing import says_missing
from imgcrawl.remedies.attempts.steps import AS_BEGUN
from imgcrawl.remedies.hosts.strangers import is_stranger
from imgcrawl.remedies.rules.groups import DISGUISES, SIDE_ROADS, TURNS
from imgcrawl.remedies.rules.signs import Sign
from imgcrawl.remedies.rules.table import REMEDIES, Kind
from imgcrawl.remedies.waits.again import LATER

if TYPE_CHECKING:
    from imgcrawl.errors import ErrorSlug
    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.attempts.steps import Failure
    from imgcrawl.remedies.hosts.lessons import HostLessons

DISGUISE = "wait_after_refusal"
"""Mark in ``tried``: a failure was answered by waiting."""

_OF_ROW = frozenset(
    {
        Sign.GONE,
        Sign.OTHER_SIZES,
        Sign.EXPIRED,
        Sign.COOKIES,
        Sign.LED,
        Sign.LINKS,
        Sign.PAGES,
        Sign.BROWSERS,
        Sign.STRANGERS,
        Sign.SESSION,
        Sign.IN_MAKING,
        Sign.TWO_FACED,
        Sign.STORE,
        Sign.POINTER,
    }
)
"""Signs that speak of the one address, or of who asked, or that waiting for the host does not take away."""

_MOST_IN_VAIN = 2
"""Rows of a host that are put off in vain, beyond those that this helped."""

_MOST_WAITS = 2


def is_put_off(state: FetchState, slug: ErrorSlug, lessons: HostLessons) -> bool:
    """Say whether the row is to wait because *slug* may be a rate limit in disguise; the host's lessons take note."""
    waited = state["tried"].count(DISGUISE)
    if slug not in DISGUISES or LATER in state["tried"] or (waited and state["tried"][-1] != DISGUISE):
        return False
    if not waited and state["remedy"] == "wait" and state["misses"]["refused"]:
        lessons.vain_waits += 1  # with its host, and for longer
        return False
    if waited:
        is_next = waited < _MOST_WAITS and lessons.disguise_proofs > 0
        lessons.vain_waits += not is_next
        return is_next
    is_worth_it = lessons.vain_waits - lessons.disguise_proofs < _MOST_IN_VAIN
    has_more_to_try = not {Kind.RETRY, Kind.ASK_OTHERWISE}.isdisjoint(REMEDIES[slug].kinds)
    return is_worth_it and has_more_to_try and has_given_so(state, slug, lessons, host_of(state["url"]))


def has_given_so(state: FetchState, slug: ErrorSlug, lessons: HostLessons, host: str) -> bool:
    """Say whether *host* is known to give images in the way in which the row asks, which has failed with *slug*.

    One is enough for the way in which the row began, unless it was given over https: a host that lets one request pass
    at a time gives no second. A host that has given none to pages of other sites gives them none so.
    """
    if is_stranger(state, slug, lessons):
        return False
    way = state["returns_to"] or state["variant"]
    is_first = is_as_begun(state, host) and not lessons.https_works
    return lessons.has_given(way) or (is_first and lessons.wins.get(way, 0) > 0)


def is_as_begun(state: FetchState, host: str) -> bool:
    """Say whether the row asks *host* in the way in which it began there.

    That is at its own address, or at the one to which its page has led from another host: this one is asked for the
    first time, by all rows that are led there.
    """
    return state["remedy"] in AS_BEGUN or (state["remedy"] == Kind.PAGE and host != host_of(state["url"]))


def may_be_for_all(state: FetchState, failure: Failure, host: str) -> bool:
    """Say whether *failure* may be what *host*, which was asked for the row, has for all rows for a while.

    Not what a row has that was looked at later, in vain: it has had that from the beginning.
    """
    is_explained = failure.retry_after_s is not None or failure.is_all or failure.asks_for_login
    is_aside = state["remedy"] in SIDE_ROADS and not is_as_begun(state, host)
    is_of_row = is_aside or LATER in state["tried"] or failure.sign in _OF_ROW
    return failure.slug in TURNS and not (is_explained or is_of_row or says_missing(failure, state["url"]))
