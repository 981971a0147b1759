"""Ways of asking that only repeat what is known.

That is a third browser after two, another client where a login is wanted, and one more row in the same way where all
are given the same.
"""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING, Final

from imgcrawl.errors import ErrorSlug
from imgcrawl.remedies.asking.told import FOR_LINKS
from imgcrawl.remedies.asking.turns import times_each
from imgcrawl.remedies.hosts.strangers import comes_from_own_site
from imgcrawl.remedies.rules.signs import FOR_ALL_CLIENTS, Sign
from imgcrawl.remedies.rules.table import REMEDIES, Kind
from imgcrawl.remedies.rules.variants import DEFAULT, OWN_PAGES, OWN_SITE

if TYPE_CHECKING:
    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.attempts.steps import Failure
    from imgcrawl.remedies.hosts.lessons import HostLessons
    from imgcrawl.remedies.hosts.odds import Odds
    from imgcrawl.remedies.rules.variants import Variant

_SECOND: Final = "other_browser"
_THIRD: Final = "third_browser"
_MANY_ROWS: Final = 4
"""Refused rows of a host that share the request of one browser more."""

_FROM_OWN_PAGES: Final = tuple(way.name for way in OWN_PAGES)


def is_echo(way: Variant, state: FetchState, failure: Failure, lessons: HostLessons, odds: Odds) -> bool:
    """Say whether nothing says that *way* would be told anything else than others were.

    What a host has for several addresses, a picture or a page, it has for the next one too, if it was given again in
    that way: once where it gives images as it is asked, else as often as a way is worth for its rows.

    Who minds browsers minds a third one too. What speaks for that is that the second was told something else
    (*failure*) than the first, that several rows of the host were refused, two to a phone, that it hangs up after
    images, or that it has helped anywhere in this run (*odds*), or here (*lessons*).
    """
    is_for_several = failure.slug is ErrorSlug.CONTENT_PLACEHOLDER or failure.is_alike
    times = times_each(lessons) if lessons.has_given(DEFAULT.name) else floor(lessons.trials_worth())
    if is_for_several and lessons.losses.get(way.name, 0) >= times:
        return True
    is_known = lessons.is_winning(way.name) or odds.has_helped(way.name)
    if way.name != _THIRD or is_known or lessons.refused_rows >= _MANY_ROWS:
        return False
    if failure.is_phone and lessons.refused_rows > 1:
        return False  # the second, which is none, may be under way for the first row
    has_turned = lessons.images > 0 and Kind.OTHER_BROWSER in REMEDIES[failure.slug].kinds
    return not has_turned and (state["variant"] != _SECOND or failure.slug == state["error"])


def is_echo_of_rows(way: Variant, state: FetchState, lessons: HostLessons) -> bool:
    """Say whether *way* is a third browser where no other row has asked as the second: several rows share them."""
    is_shared = bool(lessons.asked.get(_SECOND)) and _SECOND not in state["tried"]
    return way.name == _THIRD and not is_shared


def may_help(way: Variant, failure: Failure) -> bool:
    """Say whether *way* may be given what was refused to all clients, by a login or a notice: its own pages may.

    A store knows no clients, but may have been told from which pages its pictures are to be asked for.
    """
    if failure.wants_login:
        return way.name == OWN_SITE
    if failure.sign is Sign.STORE:
        return way.name in FOR_LINKS
    return failure.sign not in FOR_ALL_CLIENTS or way.name in _FROM_OWN_PAGES


def is_told_the_truth(state: FetchState, failure: Failure, lessons: HostLessons) -> bool:
    """Say whether the row got what is for all clients, and a page would not help.

    It came from the image's own site, others did from pages in vain, or from those of other sites and were given
    images as they were asked for first: the host minds no links then.
    """
    is_form = failure.wants_login and failure.hops > 0
    if not (is_form or failure.sign in FOR_ALL_CLIENTS):
        return False
    have_come_so = all(lessons.asked.get(name) for name in _FROM_OWN_PAGES)
    minds_no_links = lessons.linked > 0 and lessons.has_given(DEFAULT.name)
    return comes_from_own_site(state) or have_come_so or minds_no_links
