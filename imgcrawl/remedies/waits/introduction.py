"""Hosts that answer 429 to whoever does not say who asks, at whatever pace: they are asked by name.

What tells them from a limit is that waiting for them is in vain, before they have given anything. One row asks under
our own name then, with the operator's contact, and never within a wait that the host has announced. If that is refused
as well, the row goes on waiting as if nothing had been.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from imgcrawl.errors import NOT_THERE, ErrorSlug
from imgcrawl.remedies.attempts.steps import Step
from imgcrawl.remedies.rules.groups import SIDE_ROADS

if TYPE_CHECKING:
    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.attempts.steps import Failure
    from imgcrawl.remedies.hosts.memory import HostMemory

BY_NAME: Final = "bot_identity"


def step_by_name(state: FetchState, failure: Failure, host: str, memory: HostMemory, *, now: float) -> Step | None:
    """Return the attempt under our own name for a row to which *host* says 429 without a time; None if it is not due.

    *now*, in epoch seconds, becomes part of the host's lessons: what is refused when asked for later was waited for.
    """
    lessons = memory[host]
    is_rebuff = failure.slug is ErrorSlug.HTTP_429 and failure.retry_after_s is None and failure.sign is None
    if not is_rebuff or state["remedy"] in SIDE_ROADS or BY_NAME in (state["variant"], *state["tried"]):
        return None
    if not lessons.images:
        memory.refused(host, state["variant"])
    is_in_vain = not lessons.images and failure.sent_at > lessons.rebuffed_at
    lessons.rebuffed_at = min(lessons.rebuffed_at, now)
    is_new = is_in_vain and not lessons.asked.get(BY_NAME) and memory.is_worth_it(host, failure.slug, BY_NAME)
    if not (is_new or lessons.is_winning(BY_NAME)):
        return None
    _turn_to_name(state, host, memory)
    return Step(BY_NAME, BY_NAME, first=True)


def wait_under_name(state: FetchState, host: str, memory: HostMemory) -> None:
    """Let a row that has waited for *host* ask by name, if the host has let others in by it meanwhile."""
    waited = state["remedy"] == "wait" and state["error"] == ErrorSlug.HTTP_429
    if waited and BY_NAME not in (state["variant"], *state["tried"]) and memory[host].favourite().name == BY_NAME:
        _turn_to_name(state, host, memory)
        state["variant"] = state["remedy"] = BY_NAME
        state["against"] = ErrorSlug.HTTP_429.value


def _turn_to_name(state: FetchState, host: str, memory: HostMemory) -> None:
    memory.asks(host, BY_NAME)
    state["returns_to"] = state["variant"]
    state["tried"].append(BY_NAME)


def take_back_name(state: FetchState, failure: Failure, host: str, memory: HostMemory) -> Failure:
    """Let a row go on as before whose name was of no use; return what it met under its own name as it counts then."""
    is_by_name = state["variant"] == BY_NAME and state["against"] == ErrorSlug.HTTP_429
    if not is_by_name or state["returns_to"] is None or failure.slug in NOT_THERE:
        return failure
    memory.refused(host, BY_NAME)
    memory.tested(host, ErrorSlug.HTTP_429, BY_NAME, row=state["lane"], helped=False)
    state["variant"], state["returns_to"] = state["returns_to"], None
    state["remedy"], state["against"] = "wait" if state["waits"] else None, None
    return failure._replace(slug=ErrorSlug.HTTP_429)
