"""Rows that are nowhere to be had wait until others of their host have shown where its pictures are."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request

from imgcrawl.records import Outcome
from imgcrawl.remedies.attempts.state import new_state
from imgcrawl.spiders.rows import withheld
from imgcrawl.spiders.rows.kept import KeptRows
from imgcrawl.spiders.rows.withheld import Refused


def row(
    number: int, *, host: str = "a.test", name: str = "heron.jpg", error: str = "http_404", refused: bool = False
) -> Refused:
    """Return a row of *host* that has failed."""
    url = f"http://{host}/{number}/{name}"
    state = new_state(number, url, None)
    state["url"], state["error"] = url, error
    state["refused_at"] = host if refused else None
    return Refused(Request(url), state, outcome(number, host=host))


def outcome(number: int, *, host: str = "a.test", rescued_by: str | None = None) -> Outcome:
    """Return the outcome of a row; it is good if the row was rescued."""
    return Outcome(id=str(number), url=f"http://{host}/{number}/x.jpg", ok=bool(rescued_by), rescued_by=rescued_by)


@pytest.fixture
def desk():
    """Keep rows of hosts of which ten rows each have no outcome yet, and of which some are known to be elsewhere."""
    desk: Any = SimpleNamespace(rows=10, known=set(), offered=[], again=[], given_up=[])

    def ask_where_moved(row: Refused) -> bool:
        desk.offered.append(row.outcome.id)
        return row.outcome.id in desk.known

    desk.make = lambda **options: KeptRows(
        rows_of=lambda _host: desk.rows,
        ask_again=lambda row, way: desk.again.append((row.outcome.id, way)),
        ask_there=ask_where_moved,
        give_up=lambda row: desk.given_up.append(row.outcome.id),
        **({"heeds_moves": True} | options),
    )
    desk.kept = desk.make()
    return desk


@pytest.mark.parametrize("rescued_by", ["page", "same_path", "converted", "other_host"])
def test_a_row_found_elsewhere_has_the_others_looked_for_there(desk, rescued_by):
    """Those of its host for which the address is known are asked for, the others stay kept; once for each."""
    assert all(map(desk.kept.keep, [row(1), row(2), row(3, host="b.test")]))
    desk.known = {"1"}
    desk.offered.clear()
    desk.kept.recorded(outcome(4, rescued_by=rescued_by))
    assert desk.offered == ["1", "2"]
    assert (desk.kept.count("a.test"), desk.kept.count("b.test"), desk.given_up) == (1, 1, [])


@pytest.mark.parametrize("rescued_by", [None, "retry", "full_size", "moved"])
def test_other_outcomes_show_nothing(desk, rescued_by):
    """Failures and what was found at its address, or one that tells nothing of others, leave the rows as they are.

    Where the rule is known that has led to a picture, the rows have been asked for by it.
    """
    assert desk.kept.keep(row(1))
    desk.offered.clear()
    desk.kept.recorded(outcome(4, rescued_by=rescued_by))
    assert (desk.offered, desk.kept.count("a.test")) == ([], 1)


def test_a_row_that_ends_when_the_place_is_known_is_asked_for_at_once(desk):
    """It need not wait for another one, be it the last of its host."""
    desk.known, desk.rows = {"1"}, 1
    assert desk.kept.keep(row(1))
    assert desk.kept.count("a.test") == 0


@pytest.mark.parametrize(
    "facts", [{"error": "http_503"}, {"error": "content_too_large"}, {"name": "300x200.jpg"}, {"name": "heron"}]
)
def test_only_what_may_have_moved_is_kept(desk, facts):
    """A failure that passes, one that is final, and an address without a file's name end as they are."""
    assert not desk.kept.keep(row(1, **facts))
    assert desk.offered == []


def test_a_row_that_was_asked_for_there_is_not_kept_again(desk):
    """It ends as it had."""
    asked = row(1)
    asked.state["moved_to"].append("http://b.test/heron.jpg")
    assert not desk.kept.keep(asked)


def test_rows_whose_host_has_nothing_to_come_are_given_up(desk):
    """When all others have their outcome, those that are kept get theirs; rows of both kinds wait for no other."""
    assert desk.kept.keep(row(1))
    assert desk.kept.keep(row(2, error="http_403", refused=True))
    desk.rows = 3
    assert not desk.kept.keep(row(3))
    desk.rows = 2
    desk.kept.recorded(outcome(3))
    assert desk.given_up == ["2"]
    desk.rows = 1
    desk.kept.recorded(outcome(2))
    assert desk.given_up == ["2", "1"]
    assert not desk.kept.keep(row(4))


def test_a_refused_row_is_looked_for_elsewhere_too(desk):
    """A host that refuses everything at its old addresses may have moved."""
    assert all(map(desk.kept.keep, [row(n, error="http_403", refused=True) for n in (1, 2)]))
    desk.known = {"1"}
    desk.kept.recorded(outcome(3, rescued_by="page"))
    assert (desk.kept.count("a.test"), desk.given_up) == (1, [])
    desk.kept.recorded(outcome(4, rescued_by="bot_identity"))
    assert desk.again == [("2", "bot_identity")]


def test_few_rows_are_kept(desk, monkeypatch):
    """Of a host, and of all."""
    monkeypatch.setattr(withheld, "_PER_HOST", 2)
    monkeypatch.setattr(withheld, "_CAPACITY", 3)
    assert [desk.kept.keep(row(n)) for n in range(3)] == [True, True, False]
    assert [desk.kept.keep(row(n, host="b.test")) for n in range(2)] == [True, False]
    desk.rows = 2
    desk.kept.recorded(outcome(9))
    assert desk.kept.keep(row(5, host="c.test"))


def test_nothing_is_kept_for_moves_that_are_not_heeded(desk):
    """Where the remedy is switched off."""
    assert not desk.make(heeds_moves=False).keep(row(1))


def test_all_can_be_let_go(desk):
    """Rows of both kinds, and there is nothing left."""
    assert not desk.kept.let_all_go()
    assert desk.kept.keep(row(1))
    assert desk.kept.keep(row(2, error="http_403", refused=True))
    assert desk.kept.let_all_go()
    assert sorted(desk.given_up) == ["1", "2"]
    assert desk.kept.count("a.test") == 0
