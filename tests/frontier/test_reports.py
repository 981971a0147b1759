from __future__ import annotations

from typing import Any
from unittest.mock import Mock

import pytest
from scrapy import Request

from imgcrawl import keys
from imgcrawl.errors import ErrorSlug
from imgcrawl.frontier.hold import Miss
from imgcrawl.frontier.judge import HostJudge
from imgcrawl.frontier.reports import Reports
from imgcrawl.frontier.trouble import Trouble
from imgcrawl.remedies.answers.failures import Slowdown
from imgcrawl.remedies.attempts.state import new_state

NOW = 2_000_000_000.0


class Bench:
    """Reports on one request of a row, and what the judge hears."""

    def __init__(self, *, slot: str = "a.test", sent_at: float = NOW - 1) -> None:
        self.judge = Mock(spec=HostJudge)
        self.reports = Reports(self.judge, endpoint_of=lambda _: "a.test:80", host_of=lambda _: "a.test")
        self.state = new_state(7, "", None)
        meta: dict[str, Any] = {"download_slot": slot, keys.FETCH: self.state}
        self.request = Request("http://a.test/1", meta=meta | {keys.SENT_AT: sent_at, keys.ASKED_AT: sent_at})


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    """Stop the clock."""
    monkeypatch.setattr("imgcrawl.clock.now", lambda: NOW)


def test_a_failure_is_told_by_row_kind_and_instant():
    """The record that rides with the row is the one that the judge writes to."""
    bench = Bench()
    bench.reports.turned(bench.request, "http_403 x", is_latest=True, is_crowded=False)
    miss = Miss(7, bench.state["misses"], "http_403 x", NOW - 1, is_latest=True)
    bench.judge.turned.assert_called_once_with("a.test", miss, now=NOW)
    assert bench.judge.turned.call_args.args[1].row is bench.state["misses"]


@pytest.mark.parametrize(
    ("remedy", "url", "is_same"),
    [
        (None, "http://a.test/1", True),
        ("wait", "http://a.test/1", True),
        ("retry", "http://a.test/1", True),
        ("other_browser", "http://a.test/1", False),
        ("https", "http://a.test/1", False),
        ("page", "http://a.test/1", False),
        ("page", "http://old.test/1", True),
        ("unwrap", "http://old.test/1", False),
    ],
)
def test_an_image_that_came_in_another_way_shows_nothing_of_waiting(remedy, url, is_same):
    """It is told whether the row was asked for as it began there, be it that its page has led it from another host."""
    bench = Bench()
    bench.state["remedy"], bench.state["url"] = remedy, url
    bench.reports.gave(bench.request)
    bench.judge.gave.assert_called_once_with("a.test", 7, bench.state["misses"], sent_at=NOW - 1, is_same=is_same)


def test_what_is_done_is_told_by_when_it_was_asked_for():
    """Validation judges a body when its request has long been released."""
    bench = Bench()
    del bench.request.meta[keys.SENT_AT]
    bench.reports.complained(bench.request, Slowdown(5.0, overload=False))
    assert bench.judge.complained.call_args.kwargs["sent_at"] == NOW - 1
    bench.reports.spoke(bench.request)
    bench.judge.spoke.assert_called_once_with("a.test", sent_at=NOW - 1)


@pytest.mark.parametrize(("slot", "is_own"), [("a.test", True), ("museum", False)])
def test_a_group_of_hosts_is_not_judged_by_one_that_is_down(slot, is_own):
    """It is told whether the limits are the host's alone."""
    bench = Bench(slot=slot)
    trouble = Trouble(ErrorSlug.TCP_REFUSED, sent_at=NOW)
    bench.reports.failed(bench.request, trouble)
    bench.judge.failed.assert_called_once_with(slot, trouble, endpoint="a.test:80", is_own=is_own, now=NOW)


def test_an_outage_is_told_by_row_and_instant():
    """So is that there is none."""
    bench = Bench()
    bench.reports.suspected_out(bench.request, is_crowded=True, has_others=True, rows=3)
    miss = Miss(7, bench.state["misses"], "", NOW - 1, at_stake=3, is_crowded=True)
    bench.judge.suspected_out.assert_called_with("a.test", miss, now=NOW, has_others=True)
    bench.state["returns_to"] = "default"
    bench.reports.suspected_out(bench.request, is_crowded=False, has_others=False, rows=3)
    miss = miss._replace(is_crowded=False, is_check=True)
    bench.judge.suspected_out.assert_called_with("a.test", miss, now=NOW, has_others=False)
    bench.reports.proved_up(bench.request)
    bench.judge.proved_up.assert_called_once_with("a.test", sent_at=NOW - 1)


@pytest.mark.parametrize(("error", "was_silent"), [("tcp_timeout", True), ("http_500", False), (None, False)])
def test_an_answer_says_whether_there_was_none_before(error, was_silent):
    """The judge learns from it whether the host had minded the company."""
    bench = Bench()
    bench.state["error"] = error
    bench.reports.answered(bench.request, well=True)
    assert bench.judge.answered.call_args.kwargs["was_silent"] is was_silent


def test_an_answer_to_no_row_says_nothing_of_one():
    """Documents of a host's rules are nobody's."""
    bench = Bench()
    del bench.request.meta[keys.FETCH]
    bench.reports.answered(bench.request, well=True)
    assert not bench.judge.answered.call_args.kwargs["was_silent"]
