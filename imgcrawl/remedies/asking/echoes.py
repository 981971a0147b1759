"""Ways of asking that only repeat what is known: a third browser after two, another client where a login is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from imgcrawl.errors import ErrorSlug
    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.attempts.steps import Failure
    from imgcrawl.remedies.hosts.lessons import HostLessons
    from imgcrawl.remedies.hosts.odds import Odds
    from imgcrawl.remedies.rules.variants import Variant

_SECOND: Final = "other_browser"
_THIRD: Final = "third_browser"
_MANY_ROWS: Final = 4
"""Refused rows of a host that share the request of one browser more."""

_AGAINST_LOGIN: Final = "same_origin_referer"


def is_echo(way: Variant, state: FetchState, slug: ErrorSlug, lessons: HostLessons, odds: Odds) -> bool:
    """Say whether *way* is a third browser, of which nothing says that it would hear anything else than two others.

    Who minds browsers minds the next one too. What speaks for it is that the second was told something else (*slug*)
    than the first, that several rows of the host were refused, or that it has helped anywhere in
    this run (*odds*), or here (*lessons*).
    """
    is_known = lessons.is_winning(way.name) or odds.has_helped(way.name)
    if way.name != _THIRD or is_known or lessons.refused_rows >= _MANY_ROWS:
        return False
    return state["variant"] != _SECOND or slug == state["error"]


def may_help(way: Variant, failure: Failure) -> bool:
    """Say whether *way* may be given what was refused: who wants a login wants it of all clients, but for own pages."""
    return not failure.wants_login or way.name == _AGAINST_LOGIN
