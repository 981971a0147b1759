"""Where a row's image is by the rule that others of its host have shown, which were found again elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from imgcrawl.errors import ErrorSlug
from imgcrawl.intake.address import host_of
from imgcrawl.naming.moves import move_between, name_of
from imgcrawl.remedies.attempts.state import BeforeMove
from imgcrawl.remedies.attempts.steps import Failure, Step
from imgcrawl.remedies.hosts.moves import HostMoves, Shown
from imgcrawl.remedies.rules.groups import MAY_BE_MOVED, SHOWS_MOVE, SIDE_ROADS
from imgcrawl.remedies.rules.signs import Sign
from imgcrawl.remedies.rules.variants import DEFAULT

if TYPE_CHECKING:
    from imgcrawl.remedies.attempts.state import AfterMove, FetchState
    from imgcrawl.remedies.hosts.memory import HostMemory

MOVED: Final = "moved"
"""The name of the remedy."""

_MOST: Final = 2
"""Addresses by different rules that one row is asked for at."""


def step_to_moved(
    state: FetchState, failure: Failure, host: str, memory: HostMemory, *, after: AfterMove = "its address"
) -> Step | None:
    """Return the request for the row's image where others are that have failed as it did; None if none is known to be.

    The row's state remembers how it stood, so that it can go on from there (:func:`back_from_move`); *after* says how.
    Each time that a rule was in vain twice as many rows have to meet it before the next.
    """
    lessons = memory[host_of(state["url"])] if state["url"] else None
    is_aside = state["remedy"] in SIDE_ROADS or failure.retry_after_s is not None
    if lessons is None or lessons.moves is None or is_aside:
        return None
    for url, trials in lessons.moves.addresses(state["url"], failure=failure.slug):
        if url in state["moved_to"] or len(state["moved_to"]) >= _MOST or memory[host_of(url)].nameless:
            continue
        state["moved_to"].append(url)  # met once, due or not
        trials.met += 1
        if trials.is_due():
            state["before_move"] = _standing(state, failure, host, after)
            return Step(MOVED, DEFAULT.name, url=url)
    return None


def back_from_move(state: FetchState, memory: HostMemory) -> tuple[Failure, BeforeMove] | None:
    """Let the row, whose image is not where a rule says, stand as before; return how it had failed then, and where."""
    before, state["before_move"] = state["before_move"], None
    if before is None:
        return None
    for trials in _trials(state, memory):
        trials.vain += 1
    state["remedy"], state["variant"], state["detour"] = before["remedy"], before["variant"], before["detour"]
    state["retries"], state["against"] = before["retries"], None
    facts: dict[str, Any] = dict(before["failure"])
    sign = facts.pop("sign")
    return Failure(ErrorSlug(facts.pop("slug")), sign=None if sign is None else Sign(sign), **facts), before


def learn_of_move(state: FetchState, memory: HostMemory, *, url: str, mark: int, won: int) -> None:
    """Note that the row's image came from *url* (*won* is 1), or that what came was none (-1); *mark*: of its bytes.

    What its page has named shows a rule, and so does an address that was guessed; what came by a rule speaks for that.
    """
    if state["remedy"] == MOVED:
        for trials in _trials(state, memory):
            trials.won = max(0, trials.won + won)
        return
    if state["remedy"] not in SHOWS_MOVE or not state["url"]:
        return
    lessons = memory[host_of(state["url"])]
    if won < 0:
        if lessons.moves is not None:
            lessons.moves.take_back(state["lane"])
        return
    move = move_between(state["url"], url) if state["error"] in MAY_BE_MOVED else None
    if move is not None:
        lessons.moves = lessons.moves or HostMoves()
        shown = Shown(name_of(state["url"]), mark)
        lessons.moves.show(move, state["lane"], shown, failure=str(state["error"]))


def _trials(state: FetchState, memory: HostMemory) -> list[Any]:
    """Return the trials of the rules by which the row was asked for last."""
    moves = memory[host_of(state["url"])].moves
    return moves.trials_of(state["url"], state["moved_to"][-1]) if moves and state["moved_to"] else []


def _standing(state: FetchState, failure: Failure, host: str, after: AfterMove) -> BeforeMove:
    """Return how the row stands, JSON-safe; what a page in its image's place names is kept elsewhere."""
    return BeforeMove(
        host=host,
        after=after,
        remedy=state["remedy"],
        variant=state["variant"],
        detour=state["detour"],
        retries=state["retries"],
        failure=failure._replace(present_url=None)._asdict(),
    )
