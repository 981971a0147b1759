"""The row's own address after all, where a redirect from it was taken to be known and led to nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from imgcrawl.errors import Stage
from imgcrawl.remedies.attempts.steps import Step
from imgcrawl.remedies.attempts.verdict import Weight, weight

if TYPE_CHECKING:
    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.attempts.steps import Failure
    from imgcrawl.remedies.hosts.memory import HostMemory

_OF_SERVER: Final = frozenset({Stage.HTTP, Stage.CONTENT})


def step_as_given(state: FetchState, failure: Failure, memory: HostMemory) -> Step | None:
    """Return the request for the row's own address, once, if *failure* is not of the moment and it was spared so far.

    It may be that this one address is not led where all others were.
    """
    is_passing = weight(failure.slug) is Weight.PASSING and failure.slug.stage in _OF_SERVER
    is_of_moment = is_passing or failure.retry_after_s is not None or failure.is_crowded
    if not failure.is_spared or failure.is_page or state["as_given"] or is_of_moment:
        return None
    if not memory.redirects.is_doubtful(state["url"]):
        return None
    state["as_given"] = "asked"
    return Step("retry", state["variant"], from_start=True)
