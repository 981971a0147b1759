"""The row's own address after all, where it began elsewhere, as others of its host had shown, and that led to nothing.

A row begins where its host would redirect it, or over https where http has given nothing and https images.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgcrawl.errors import ANSWERED, OVERLOAD
from imgcrawl.intake.address import host_of
from imgcrawl.intake.spellings import secured
from imgcrawl.remedies.attempts.speaking import Weight, forget, weight
from imgcrawl.remedies.attempts.steps import Step
from imgcrawl.remedies.places.elsewhere import HTTPS
from imgcrawl.remedies.rules.groups import SIDE_ROADS

if TYPE_CHECKING:
    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.attempts.steps import Failure
    from imgcrawl.remedies.hosts.memory import HostMemory


def step_over_https(state: FetchState, memory: HostMemory) -> Step | None:
    """Return the request over https with which a row begins whose host has given images so, and none over http."""
    url, host = secured(state["url"]), host_of(state["url"])
    if url is None or host not in memory or not memory[host].gives_over_https_alone():
        return None
    state["tried"].append(url)
    state["as_given"], state["remedy"] = "due", HTTPS
    return Step(HTTPS, state["variant"], url=url)


def step_as_given(state: FetchState, failure: Failure, memory: HostMemory, *, at_end: bool = False) -> Step | None:
    """Return the request for the row's own address, once, if it was spared so far.

    It may be that this one address is not led where all others were, or is given over http. What was asked for at
    another address says nothing of that. What is of the moment is waited for first, until *at_end* nothing else is left
    to try. A limit of its own host is one over http, too.
    """
    is_passing = weight(failure.slug) is Weight.PASSING and failure.slug.stage in ANSWERED
    is_of_moment = is_passing or failure.retry_after_s is not None or failure.is_crowded
    is_limit = failure.slug in OVERLOAD and host_of(failure.url or "") == host_of(state["url"])
    if failure.is_page or (is_of_moment and (is_limit or not at_end)):
        return None
    if state["as_given"] == "due" and state["remedy"] == HTTPS:
        forget(state)  # that of its own address counts
        state["remedy"] = None
    elif not (_was_spared(state, failure) and memory.redirects.is_doubtful(state["url"])):
        return None
    state["as_given"] = "asked"
    return Step("retry", state["variant"], from_start=True)


def _was_spared(state: FetchState, failure: Failure) -> bool:
    """Say whether *failure* is of where the row's own address would have led, which was not asked for yet."""
    return failure.is_spared and not state["as_given"] and state["remedy"] not in SIDE_ROADS
