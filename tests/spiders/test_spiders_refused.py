from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request

from imgcrawl.records import Outcome
from imgcrawl.remedies.attempts.state import new_state
from imgcrawl.remedies.waits.again import LATER
from imgcrawl.spiders.rows import withheld
from imgcrawl.spiders.rows.refused import RefusedRows
from imgcrawl.spiders.rows.withheld import Refused


def row(number: int, *, host: str = "a.test", tried: tuple[str, ...] = (), refused_at: str | None = "") -> Refused:
    """Return a row of *host* that it has refused."""
    url = f"http://{host}/{number}.jpg"
    state = new_state(number, url, None)
    state["tried"] += tried
    state["refused_at"] = host if refused_at == "" else refused_at
    return Refused(Request(url), state, outcome(number, host=host))


def outcome(number: int, *, host: str = "a.test", rescued_by: str | None = None) -> Outcome:
    """Return the outcome of a row; it is good if the row was rescued."""
    return Outcome(id=str(number), url=f"http://{host}/{number}.jpg", ok=bool(rescued_by), rescued_by=rescued_by)


@pytest.fixture
def desk():
    """Keep rows of hosts of which ten rows each have no outcome yet."""
    desk: Any = SimpleNamespace(rows=10, again=[], given_up=[])
    desk.kept = RefusedRows(
        rows_of=lambda _host: desk.rows,
        ask_again=lambda row, way: desk.again.append((row.outcome.id, way)),
        give_up=lambda row: desk.given_up.append(row.outcome.id),
    )
    return desk


def test_the_way_that_another_row_found_is_shown_to_those_that_lack_it(desk):
    """Rows of the host are asked again in the way that won, but for those that were refused in it."""
    assert desk.kept.keep(row(1))
    assert desk.kept.keep(row(2, tried=("bot_identity",)))
    assert desk.kept.keep(row(3, host="b.test"))
    desk.kept.recorded(outcome(4, rescued_by="bot_identity"))
    assert (desk.again, desk.given_up) == ([("1", "bot_identity")], [])
    assert (desk.kept.count("a.test"), desk.kept.count("b.test")) == (1, 1)


def test_a_row_that_was_under_way_meanwhile_is_shown_the_way(desk):
    """A row that ends after its host's way was found is asked for in it at once, be it the last, unless it has been."""
    desk.kept.recorded(outcome(4, rescued_by="bot_identity"))
    desk.rows = 1
    assert desk.kept.keep(row(1))
    assert not desk.kept.keep(row(2, tried=("bot_identity",)))
    assert not desk.kept.keep(row(3, host="b.test"))
    assert (desk.again, desk.kept.count("a.test")) == ([("1", "bot_identity")], 0)


def test_a_way_in_is_remembered_no_longer_than_its_host_has_rows(desk):
    """What was found for the last row of a host takes no memory."""
    desk.rows = 0
    desk.kept.recorded(outcome(4, rescued_by="bot_identity"))
    desk.rows = 1
    assert not desk.kept.keep(row(1))


def test_a_row_that_is_missing_is_not_asked_for_in_other_ways(desk):
    """What was let in and is not there is not refused."""
    desk.kept.recorded(outcome(4, rescued_by="bot_identity"))
    desk.rows = 1
    missing = row(1)
    missing.outcome.error = "http_404"
    assert not desk.kept.keep(missing)


def test_a_later_look_that_has_helped_is_had_by_all_that_were_given_a_notice(desk):
    """Not by those that have had one, or were refused."""
    rows = [row(1), row(2, tried=(LATER,)), row(3)]
    for kept, error in zip(rows, ("content_placeholder", "content_placeholder", "http_403"), strict=True):
        kept.state["error"] = error
        desk.kept.keep(kept)
    desk.kept.recorded(outcome(4, rescued_by="look_again"))
    assert (desk.again, desk.kept.count("a.test")) == ([("1", "look_again")], 2)


@pytest.mark.parametrize(("variant", "again"), [("default", [("1", "look_again")]), ("no_referer", [])])
def test_a_look_in_another_way_says_nothing_of_a_later_one(desk, variant, again):
    """A picture that may be none is asked for again in either; who was given a notice has to wait for the first."""
    kept, found = row(1), outcome(4, rescued_by="look_again")
    kept.state["error"] = "content_placeholder"
    desk.kept.keep(kept)
    found.trail = [
        {"remedy": None, "variant": "default", "error": "content_placeholder"},
        {"remedy": "look_again", "variant": variant, "error": None},
    ]
    desk.kept.recorded(found)
    assert desk.again == again


@pytest.mark.parametrize("rescued_by", [None, "page", "retry"])
def test_only_a_way_of_asking_shows_the_way(desk, rescued_by):
    """Failures, and images that came by another address or later, say nothing of how to ask."""
    desk.kept.keep(row(1))
    desk.kept.recorded(outcome(4, rescued_by=rescued_by))
    assert (desk.again, desk.given_up, desk.kept.count("a.test")) == ([], [], 1)


def test_nothing_is_kept_beyond_the_hosts_last_row(desk):
    """Rows are given up when none but the kept ones of their host are to come, and not before."""
    desk.kept.keep(row(1))
    desk.kept.keep(row(2))
    desk.rows = 3
    desk.kept.recorded(outcome(4))
    assert desk.given_up == []
    desk.rows = 2
    desk.kept.recorded(outcome(5))
    assert (desk.given_up, desk.kept.count("a.test")) == (["1", "2"], 0)


def test_a_row_without_hope_is_not_kept(desk):
    """The last row of a host, and one that has tried all, have their outcome at once."""
    assert not desk.kept.keep(row(1, refused_at=None))
    desk.rows = 1
    assert not desk.kept.keep(row(1))


