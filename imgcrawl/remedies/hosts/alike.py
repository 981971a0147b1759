"""Pages that come in the place of several images, each the same but for the names of its host and its address.

A page for one address may be about that, or about who asks. What comes for several is mostly for all: a domain that is
for sale, an account that is closed, a site that answers whatever it lacks. Who parks domains has one page for all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from imgcrawl.recent import Recent
    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.attempts.steps import Failure


def as_alike(state: FetchState, failure: Failure, pages: Recent[int, int | None]) -> Failure:
    """Return *failure* with a note of whether its page came for another row, too.

    *pages*: those that came last, with the row that had each, None once several had.
    """
    if failure.likeness is None or failure.is_page:
        return failure
    is_alike = pages.get(failure.likeness, state["lane"]) != state["lane"]
    pages.put(failure.likeness, None if is_alike else state["lane"])
    return failure._replace(is_alike=is_alike)
