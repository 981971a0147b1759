"""Who else asks for a row before its client is given up: after one that was given images, or beside one that was not.

A host may have counted the requests of one kind of client, or have looked at it more closely. What tells this from a
limit for all is a request of another kind: where a host that has turned (:mod:`imgcrawl.frontier.hold`) was asked once
in vain another client asks next, each once, and not where waiting has ever helped. If it is refused too, the row goes
on waiting as if nothing had been.

A host that hangs up on its first rows may be out of order (:mod:`imgcrawl.frontier.outage`), or mind the client: there
each other client asks once, right after one that was cut off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgcrawl.remedies.asking.echoes import is_echo_of_rows
from imgcrawl.remedies.asking.hotlinks import ways_if_hung_up
from imgcrawl.remedies.attempts.steps import Step
from imgcrawl.remedies.hosts.memory import host_at
from imgcrawl.remedies.rules.groups import DISGUISES, SIDE_ROADS
from imgcrawl.remedies.rules.table import REMEDIES, Kind
from imgcrawl.remedies.rules.variants import BROWSERS
from imgcrawl.remedies.waits.disguise import DISGUISE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from imgcrawl.errors import ErrorSlug
    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.attempts.steps import Failure
    from imgcrawl.remedies.hosts.lessons import HostLessons
    from imgcrawl.remedies.hosts.memory import HostMemory
    from imgcrawl.remedies.rules.variants import Variant


def step_to_successor(
    state: FetchState,
    failure: Failure,
    lessons: HostLessons,
    *,
    new_ways: Callable[[Iterable[Variant]], list[Variant]],
    in_vain: bool | None = None,
) -> Step | None:
    """Return the attempt of another client for a row that is refused in a way that had been given images.

    It is the one that has been given others since; else, where waiting was *in_vain*, one that has not asked since the
    last image came, nor been refused while the host refused all: rows begin in different ways, and it may have turned
    against one after the other. *in_vain* is None where the host has not turned. *new_ways* tells which of some ways
    are open to the row. The row's state remembers the way to which it returns.
    """
    if not _is_unexpected(state, failure, lessons):
        return None
    if in_vain is not None:
        lessons.probed[state["variant"]] = lessons.images
    is_new = in_vain and not lessons.disguise_proofs
    due = (way for way in new_ways(BROWSERS) if lessons.heirs.get(way.name) or (is_new and _is_due(way.name, lessons)))
    way = next(due, None)
    if way is None:
        return None
    lessons.probed[way.name] = lessons.images
    state["returns_to"] = state["variant"]
    state["tried"].append(way.name)
    return Step(way.name, way.name, first=True)


def client_for_check(
    state: FetchState,
    slug: ErrorSlug,
    where: str,
    memory: HostMemory,
    *,
    new_ways: Callable[[Iterable[Variant]], list[Variant]],
) -> Variant | None:
    """Return the client that is to ask for a row that was hung up on; None if each has asked for one there already."""
    is_settled = state["returns_to"] is not None or state["remedy"] in SIDE_ROADS
    if is_settled or Kind.OTHER_BROWSER not in REMEDIES[slug].kinds:
        return None
    new = (way for way in new_ways(ways_if_hung_up(state, slug)) if not memory[where].asked.get(way.name))
    worth_it = (way for way in new if not is_echo_of_rows(way, state, memory[where]))
    return next((way for way in worth_it if memory.is_worth_it(where, slug, way.name)), None)


def step_to_check(state: FetchState, slug: ErrorSlug, way: Variant, where: str, memory: HostMemory) -> Step:
    """Return the attempt of that client after *slug*, before all others; the state remembers the way to return to."""
    memory.begins_guess(host_at(where), slug, way.name)
    memory.refused(where, state["variant"])
    memory.asks(where, way.name)
    state["returns_to"] = state["variant"]
    state["tried"].append(way.name)
    return Step(way.name, way.name, first=True)


def has_heir(
    state: FetchState, failure: Failure, lessons: HostLessons, *, new_ways: Callable[[Iterable[Variant]], list[Variant]]
) -> bool:
    """Say whether another client has been given images since one came by the first, and may ask for the row."""
    return _is_unexpected(state, failure, lessons) and any(lessons.heirs.get(way.name) for way in new_ways(BROWSERS))


def take_back_succession(state: FetchState, slug: ErrorSlug, where: str, memory: HostMemory) -> None:
    """Let a row whose other client was refused as well go on as before, with as many waits behind it.

    *where* it was refused is a host, or a folder of one that has lessons of its own.
    """
    before, state["returns_to"] = state["returns_to"], None
    if before is None or slug not in DISGUISES:
        return
    memory.refused(where, state["variant"])
    if state["against"] is not None:
        memory.tested(where, state["against"], state["variant"], row=state["lane"], helped=False)
    waits = state["tried"].count(DISGUISE)
    state["tried"] = [name for name in state["tried"] if name != DISGUISE] + [DISGUISE] * waits
    state["variant"], state["remedy"], state["against"] = before, "wait" if waits else None, None


def _is_unexpected(state: FetchState, failure: Failure, lessons: HostLessons) -> bool:
    is_refusal = failure.slug in DISGUISES and not failure.is_explained and state["remedy"] not in SIDE_ROADS
    return is_refusal and lessons.has_given(state["variant"])


def _is_due(way: str, lessons: HostLessons) -> bool:
    return lessons.probed.get(way) != lessons.images
