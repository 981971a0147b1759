"""The search for the way of asking that a host likes, over all its rows: what it finds, and what it costs."""

from __future__ import annotations

from collections import deque
from random import Random
from typing import TYPE_CHECKING

import pytest
from scrapy import Request

from imgcrawl.config import RemedyConfig
from imgcrawl.config.sections.hosts import REMEDY_NAMES
from imgcrawl.errors import ErrorSlug
from imgcrawl.records import Outcome
from imgcrawl.remedies.attempts.steps import Failure, Step
from imgcrawl.remedies.hosts.memory import HostMemory
from imgcrawl.remedies.planner import Planner
from imgcrawl.remedies.rules.variants import LADDER
from imgcrawl.spiders.rows.refused import RefusedRows
from imgcrawl.spiders.rows.withheld import Refused
from tests.remedies.planning import begun

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imgcrawl.remedies.attempts.state import FetchState

HOST = "a.test"
WAYS = [way.name for way in LADDER]
DEAD, OPEN = "dead", "open"
"""Rows that are given in no way, and in every way."""


class Host:
    """A host some of whose rows are given in one way only; two of them are asked for at a time, in the list's order.

    *rows*: the way in which each is given, behind its folder and a slash if it is in one.
    """

    def __init__(self, rows: Iterable[str]) -> None:
        self._folders, _, self.rows = zip(*(row.rpartition("/") for row in rows), strict=True)
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

    def expect_little(self) -> Host:
        """Let every way of asking have been of no use at many hosts before."""
        for way in WAYS:
            for _ in range(200):
                self._planner.memory.odds.note(ErrorSlug.HTTP_401, way, helped=False)
        return self

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
        state = begun(row, self._url(row), None)
        self._planner.choose_way(state, host=HOST)
        return state

    def _ask(self, state: FetchState) -> None:
        self.requests += 1
        row = state["lane"]
        if self.rows[row] in (OPEN, state["variant"]):
            self.given.add(row)
            self._planner.learning.succeeded(state, host=HOST)
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
        return f"http://{HOST}/{self._folders[row]}/{row}.jpg".replace("//", "/").replace(":/", "://")


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


def test_a_lone_row_is_asked_for_in_every_way_but_by_a_third_browser():
    """There are no others to leave anything for."""
    assert Host([DEAD]).crawl().requests == len(WAYS)


def test_a_way_that_hardly_ever_wins_is_no_better_than_others():
    """After twenty refusals for one image a way is part of the search again, and not asked of each row."""
    host = Host([DEAD] * 10 + ["no_referer"] + [DEAD] * 200).crawl()
    assert host.requests <= 211 + 64


@pytest.mark.parametrize(
    ("way", "rows"),
    [(way, rows) for rows in (2, 3, 7, 12) for way in WAYS if way != "third_browser" or rows > 7],
)
def test_some_row_of_a_host_that_gives_nothing_tries_each_way(way, rows):
    """However little a way has done elsewhere, it is tried once where several rows get nothing: all have theirs.

    A third browser takes eight rows.
    """
    assert len(Host([way] * rows).expect_little().crawl().given) == rows


@pytest.mark.parametrize("way", WAYS)
def test_dead_rows_do_not_hide_a_way_that_did_little_elsewhere(way):
    """Rows that are given in no way may have tried it: the more rows get nothing, the more of them try it."""
    host = Host([DEAD, way] * 4 + [way] * 26).expect_little().crawl()
    assert len(host.given) == 30


def test_what_hardly_ever_helps_is_spared_where_little_is_lost():
    """By their odds such ways are not tried for a lone row, nor at a host that gives the others."""
    assert Host([DEAD]).expect_little().crawl().requests == 1
    put_off = 2
    assert Host([OPEN, DEAD, DEAD] * 5).expect_little().crawl().requests == 15 + put_off


@pytest.mark.parametrize("ways", [("same_origin_referer", "no_referer"), ("no_referer", "other_browser")])
@pytest.mark.parametrize("order", ["one-by-one", "backwards", 1, 2])
def test_folders_of_a_host_that_want_to_be_asked_in_different_ways(ways, order):
    """What won in one folder does not hide what another needs, where images come in the default way, too."""
    rows = [f"{folder}/{way}" for folder, way in zip("oab", (OPEN, *ways), strict=True) for _ in range(20)]
    if isinstance(order, int):
        Random(order).shuffle(rows)
    host = Host(rows[::-1] if order == "backwards" else rows).crawl()
    assert len(host.given) == 60
    assert host.requests <= 1.5 * 60


