"""Ways of asking that an answer speaks for, whatever the odds: by what it says, or by who else was given images."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from imgcrawl.intake.address import host_of
from imgcrawl.remedies.answers.landing import says_missing
from imgcrawl.remedies.hosts.memory import host_at
from imgcrawl.remedies.hosts.odds import RIDDLE
from imgcrawl.remedies.hosts.strangers import comes_from_elsewhere, is_stranger, may_mind_links
from imgcrawl.remedies.rules.signs import Sign
from imgcrawl.remedies.rules.table import REMEDIES, Kind
from imgcrawl.remedies.rules.variants import COOKIES, DEFAULT, NO_REFERER, OWN_SITE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.attempts.steps import Failure
    from imgcrawl.remedies.hosts.memory import HostMemory

FOR_LINKS: Final = (OWN_SITE, NO_REFERER)
"""What helps where images are given to the host's own pages alone, or not to those of others."""

BY_SIGN: Final[Mapping[Sign, tuple[str, ...]]] = {
    Sign.LINKS: FOR_LINKS,
    Sign.PAGES: (NO_REFERER,),
    Sign.BROWSERS: ("bot_identity",),
    Sign.STRANGERS: ("bot_identity",),
}
"""The ways that a sign speaks for; no other one helps."""


def told_ways(state: FetchState, failure: Failure, memory: HostMemory, where: str) -> tuple[str, ...]:
    """Return the ways of asking that the row is to have next, whatever their odds; mostly none.

    The image's own site is known by those others of its host that were given theirs. Who minds links from other sites
    may say so on a page like any other of its site, with what keeps programs out, or send all who come so to its home
    page, *where* they are refused then.
    """
    if failure.sign is Sign.RIDDLE:
        return (OWN_SITE,) if comes_from_elsewhere(state) else ()
    if failure.sign is not None:
        return BY_SIGN.get(failure.sign, ())
    who = host_of(state["url"]) if says_missing(failure, state["url"]) else where
    is_away = may_mind_links(failure.slug) and memory.home_of(state["url"], state["page_url"]) != ""
    return (OWN_SITE,) if is_away or is_stranger(state, failure.slug, memory[who]) else ()


def wants_cookies(failure: Failure, where: str, memory: HostMemory) -> bool:
    """Say whether what was refused set a cookie that may be all it takes: the host gives nothing to who has none.

    Pages for what is missing set cookies like all others. What comes with a riddle is mostly for who solves it: there
    rows have it while nothing is known of the host and the odds allow it, and then if it has helped.
    """
    is_riddle = failure.sign is Sign.RIDDLE
    is_refusal = Kind.ASK_OTHERWISE in REMEDIES[failure.slug].kinds and (failure.sign is None or is_riddle)
    is_gate = not (failure.is_said_missing or failure.hops)
    if not (failure.sets_cookies and is_refusal and is_gate):
        return False
    lessons, tested = memory[where], memory[host_at(where)].tested
    if is_riddle and (RIDDLE, COOKIES.name) in tested:
        return tested[RIDDLE, COOKIES.name] is not None or not memory[host_at(where)].losses.get(COOKIES.name)
    return not lessons.wins.get(DEFAULT.name) and (not is_riddle or memory.odds.is_worth_it(RIDDLE, COOKIES.name))
