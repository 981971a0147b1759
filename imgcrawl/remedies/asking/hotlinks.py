"""Hosts that mind the page for which their images are asked for, and do not say so: by a 404, or by hanging up.

Both mostly mean something else. So after a 404 other pages are named where several rows of a host that were found on
pages of other sites have met it, and none such has been given an image; each once for the host, until it has helped.
"""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING, Final

from imgcrawl.errors import ErrorSlug
from imgcrawl.intake.address import host_of
from imgcrawl.remedies.asking.told import FOR_LINKS
from imgcrawl.remedies.hosts.memory import host_at
from imgcrawl.remedies.rules.groups import HUNG_UP, NO_HANDSHAKE, SIDE_ROADS
from imgcrawl.remedies.rules.variants import BROWSERS, DEFAULT, NO_REFERER, VARIANTS, names_other_site

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.attempts.steps import Failure
    from imgcrawl.remedies.hosts.lessons import HostLessons
    from imgcrawl.remedies.hosts.memory import HostMemory
    from imgcrawl.remedies.rules.variants import Variant

_FEWEST_ROWS: Final = 2


def other_referers(state: FetchState) -> tuple[Variant, ...]:
    """Return the ways that name no page, or the image's own site, where the row names another page at first."""
    if not state["page_url"]:
        return ()
    return tuple(VARIANTS[name] for name in (FOR_LINKS if _is_linked(state) else (NO_REFERER,)))


def _is_linked(state: FetchState) -> bool:
    return names_other_site(DEFAULT, url=state["url"], page=state["page_url"])


def ways_if_hung_up(state: FetchState, slug: ErrorSlug) -> tuple[Variant, ...]:
    """Return the ways that may help a row that failed with *slug*: other clients, and other pages for them to name.

    Who fails during the handshake has named none yet.
    """
    return (*other_referers(state), *BROWSERS) if slug in HUNG_UP else BROWSERS


def hung_up_enough(way: Variant, state: FetchState, failure: Failure, lessons: HostLessons) -> bool:
    """Say whether a host that has given no image has cut the handshakes of that client for enough of its rows.

    What is cut then knows no address yet, so that all rows speak of one thing: each client has one try, and one more as
    often as the search has. Where rows are led there a try costs more, and there are fewer.
    """
    if failure.slug not in NO_HANDSHAKE or lessons.images:
        return False
    is_led = host_of(failure.url or state["url"]) != host_of(state["url"])
    return lessons.asked.get(way.name, 0) >= max(1, floor(lessons.trials_worth() / (1 + is_led)))


def way_if_missing(
    state: FetchState, failure: Failure, ways: Sequence[Variant], where: str, memory: HostMemory
) -> Variant | None:
    """Return which of *ways*, that name other pages, asks for an image that is said not to be there; mostly none.

    *where* it lies is a host, or a folder with lessons of its own. A row that comes before there are several, or
    while they ask, waits for what these find.
    """
    is_plain = failure.sign is None and not failure.hops and failure.retry_after_s is None
    if failure.slug is not ErrorSlug.HTTP_404 or not is_plain or state["remedy"] in SIDE_ROADS or not _is_linked(state):
        return None
    lessons, slug = memory[where], failure.slug
    if winning := next((way for way in ways if lessons.is_winning(way.name)), None):
        return winning
    if lessons.linked > 0:
        return None
    new = [way for way in ways if not lessons.asked.get(way.name) and memory.is_worth_it(where, slug, way.name)]
    if new and lessons.misplaced >= _FEWEST_ROWS:
        return new[0]
    if new or any(lessons.is_under_way(way.name) for way in ways):
        state["refused_at"] = host_at(where)
    return None