def test_folders_in_which_all_is_missing_are_soon_known_for_it():
    """Two of a host that gives images from others are searched anew, and no more."""
    dead = [f"dead{n}/{DEAD}" for n in range(8) for _ in range(10)]
    given = [f"open/{OPEN}"] * 80
    spread, alike = Host([*given, *dead]).crawl(), Host([*given, *([f"open/{DEAD}"] * 80)]).crawl()
    assert alike.requests < spread.requests <= alike.requests + 2 * 13


HOME = f"http://{HOST}/"


class Asked:
    """A host whose rows are answered one after the other; tells in which way each is asked for next."""

    def __init__(self) -> None:
        self.planner = Planner(
            RemedyConfig(remedies=tuple(name for name in REMEDY_NAMES if name != "https")),
            HostMemory(),
            deadline_s=100.0,
            retry_after_max_s=300.0,
            rng=Random(1),
        )
        self._rows = 0

    def row(self, page: str | None = None) -> FetchState:
        """Return the state of another row."""
        self._rows += 1
        return begun(self._rows, f"http://{HOST}/{self._rows}.jpg", page)

    def next(self, state: FetchState, url: str = HOME, *, hops: int = 1, is_phone: bool = False) -> Step | None:
        """Return what follows when the row's present attempt led to the page at *url*."""
        page = Failure(ErrorSlug.CONTENT_HTML, url=url, hops=hops, is_phone=is_phone)
        return self.planner.next_step(state, page, host=HOST, now=1.0)

    def ways(self, url: str = HOME, *, rows: int = 1, hops: int = 1, is_phone: bool = False) -> list[list[str]]:
        """Return in which ways each of *rows* is asked for if all lead there."""
        found = []
        for _ in range(rows):
            state, ways = self.row(), []
            while (step := self.next(state, url, hops=hops, is_phone=is_phone)) is not None:
                ways.append(step.remedy)
            found.append(ways)
        return found


def test_rows_that_are_sent_home_cost_their_host_two_requests():
    """What is missing leads to the home page: two rows are asked for as from the host's own pages and from none."""
    host = Asked()
    host.planner.memory.odds.note(ErrorSlug.CONTENT_HTML, "bot_identity", helped=True)
    assert host.ways(rows=5) == [["same_origin_referer"], ["no_referer"], [], [], []]


def test_rows_that_are_sent_home_are_not_waited_for():
    """That a host which gives images sends a row home is no limit in disguise."""
    host = Asked()
    for _ in range(3):
        host.planner.learning.succeeded(host.row(), host=HOST)
    assert not host.planner.may_be_turned(
        host.row(), Failure(ErrorSlug.CONTENT_HTML, url=HOME, hops=1), host=HOST, now=1.0
    )
    assert [step.remedy for _ in range(3) if (step := host.next(host.row())) is not None] == [
        "same_origin_referer",
        "no_referer",
    ]


def test_a_way_that_helps_who_is_sent_home_is_tried_for_each():
    """A host that sends those home who come from elsewhere is asked as it likes, however many rows there are."""
    host = Asked()
    state = host.row()
    step = host.next(state)
    assert step is not None
    assert step.remedy == "same_origin_referer"
    host.planner.learning.succeeded(state, host=HOST)
    assert host.ways(rows=4) == [["same_origin_referer"]] * 4


def test_who_is_sent_to_the_site_for_phones_asks_as_another_browser():
    """The others are no phones where that was one, and asked before anything else, whatever they did elsewhere."""
    host = Asked()
    for way in WAYS:
        for _ in range(200):
            host.planner.memory.odds.note(ErrorSlug.CONTENT_HTML, way, helped=False)
    assert host.ways(f"http://m.{HOST}/", rows=2) == [["other_browser"], ["third_browser"]]


@pytest.mark.parametrize("is_phone", [True, False])
def test_a_phone_that_gets_a_page_asks_as_another_browser_first(is_phone):
    """What a phone is refused, at a host that has given it nothing, one row asks for as a desktop before all else."""
    (first,), (second,) = Asked().ways(HOME + "x", rows=2, hops=2, is_phone=is_phone)
    assert (first == "other_browser") is is_phone
    assert second != "other_browser"
    host = Asked()
    host.planner.learning.succeeded(host.row(), host=HOST)
    ((wait, way),) = host.ways(HOME + "x", hops=2, is_phone=is_phone)
    assert (wait, way == "other_browser") == ("wait", False)
