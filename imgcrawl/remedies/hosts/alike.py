"""Pages that a host has in the place of several images, each the same but for the address.

A page for one address may be about that, or about who asks. What comes for several is mostly for all: a domain that is
for sale, an account that is closed, a site that answers whatever it lacks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.attempts.steps import Failure
    from imgcrawl.remedies.hosts.lessons import HostLessons

_MOST_KEPT: Final = 8
"""Pages of one host that are known again, the latest."""


def as_alike(state: FetchState, failure: Failure, lessons: HostLessons) -> Failure:
    """Return *failure* with a note of whether its host had that page for another row too; its *lessons* keep it."""
    if failure.likeness is None or failure.is_page:
        return failure
    known = dict(lessons.pages_given)
    first = known.pop(failure.likeness, state["lane"])
    known[failure.likeness] = None if first != state["lane"] else first
    while len(known) > _MOST_KEPT:
        del known[next(iter(known))]
    lessons.pages_given = known
    return failure._replace(is_alike=known[failure.likeness] is None)