def test_room_is_bounded(desk, monkeypatch):
    """So many rows of a host are kept, and so many in all."""
    monkeypatch.setattr(withheld, "_PER_HOST", 2)
    monkeypatch.setattr(withheld, "_CAPACITY", 3)
    assert [desk.kept.keep(row(n)) for n in range(3)] == [True, True, False]
    assert [desk.kept.keep(row(n, host="b.test")) for n in range(2)] == [True, False]
    assert desk.kept.let_all_go()
    assert sorted(desk.given_up) == ["0", "0", "1"]
    assert not desk.kept.let_all_go()
    assert desk.kept.keep(row(9))


@pytest.mark.parametrize(
    ("trail", "again"),
    [
        ([(None, "http_403"), ("bot_identity", "http_404")], [("1", "bot_identity")]),
        ([(None, "http_404")], []),
        ([(None, "http_404"), ("page", "http_404")], []),
        ([(None, "http_404"), ("no_referer", "http_404")], []),
    ],
    ids=["let-in", "never-refused", "elsewhere", "in-all-ways"],
)
def test_a_row_that_is_missing_shows_the_way_too(desk, trail, again):
    """Who is told that there is nothing, where others were refused, was let in."""
    assert desk.kept.keep(row(1))
    missing = outcome(4)
    missing.error = "http_404"
    missing.trail = [{"remedy": remedy, "error": error} for remedy, error in trail]
    desk.kept.recorded(missing)
    assert desk.again == again


def test_rows_that_were_not_asked_for_over_https_are_once_another_came_so(desk):
    """Those of http addresses alone, and each once; what is missing over http may be there."""
    missing = row(1)
    missing.outcome.error = "http_404"
    secure = row(3)
    secure.state["url"] = "https://a.test/3.jpg"
    for each in (missing, row(2, tried=("https://a.test/2.jpg",)), secure):
        each.state["url"] = each.state["url"] or each.outcome.url
        assert desk.kept.keep(each)
    desk.kept.recorded(outcome(4, rescued_by="https"))
    assert (desk.again, desk.kept.count("a.test")) == ([("1", "https")], 2)


@pytest.mark.parametrize(("way", "again"), [("bot_identity", [("1", "bot_identity")]), ("https", [])])
def test_rows_that_were_led_to_who_refused_them_wait_for_others_that_were(desk, way, again):
    """What another host let in, or the row's own, says nothing of this one; nor does https of where it led."""
    for number, host in enumerate(("b.test", "c.test", "a.test"), start=1):
        kept = row(number, refused_at=host)
        kept.state["url"] = kept.outcome.url
        assert desk.kept.keep(kept)
    found = outcome(4, rescued_by=way)
    found.trail = [{"remedy": None, "url": "http://c.test/4.jpg"}, {"remedy": way, "url": "http://b.test/4.jpg"}]
    desk.kept.recorded(found)
    assert desk.again == [*again, ("3", way)]
    assert desk.kept.keep(row(5, refused_at="b.test"))
    assert desk.again[2:] == [("5", found) for _, found in again]


ELSEWHERE = "http://blog.test/posts/12"


def linked(number: int, *, error: str = "content_html", tried: tuple[str, ...] = ()) -> Refused:
    """Return a row of a.test that was found on another site, and sent to the home page of www.a.test."""
    kept = row(number, tried=tried, refused_at="www.a.test")
    kept.state["url"], kept.state["page_url"] = kept.outcome.url, ELSEWHERE
    kept.state["led_to"], kept.outcome.error = "www.a.test", error
    return kept


def test_what_others_are_given_is_asked_for_as_from_the_images_own_site(desk):
    """A row that was found elsewhere may have been refused for that: one tries, and the others if that helps."""
    for number in (1, 2):
        assert desk.kept.keep(linked(number))
    good = outcome(4)
    good.ok = True
    for _ in range(2):
        desk.kept.recorded(good)
    assert (desk.again, desk.kept.count("a.test")) == ([("1", "same_origin_referer")], 1)
    found = outcome(1, rescued_by="same_origin_referer")
    found.trail = [{"remedy": "same_origin_referer", "error": None}]
    desk.kept.recorded(found)
    assert desk.again[1:] == [("2", "same_origin_referer")]


def test_hosts_are_tried_as_from_their_own_site_once_and_forgotten_with_their_last_row(desk):
    """In the next list of one of its rows may have it tried again."""
    good = outcome(4)
    good.ok = True
    for _ in range(2):
        desk.rows = 10
        assert desk.kept.keep(linked(1))
        desk.kept.recorded(good)
        desk.rows = 0
        desk.kept.recorded(good)
    assert desk.again == [("1", "same_origin_referer")] * 2


@pytest.mark.parametrize(
    ("kept", "given"),
    [
        (linked(1, error="http_500"), {}),
        (linked(1, tried=("same_origin_referer",)), {}),
        (row(1), {}),
        (linked(1), {"page_url": ELSEWHERE}),
        (linked(1), {"rescued_by": "page"}),
        (linked(1, tried=("bot_identity",)), {"rescued_by": "bot_identity"}),
        (linked(1), {"ok": False}),
    ],
    ids=["other-failure", "tried", "no-page", "linked-too", "elsewhere", "by-name", "no-image"],
)
def test_who_is_not_asked_for_as_from_the_images_own_site(desk, kept, given):
    """What says nothing of links, was asked for so, has no page; nor after what came to a link, elsewhere, by name."""
    assert desk.kept.keep(kept)
    other = outcome(4)
    other.ok = True
    for name, value in given.items():
        setattr(other, name, value)
    desk.kept.recorded(other)
    assert desk.again == []
