"""The search for the way of asking that a host likes, over all its rows: what it finds, and what it costs."""

from __future__ import annotations

from collections import deque
from random import Random
from typing import TYPE_CHECKING

import pytest
from scrapy import Request

from imgcrawl.config import RemedyConfig
from imgcrawl.errors import ErrorSlug
from imgcrawl.records import Outcome
from imgcrawl.remedies.memory import HostMemory
from imgcrawl.remedies.planner import Planner
from imgcrawl.remedies.state import FetchState, new_state
from imgcrawl.remedies.steps import Failure
from imgcrawl.remedies.variants import LADDER
from imgcrawl.spiders.refused import Refused, RefusedRows

if TYPE_CHECKING:
    from collections.abc import Iterable

HOST = "a.test"
WAYS = [way.name for way in LADDER]
DEAD, OPEN = "dead", "open"
"""Rows that are given in no way, and in every way."""


class Host:
    """A host some of whose rows are given in one way only; two of them are asked for at a time, in the list's order."""

    def __init__(self, rows: Iterable[str]) -> None:
        self.rows = list(rows)
        self.requests = 0
        self.given: set[int] = set()
        self._without_outcome = len(self.rows)
        self._turn: deque[FetchState] = deque()
        self._kept = RefusedRows(
            rows_of=lambda _host: self._without_outcome, ask_again=self._ask_again, give_up=lambda _row: None
        )
        self._planner = Planner(
            RemedyConfig(),
            HostMemory(),
            deadline_s=100.0,
            retry_after_max_s=300.0,
            rng=Random(1),
            outlook=lambda host: self._without_outcome - self._kept.count(host),
        )

    def crawl(self) -> Host:
        """Ask for all rows until nothing more is tried."""
        listed = iter(range(len(self.rows)))
        while True:
            while len(self._turn) < 2 and (row := next(listed, None)) is not None:
                self._turn.append(self._begin(row))
            if not self._turn:
                return self
            self._ask(self._turn.popleft())

    def _begin(self, row: int) -> FetchState:
        state = new_state(row, self._url(row), None)
        state["url"], state["variant"] = state["given"], self._planner.first_variant(HOST)
        return state

    def _ask(self, state: FetchState) -> None:
        self.requests += 1
        row = state["lane"]
        if self.rows[row] in (OPEN, state["variant"]):
            self.given.add(row)
            self._planner.succeeded(state, host=HOST)
            self._record(row, rescued_by=state["remedy"])
        elif self._planner.next_step(state, Failure(ErrorSlug.HTTP_401), host=HOST, now=1.0) is not None:
            self._turn.append(state)
        elif not self._kept.keep(Refused(Request(self._url(row)), state, self._outcome(row))):
            self._record(row)

    def _ask_again(self, kept: Refused, way: str) -> None:
        kept.state["tried"].append(way)
        kept.state["variant"] = kept.state["remedy"] = way
        kept.state["against"] = None
        self._turn.appendleft(kept.state)

    def _record(self, row: int, rescued_by: str | None = None) -> None:
        self._without_outcome -= 1
        outcome = self._outcome(row)
        outcome.ok, outcome.rescued_by = row in self.given, rescued_by
        self._kept.recorded(outcome)

    def _outcome(self, row: int) -> Outcome:
        return Outcome(id=str(row), url=self._url(row))

    def _url(self, row: int) -> str:
        return f"http://{HOST}/{row}.jpg"


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("order", ["dead-first", "dead-last", "in-turn", *range(4)])
def test_dead_rows_do_not_hide_the_way_that_others_need(way, order):
    """Rows that are given in no way say little of the ways: wherever they stand, the others are all given."""
    dead, needing = [DEAD] * 4, [way] * 30
    rows = {"dead-first": dead + needing, "dead-last": needing + dead, "in-turn": [DEAD, way] * 4 + [way] * 26}.get(
        str(order), dead + needing
    )
    if isinstance(order, int):
        Random(order).shuffle(rows)
    host = Host([*rows, *[OPEN] * 20]).crawl()
    assert len(host.given) == 50
    assert host.requests <= 1.7 * 54


@pytest.mark.parametrize("way", WAYS)
def test_rows_of_a_host_that_gives_others_find_their_way_too(way):
    """Where the default gives some rows, those that need another way have it, and the first are asked once more."""
    host = Host([OPEN, OPEN, DEAD, way, OPEN] * 10).crawl()
    assert len(host.given) == 40
    assert host.requests <= 2 * 50


def test_rows_that_need_different_ways_have_theirs():
    """The search goes on where one way has won: rows that are refused in it have their turn for others."""
    host = Host(["no_referer"] * 10 + ["other_browser"] * 10 + [DEAD] * 5).crawl()
    assert len(host.given) == 20


@pytest.mark.parametrize(("rows", "most"), [(1, 6), (2, 9), (10, 23), (100, 121), (1000, 1030)])
def test_a_host_that_gives_nothing_is_cheap(rows, most):
    """What the search costs grows with the logarithm of the rows: more of them make each cheaper."""
    host = Host([DEAD] * rows).crawl()
    assert host.requests <= most
    assert host.requests >= min(rows * 2, rows + len(WAYS))


def test_a_lone_row_is_asked_for_in_every_way():
    """There are no others to leave anything for."""
    assert Host([DEAD]).crawl().requests == 1 + len(WAYS)


def test_a_way_that_hardly_ever_wins_is_no_better_than_others():
    """After twenty refusals for one image a way is part of the search again, and not asked of each row."""
    host = Host([DEAD] * 10 + ["no_referer"] + [DEAD] * 200).crawl()
    assert host.requests <= 211 + 64
