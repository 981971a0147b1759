from __future__ import annotations

from math import inf, nan
from typing import TYPE_CHECKING

import pytest

from imgcrawl.catalogue.schema import hosts
from imgcrawl.frontier import Standing

if TYPE_CHECKING:
    from imgcrawl.catalogue import Catalogue

DAY_S = 86_400.0


def test_hosts_are_remembered(catalogue: Catalogue) -> None:
    """What was saved about a host is loaded again; saving replaces it; unknown hosts are left out."""
    catalogue.save_hosts({"a.test": {"referer": 1}, "b.test": {"x": [None, "ü"]}})
    catalogue.save_hosts({"a.test": {"identity": 2}})
    catalogue.save_hosts({})
    assert catalogue.load_hosts(["a.test", "b.test", "c.test"]) == {
        "a.test": {"identity": 2},
        "b.test": {"x": [None, "ü"]},
    }


def test_many_hosts(catalogue: Catalogue) -> None:
    """Any number of hosts is loaded at once."""
    names = [f"h{n}.test" for n in range(2300)]
    catalogue.save_hosts({name: {"x": 1} for name in names})
    assert set(catalogue.load_hosts(names)) == set(names)


def standing(host: str, *, paused_until: float = 0.0, told_at: float = 0.0) -> Standing:
    """Make what a host has asked for."""
    return Standing(host, paused_until, told_at, 0.5, 0.25, 1)


def test_news_are_heard_once(catalogue: Catalogue) -> None:
    """What was told after the last look is heard, the newest of each host alone, and nothing twice."""
    first, second, other = standing("a.test", told_at=5.0), standing("a.test", told_at=6.0), standing("b.test")
    assert catalogue.host_news(0, now=0.0, since=-1.0) == (0, [])
    catalogue.tell_hosts([first, other])
    last, news = catalogue.host_news(0, now=0.0, since=-1.0)
    assert sorted(news) == [first, other]
    catalogue.tell_hosts([second])
    assert catalogue.host_news(last, now=0.0, since=-1.0) == (last + 1, [second])
    assert catalogue.host_news(last + 1, now=0.0, since=-1.0) == (last + 1, [])


def test_old_news_are_none(catalogue: Catalogue) -> None:
    """A pause that is over counts as long as the rate is worth remembering; one that lasts counts however old it is."""
    over, lasting = standing("over.test", paused_until=10.0), standing("lasting.test", paused_until=9 * DAY_S)
    catalogue.tell_hosts([over, lasting])
    assert catalogue.host_news(0, now=2 * DAY_S, since=DAY_S) == (1, [lasting])
    assert len(catalogue.host_news(0, now=20.0, since=-1.0)[1]) == 2


def test_lessons_and_standings_leave_each_other_alone(catalogue: Catalogue) -> None:
    """What a host likes and how much it bears are saved apart; a host that has only complained has taught nothing."""
    asked = standing("a.test", told_at=5.0)
    catalogue.save_hosts({"a.test": {"wins": 1}})
    catalogue.tell_hosts([asked, standing("b.test")])
    catalogue.save_hosts({"a.test": {"wins": 2}})
    assert catalogue.load_hosts(["a.test", "b.test"]) == {"a.test": {"wins": 2}}
    assert asked in catalogue.host_news(0, now=0.0, since=-1.0)[1]


@pytest.mark.parametrize(
    "knowledge", ["", "nothing", '{"wins":', "[" * 100_000, "[1]", "null", "5"], ids=lambda text: text[:8]
)
def test_what_cannot_be_read_is_not_known(catalogue: Catalogue, knowledge: str) -> None:
    """Lessons that are no JSON, or no object of it, keep nobody from those of other hosts."""
    catalogue.save_hosts({"a.test": {"wins": 1}, "b.test": {"wins": 2}})
    with catalogue.writing() as connection:
        connection.execute(hosts.update().where(hosts.c.host == "a.test").values(knowledge=knowledge))
    assert catalogue.load_hosts(["a.test", "b.test"]) == {"b.test": {"wins": 2}}


@pytest.mark.parametrize(
    ("name", "value"),
    [("delay_s", inf), ("delay_s", -1.0), ("known_bad_s", None), ("told_at", nan), ("concurrency", 0)],
)
def test_a_standing_of_no_such_numbers_is_none(catalogue: Catalogue, name: str, value: float | None) -> None:
    """Neither does what another program has written down as the limits of a host."""
    catalogue.tell_hosts([standing("a.test", paused_until=9.0), standing("b.test", paused_until=9.0)])
    with catalogue.writing() as connection:
        connection.execute(hosts.update().where(hosts.c.host == "a.test").values({name: value}))
    assert [told.host for told in catalogue.host_news(0, now=0.0, since=-1.0)[1]] == ["b.test"]
