"""Pictures that were found elsewhere than at their row's address, and that their host refuses.

What the row's page names, or its address carries, is asked for in the way that the refusal itself speaks for, or by
which the host has given others theirs; once for a row, and in no other ways: it may be the wrong place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from imgcrawl.remedies.asking.told import BY_SIGN, wants_cookies
from imgcrawl.remedies.attempts.steps import Step
from imgcrawl.remedies.rules.table import REMEDIES, Kind
from imgcrawl.remedies.rules.variants import COOKIES, LADDER, applicable

if TYPE_CHECKING:
    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.attempts.steps import Failure
    from imgcrawl.remedies.hosts.memory import HostMemory

_FOUND: Final = ("page", "unwrap")
_ASKED: Final = "asked_aside"
"""Mark in ``tried``: a picture that was found elsewhere was asked for once more, as its host wants it."""


def step_aside(
    state: FetchState, failure: Failure, host: str, memory: HostMemory, *, enabled: frozenset[str]
) -> Step | None:
    """Return the request for the picture found at *host*, as this refusal of it speaks for; None if it does not."""
    is_found = state["remedy"] in _FOUND and not failure.is_page and not failure.hops and failure.url
    is_refusal = REMEDIES[failure.slug].kinds[:1] == (Kind.ASK_OTHERWISE,) and failure.retry_after_s is None
    if not (is_found and is_refusal) or _ASKED in state["tried"]:
        return None
    way = _way(state, failure, host, memory, enabled)
    if way is None:
        return None
    memory.refused(host, state["variant"])
    if way != state["variant"]:
        memory.asks(host, way)
    state["tried"].append(_ASKED)
    return Step(state["remedy"] or "", way, url=failure.url)


def _way(state: FetchState, failure: Failure, host: str, memory: HostMemory, enabled: frozenset[str]) -> str | None:
    lessons, told = memory[host], BY_SIGN.get(failure.sign, ()) if failure.sign else ()
    ways = applicable(LADDER, url=failure.url or "", page=state["page_url"], enabled=enabled)
    for way in ways:
        if way.name != state["variant"] and (way.name in told or (not failure.sign and lessons.is_winning(way.name))):
            return way.name
    return state["variant"] if COOKIES.name in enabled and wants_cookies(failure, host, memory) else None
