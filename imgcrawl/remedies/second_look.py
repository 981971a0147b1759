"""In which way a picture is asked for a second time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imgcrawl.remedies.variants import LADDER, VARIANTS, comes_from_within

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from imgcrawl.remedies.state import FetchState
    from imgcrawl.remedies.variants import Variant

    NewWays = Callable[[FetchState, Iterable[Variant]], list[Variant]]


def likely_way(state: FetchState, wins: Mapping[str, int], new_ways: NewWays) -> str:
    """Return the way that has won most at the host, or comes from its own pages, else the present one."""
    own = "same_origin_referer" if state["page_url"] else ""
    ways = [way.name for way in new_ways(state, LADDER) if wins.get(way.name) or way.name == own]
    return max(ways, key=lambda name: wins.get(name, 0), default=state["variant"])


def way_in_turn(state: FetchState, times: int, new_ways: NewWays) -> str | None:
    """Return the way whose turn it is after so many *times*, or the first that is new to the row; None if none is.

    What came from the host's own pages is not held against what others are given.
    """
    where: dict[str, Any] = {"url": state["url"], "page": state["page_url"]}
    first = (state["doubted"] or {}).get("way", state["variant"])
    is_within = comes_from_within(VARIANTS[first], **where)
    ways = new_ways(state, (*LADDER[times : times + 1], *LADDER))
    return next((way.name for way in ways if not is_within or comes_from_within(way, **where)), None)
