"""Figures of crawls, alone and together."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Spider
from scrapy.utils.test import get_crawler

from imgcrawl import clock, keys
from imgcrawl.extensions.figures import Figures
from imgcrawl.intake.lists.streams import Reading
from imgcrawl.transport.pause import Awaited

OUTAGES = (("all hosts give the same answer", 30), ("no name server answers", 200))


class FakeScheduler:
    """Holds nothing, and waits for hosts."""

    def __init__(self, hosts: list[Any]) -> None:
        self.hosts = hosts
        self.held = 0

    def __len__(self) -> int:
        return self.held

    def awaited(self) -> list[Any]:
        """Return them."""
        return self.hosts

    def begun_last_at(self) -> float | None:
        """Return when the last of them was begun."""
        return self.begun_at

    begun_at: float | None = 0.0


@pytest.fixture
def noon(monkeypatch) -> float:
    """Stop the clock at noon where the tests run, and return it in epoch seconds."""
    instant = datetime(2026, 1, 31, 12).astimezone().timestamp()
    monkeypatch.setattr(clock, "now", lambda: instant)
    return instant


A = Figures(10, 7, 14, 2, 100, {"http/http_404": 1, "dns/dns_nxdomain": 2}, [["a.test", 3, 2], ["b.test", 1, 1]])
B = Figures(4, 3, 4, 1, 0, {"http/http_404": 1}, [["c.test", 5, 4]], reason="finished", dns_overloads=2)


@pytest.mark.parametrize("figures", [Figures(), A, A + B])
def test_figures_travel_as_a_line(figures):
    """A line of JSON holds all figures."""
    assert "\n" not in figures.to_json()
    assert Figures.from_json(figures.to_json()) == figures


def test_sum():
    """Counts add up, and the hosts with most failures of all come first."""
    total = A + B
    assert (total.rows, total.ok, total.requests, total.in_flight, total.waiting) == (14, 10, 18, 3, 100)
    assert total.errors == {"http/http_404": 2, "dns/dns_nxdomain": 2}
    assert (B + B).dns_overloads == 4
    assert total.failing == [["c.test", 5, 4], ["a.test", 3, 2], ["b.test", 1, 1]]


def test_line():
    """The line says rows, images, speed and what waits, with nothing done too."""
    assert A.line(2.0) == "10 rows, 7 images (70.0%), 5 rows/s, 2 in flight, 100 waiting"
    assert Figures(rows=1, ok=1).line(1.0).startswith("1 row, 1 image (100.0%), 1 row/s")
    assert Figures().line(0.0) == "0 rows, 0 images, 0 rows/s, 0 in flight, 0 waiting"


@pytest.mark.parametrize(
    ("list_read", "said"),
    [(None, ""), (0.344, ", 34% of the list read"), (0.99, ", 99% of the list read"), (1.0, ", 12 rows to go")],
)
def test_outlook(list_read, said):
    """How much of the list was read is told until all was, and from then on how many rows are left."""
    assert Figures(list_read=list_read, to_go=12).line(1.0).endswith(f"0 waiting{said}")


@pytest.mark.parametrize(
    ("hosts", "count", "said"),
    [
        ([], 0, ""),
        ([["a.test", 45.4]], 1, "; waiting for a.test (until 12:00:45, 45 s)"),
        (
            [["a.test", 1e9], ["b\x1b.test", -1]],
            2,
            "; waiting for a.test (more than a day) and b\\x1b.test (until 12:00:00, 0 s)",
        ),
        (
            [["a.test", 720], ["b.test", 9]],
            5,
            "; waiting for a.test (until 12:12:00, 12 min), b.test (until 12:00:09, 9 s) and 3 other hosts",
        ),
    ],
)
def test_whom_the_end_waits_for(noon, hosts, count, said):
    """The hosts that are waited for longest are named, until when, and how long that is."""
    figures = Figures(list_read=1.0, to_go=12, awaited=hosts, awaited_count=count)
    assert figures.line(1.0).endswith(f", 12 rows to go{said}")


def test_until_when_the_end_waits(noon):
    """The line says when the last of the waiting rows is tried no more, and that a stop costs none of them."""
    last = Figures(list_read=1.0, to_go=2, awaited=[["a.test", 9]], awaited_count=1, tried_until=noon + 490)
    said = "9 s); no row is tried after 12:08:10, and a stop (Ctrl-C) loses none"
    assert last.line(1.0).endswith(said)
    earlier, done = Figures(list_read=1.0, tried_until=noon + 5), Figures(list_read=1.0)
    assert (earlier + last + done).line(1.0).endswith(said)
    unknown = Figures(list_read=1.0, to_go=1, tried_until=None)
    assert (last + unknown).line(1.0).endswith("9 s)")


@pytest.mark.parametrize(
    ("waiting_since", "sent_at", "keeps_back", "to_go", "until"),
    [
        (100.0, 130.0, False, 3, 730.0),
        (140.0, None, False, 3, 740.0),
        (0.0, 130.0, False, 1, 730.0),
        (100.0, 130.0, False, 4, None),
        (0.0, None, False, 0, 0.0),
        (None, 130.0, False, 3, None),
        (100.0, 130.0, True, 3, None),
        (100.0, 130.0, False, 1001, None),
    ],
    ids=["under-way", "waits", "nothing-waits", "kept", "nothing-at-all", "not-begun", "on-disk", "many"],
)
def test_when_the_last_row_is_tried_no_more(waiting_since, sent_at, keeps_back, to_go, until):
    """Each row has the time that the setting gives, from its first request on; one that has had none has no end yet."""
    crawler: Any = get_crawler(Spider, {})
    flow = SimpleNamespace(is_read=True, read=9, rows_to_go=to_go, left_out=0, keeps_rows_back=keeps_back)
    crawler.spider = SimpleNamespace(flow=flow, reading=Reading())
    scheduler = FakeScheduler([("a.test", 9.0)])
    scheduler.begun_at, scheduler.held = waiting_since, 2 if waiting_since else 0
    state = {"started_at": sent_at}
    active = [SimpleNamespace(meta={keys.FETCH: state}), SimpleNamespace(meta={})]
    crawler.engine = SimpleNamespace(scheduler=scheduler, downloader=SimpleNamespace(active=active))
    figures = Figures.of(crawler)
    crawler.engine = None
    assert figures.tried_until == until


def test_the_network_is_waited_for(noon):
    """While the network is down the line says so instead of naming hosts: since when, and how it shows."""
    out, earlier = (Figures(outage=[sign, noon - s], awaited=[["a.test", 9]], awaited_count=1) for sign, s in OUTAGES)
    assert out.line(1.0).endswith(
        ", 0 waiting; waiting for the network since 11:59:30 (30 s): all hosts give the same answer"
    )
    assert (out + Figures() + earlier).outage == earlier.outage == ["no name server answers", noon - 200]
    assert Figures.from_json(out.to_json()) == out


@pytest.mark.parametrize(
    ("read", "in_flight", "are_named"),
    [(True, 3, True), (False, 0, True), (False, 3, False)],
    ids=["read", "nothing-under-way", "busy"],
)
def test_when_hosts_are_named(read, in_flight, are_named):
    """They are once the list has been read, and before where nothing is under way, as after pauses told earlier."""
    crawler: Any = get_crawler(Spider, {})
    flow = SimpleNamespace(is_read=read, read=9, rows_to_go=9, left_out=0, keeps_rows_back=False)
    reading = Reading()
    reading.share = 0.5
    crawler.spider = SimpleNamespace(flow=flow, reading=reading)
    scheduler = FakeScheduler([("a.test", 9.0)])
    crawler.engine = SimpleNamespace(
        scheduler=scheduler, downloader=SimpleNamespace(active=[SimpleNamespace(meta={})] * in_flight)
    )
    figures = Figures.of(crawler)
    crawler.engine = None
    assert (bool(figures.awaited), figures.outage) == (are_named, [])


def test_a_wait_of_a_moment_is_none():
    """Hosts that take their next request within a second are not named: nobody waits for them."""
    crawler: Any = get_crawler(Spider, {})
    flow = SimpleNamespace(is_read=True, read=9, rows_to_go=9, left_out=0, keeps_rows_back=False)
    crawler.spider = SimpleNamespace(flow=flow, reading=Reading())
    scheduler = FakeScheduler([("a.test", 9.0), ("b.test", 1.0), ("c.test", 0.9)])
    crawler.engine = SimpleNamespace(scheduler=scheduler, downloader=SimpleNamespace(active=()))
    figures = Figures.of(crawler)
    crawler.engine = None
    assert (figures.awaited, figures.awaited_count) == ([["a.test", 9.0], ["b.test", 1.0]], 2)


def test_whoever_sends_tells_of_the_outage():
    """What is known of an outage is asked of the receivers; while the network is up there is none."""
    crawler: Any = get_crawler(Spider, {})
    crawler.spider, crawler.engine = (
        SimpleNamespace(),
        SimpleNamespace(scheduler=None, downloader=SimpleNamespace(active=())),
    )
    found: list[Awaited | None] = [None]

    def tell() -> Awaited | None:
        return found[-1]

    crawler.signals.connect(tell, signal=keys.outage_wanted)
    told = [Figures.of(crawler).outage]
    found.append(Awaited("no name server answers", 1.0))
    told.append(Figures.of(crawler).outage)
    crawler.engine = None
    assert told == [[], ["no name server answers", 1.0]]


def test_a_receiver_that_fails_tells_nothing_of_the_outage(caplog):
    """The signal has its failure in place of what it returned; the line on the crawl is written all the same."""
    crawler: Any = get_crawler(Spider, {})
    crawler.spider, crawler.engine = (
        SimpleNamespace(),
        SimpleNamespace(scheduler=None, downloader=SimpleNamespace(active=())),
    )

    def fail() -> None:
        raise OSError("no such thing")

    crawler.signals.connect(fail, signal=keys.outage_wanted)
    assert Figures.of(crawler).outage == []
    assert "no such thing" in caplog.text
    crawler.engine = None


def test_hosts_that_several_processes_wait_for():
    """Of all those of the processes the longest waits are named."""
    one = Figures(awaited=[["a.test", 30], ["b.test", 10]], awaited_count=3)
    other = Figures(awaited=[["c.test", 20]], awaited_count=1)
    assert ((one + other).awaited, (one + other).awaited_count) == ([["a.test", 30], ["c.test", 20]], 4)


def test_a_list_is_read_when_all_processes_have_read_it():
    """Of several processes the slowest reader tells; while one cannot, as before it has begun, nothing is said."""
    half, whole, unknown = Figures(list_read=0.5, to_go=3), Figures(list_read=1.0, to_go=4), Figures()
    assert (half + whole).list_read == 0.5
    assert (whole + unknown).line(1.0).endswith("0 waiting")
    assert (whole + whole).line(1.0).endswith(", 8 rows to go")


def test_the_run_is_not_added_up():
    """Each process tells of the whole run, the last one of most of it."""
    total = Figures(run_rows=10, run_ok=4) + Figures(run_rows=12, run_ok=6, places={"run": "r"})
    assert (total.run_rows, total.run_ok, total.places) == (12, 6, {"run": "r"})
