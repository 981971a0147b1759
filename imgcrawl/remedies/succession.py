"""Ways of asking that a host has turned against: who comes after one that was given images and is refused now.

A host may have counted the requests of one kind of client, or have looked at it more closely. What tells this from a
limit for all is one request of another kind: it is made when the host was waited for once in vain, by one row for each
client, and not where waiting has ever helped. If it is refused too, the row goes on waiting as if nothing had been.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgcrawl.remedies.disguise import DISGUISE
from imgcrawl.remedies.steps import Step
from imgcrawl.remedies.table import DISGUISES, SIDE_ROADS
from imgcrawl.remedies.variants import BROWSERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from imgcrawl.errors import ErrorSlug
    from imgcrawl.remedies.memory import HostLessons, HostMemory
    from imgcrawl.remedies.state import FetchState
    from imgcrawl.remedies.steps import Failure
    from imgcrawl.remedies.variants import Variant

_FEWEST_ROWS = 2
"""Rows that are refused in a row: a single one speaks of itself."""


def step_to_successor(
    state: FetchState, failure: Failure, lessons: HostLessons, *, new_ways: Callable[[Iterable[Variant]], list[Variant]]
) -> Step | None:
    """Return the attempt of another client for a row that is refused in a way that had been given images.

    It is the one that has been given others since, without any wait; else, after one wait in vain, one that has not
    asked since the last image came. *new_ways* tells which of some ways are open to the row. The row's state remembers
    the way to which it returns.
    """
    is_unexpected = failure.slug in DISGUISES and not failure.is_explained and lessons.has_given(state["variant"])
    if not is_unexpected or state["remedy"] in SIDE_ROADS:
        return None
    way = next((way for way in new_ways(BROWSERS) if _is_due(way.name, state, lessons)), None)
    if way is None:
        return None
    lessons.probed[way.name] = lessons.images
    state["returns_to"] = state["variant"]
    state["tried"].append(way.name)
    return Step(way.name, way.name)


def take_back_succession(state: FetchState, slug: ErrorSlug, host: str, memory: HostMemory) -> None:
    """Let a row whose other client was refused as well go on as before, with as many waits behind it."""
    before, state["returns_to"] = state["returns_to"], None
    if before is None or slug not in DISGUISES:
        return
    memory.refused(host, state["variant"])
    if state["against"] is not None:
        memory.tested(host, state["against"], state["variant"], row=state["lane"], helped=False)
    waits = state["tried"].count(DISGUISE)
    state["tried"] = [name for name in state["tried"] if name != DISGUISE] + [DISGUISE] * waits
    state["variant"], state["remedy"], state["against"] = before, "wait" if waits else None, None


def _is_due(way: str, state: FetchState, lessons: HostLessons) -> bool:
    if lessons.heirs.get(way):
        return True
    has_waited = state["tried"][-1:] == [DISGUISE] and lessons.images == lessons.images_at_pause
    is_series = lessons.rows_in_a_row >= _FEWEST_ROWS and not lessons.disguise_proofs
    return has_waited and is_series and lessons.probed.get(way) != lessons.images
