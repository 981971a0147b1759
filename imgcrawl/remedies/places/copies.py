"""Answers that are copies, and not what their host would say now: asked for once past the caches, before any wait.

One that names a time is no different from its host's own word: who asked past it would ask inside that time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from imgcrawl.intake.address import host_of
from imgcrawl.remedies.attempts.steps import Step
from imgcrawl.remedies.places.mending import trials_of

if TYPE_CHECKING:
    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.attempts.steps import Failure
    from imgcrawl.remedies.hosts.memory import HostMemory
    from imgcrawl.remedies.rules.mends import Trials

_PAST: Final = "past_caches"
"""Mark in ``tried``: the row's present attempt was made for this."""
_DONE: Final = "past_caches_done"
"""Mark in ``tried``: it was made, and has taught what it could."""


def may_ask_past(state: FetchState, failure: Failure) -> bool:
    """Say whether the row has met a copy that names no time, and was not asked for past the caches yet."""
    return failure.is_copy and failure.retry_after_s is None and not {_PAST, _DONE} & {*state["tried"]}


def step_past_caches(state: FetchState, failure: Failure, memory: HostMemory) -> Step | None:
    """Return the same request at once, past the caches, if *failure* is a copy; not where that is known to be in vain.

    A copy says nothing of how busy its host is. Each time in vain twice as many rows have to meet one before the next.
    """
    if not may_ask_past(state, failure):
        return None
    trials = _trials(state, memory)
    trials.met += 1
    if not trials.is_due():
        return None
    state["tried"].append(_PAST)
    return Step("retry", state["variant"], fresh=True)


def learn_of_copies(state: FetchState, memory: HostMemory, *, won: int = 0) -> None:
    """Note that the row's attempt past the caches, if it is one, has *won*, or that it was in vain."""
    if _PAST not in state["tried"]:
        return
    trials = _trials(state, memory)
    if won:
        trials.won = max(0, trials.won + won)
    else:
        trials.vain += 1
        state["tried"][state["tried"].index(_PAST)] = _DONE


def _trials(state: FetchState, memory: HostMemory) -> Trials:
    return trials_of(_PAST, memory[host_of(state["url"])])
