"""In which way a picture is asked for a second time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imgcrawl.remedies.attempts.steps import Step
from imgcrawl.remedies.rules.variants import DEFAULT, LADDER, OWN_SITE, VARIANTS, comes_from_within
from imgcrawl.remedies.waits.again import LOOK_AGAIN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.hosts.lessons import HostLessons
    from imgcrawl.remedies.rules.variants import Variant

    NewWays = Callable[[FetchState, Iterable[Variant]], list[Variant]]


def step_to_look(
    state: FetchState,
    lessons: HostLessons,
    new_ways: NewWays,
    *,
    later_s: float,
    asked_s: float,
    times: int | None = None,
    same_way: bool = False,
) -> Step | None:
    """Return the step by which a picture is asked for again at a host that taught these *lessons*; None if in none.

    Who is given a notice for the way of asking is given it again: it is another way if one has won at the host, or if
    the first one did not come from the host's own pages. *times*: the ways are to be compared, and were so often in
    vain; that is done at once in a way that was tried before, else *later_s* from now, as a notice may go away by
    itself. *same_way*: whether the picture lasts is to be seen. Nothing is asked for before *asked_s* are over.
    """
    is_at_once = False
    if same_way:
        way: str | None = state["variant"]
    elif times is None:
        way = _likely_way(state, lessons, new_ways)
    else:
        way = _way_in_turn(state, times, lessons, new_ways)
        is_at_once = way is not None and (times > 0 or lessons.has_given(way))
    if way is None:
        return None
    return Step(LOOK_AGAIN, way, delay_s=max(0.0 if is_at_once else later_s, asked_s))


def take_note(state: FetchState, step: Step, lessons: HostLessons) -> None:
    """Let the row be asked for again by *step*, in a way of which is known whether it gives others their own."""
    state["remedy"], state["variant"] = step.remedy, step.variant
    if step.variant != DEFAULT.name and step.variant not in state["tried"]:
        state["tried"].append(step.variant)
    if state["doubted"]:
        state["doubted"]["is_known_good"] = lessons.has_given(step.variant)


def _likely_way(state: FetchState, lessons: HostLessons, new_ways: NewWays) -> str:
    """Return the way that has won most at the host, or comes from its own pages, else the present one."""
    wins, own = lessons.wins, OWN_SITE if state["page_url"] else ""
    ways = [way.name for way in new_ways(state, LADDER) if wins.get(way.name) or way.name == own]
    return max(ways, key=lambda name: wins.get(name, 0), default=state["variant"])


def _way_in_turn(state: FetchState, times: int, lessons: HostLessons, new_ways: NewWays) -> str | None:
    """Return the way by which other rows were given pictures of their own, else that whose turn it is, else any.

    What came from the host's own pages is not held against what others are given, unless that is known to be good.
    """
    where: dict[str, Any] = {"url": state["url"], "page": state["page_url"]}
    first = state["doubted"]["way"] if state["doubted"] else state["variant"]
    is_within = comes_from_within(VARIANTS[first], **where)
    known = [way for way in LADDER if lessons.has_given(way.name)]
    ways = new_ways(state, (*known, *LADDER[times : times + 1], *LADDER))
    is_even = (way.name for way in ways if way in known or not is_within or comes_from_within(way, **where))
    return next(is_even, None)
