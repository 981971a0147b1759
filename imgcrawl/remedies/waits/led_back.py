"""Whether a redirect that holds for once leads elsewhere the next time, by what became of rows that asked it again.

Some redirects choose a machine each time, and a row that is led to a machine which is down does well to ask again. Most
always lead the same way: a resolver of lasting names has one host for each collection. What is learnt is kept with the
machine that failed, for where a resolver leads others says nothing of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from imgcrawl.intake.address import host_of

if TYPE_CHECKING:
    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.attempts.steps import Failure
    from imgcrawl.remedies.hosts.memory import HostMemory

_LED: Final = "led"
"""Under what name a machine has the rows that asked again where they were led there from."""

_BY_CHANCE: Final = 2
"""Rows that may be led back to a machine, and fail there again, by chance."""

_SAYS: Final = 4
"""How many times as many rows have to be led there for each that was led back, before the next one asks again."""


def may_lead_elsewhere(state: FetchState, failure: Failure, memory: HostMemory) -> bool:
    """Say whether the redirect that led to *failure* is worth asking again, as far as other rows have shown.

    A row that has begun to ask goes on.
    """
    machine = host_of(failure.url or "")
    if not machine or state["is_led_back"]:
        return True
    trials = memory[machine].retries_of(_LED)
    return trials.vain < _BY_CHANCE or trials.is_due(factor=_SAYS)


def note_where_led(state: FetchState, failure: Failure, memory: HostMemory) -> None:
    """Note that the row was led to a machine and fails there: for the first time, or back again, or to another one."""
    machine, before = host_of(failure.url or ""), state["led_from"]
    if before is not None and before == machine:
        memory[machine].retries_of(_LED).vain += not state["is_led_back"]
        state["is_led_back"] = True
        return
    if before is not None:
        _helped(state, before, memory)
        state["led_from"], state["is_led_back"] = None, False
    if machine:
        memory[machine].retries_of(_LED).met += 1


def learn_of_leading(state: FetchState, memory: HostMemory, *, won: int) -> None:
    """Note an image (1), or that it was none (-1), that came once the redirect was asked again."""
    if state["led_from"] is not None:
        _helped(state, state["led_from"], memory, won=won)


def _helped(state: FetchState, machine: str, memory: HostMemory, *, won: int = 1) -> None:
    trials = memory[machine].retries_of(_LED)
    trials.won += won
    trials.vain -= won * state["is_led_back"]
