"""Which hosts of a site count requests together, and what follows."""

from __future__ import annotations

from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.settings import Settings

from imgcrawl.config import ThrottleConfig
from imgcrawl.frontier import HostQueues, HostSlot
from imgcrawl.frontier.company import Companies, Company
from imgcrawl.frontier.judge import HostJudge
from imgcrawl.frontier.queue import Limits
from imgcrawl.frontier.rate import HostRate
from imgcrawl.remedies.answers.failures import Slowdown

A, B, ELSEWHERE = "a.example.org", "b.example.org", "a.example.net"


class Site:
    """Two hosts that have refused requests; times are seconds."""

    def __init__(self) -> None:
        self.company = Company()
        self.rates = {host: HostRate(delay_s=delay_s) for host, delay_s in ((A, 4.0), (B, 0.5))}

    def refuse(self, host: str, at: float, *, again: bool = True) -> None:
        """Let *host* name a time *at* this instant, *again*: since it has last given something."""
        self.company.refused(host, self.rates[host], is_repeated=again)
        self.rates[host].incident_at = self.rates[host].troubled_since = at

    def ask(self, *hosts: str, at: float) -> None:
        """Let the *hosts* be asked."""
        for host in hosts:
            self.company.sent(host, at, next_at=at)

    def refuse_for_others(self, host: str, at: float) -> None:
        """Let *host* refuse its next request after the other one was asked, and then give something."""
        self.refuse(host, at, again=False)
        self.ask(B if host == A else A, at=at + 1)
        self.ask(host, at=at + 2)
        self.refuse(host, at + 2)
        self.rates[host].troubled_since = 0.0

    @property
    def is_one(self) -> bool:
        """Whether the hosts count together."""
        return self.company.rate is not None


@pytest.mark.parametrize(("hosts", "is_one"), [((A, B), True), ((A, A), False), ((A, A, A), True)])
def test_hosts_of_which_each_refuses_what_it_was_told_to_be_due_count_together(hosts, is_one):
    """Two are enough, or one that does so three times; they begin with the pace that most was borne at."""
    site = Site()
    site.refuse(B, 0.0, again=False)
    for number, host in enumerate(hosts):
        site.refuse_for_others(host, 10.0 * (number + 1))
    assert site.is_one is is_one
    assert site.company.rate is None or site.company.rate.delay_s == site.rates[B].delay_s


@pytest.mark.parametrize("why", ["nobody-else", "before", "first"])
def test_what_no_other_host_can_be_the_reason_for_says_nothing(why):
    """The other one was not asked since, or the host has given something in between."""
    site = Site()
    for at in (10.0, 20.0, 30.0, 40.0):
        if why == "before":
            site.ask(B, at=at - 1)
        site.refuse(A, at, again=False)
        if why == "first":
            site.ask(B, at=at + 1)
        site.ask(A, at=at + 2)
        site.refuse(A, at + 2, again=why != "first")
    assert not site.is_one


def test_a_host_that_did_not_mean_the_time_it_named_is_one_by_itself():
    """It refuses the next request as well, though nobody was asked meanwhile; then no other refusal counts."""
    site = Site()
    site.refuse(A, 10.0, again=False)
    site.ask(B, A, at=12.0)
    site.refuse(A, 12.5)
    site.company.pause(A, 14.0)
    assert site.company.left_alone_until(A) == 0.0
    assert site.company.left_alone_until(B) > 14.0
    site.ask(A, at=14.1)
    site.refuse(A, 14.2)
    for host in (A, B, A, B):
        site.refuse_for_others(host, 100.0)
    assert not site.is_one


def test_what_another_host_refuses_while_one_is_tested_does_not_count():
    """Both may have named a time that they did not mean."""
    site = Site()
    site.refuse(A, 10.0, again=False)
    site.refuse(B, 10.0, again=False)
    site.ask(B, A, at=12.0)
    site.refuse(A, 12.5)
    site.refuse(B, 12.6)
    assert not site.is_one


@pytest.mark.parametrize(("times", "others", "is_one"), [(1, False, True), (2, False, False), (5, True, True)])
def test_hosts_part_that_only_seemed_to_count_together(times, others, is_one):
    """Twice a time was not meant though nobody else was asked; each has the rate again that it had, and no wait."""
    site, slot = Site(), HostSlot(A, concurrency=1, most_concurrency=1, delay=0.0)
    slot.rate, slot.company = site.rates[A], site.company
    for number, host in enumerate((A, B)):
        site.refuse_for_others(host, 10.0 * (number + 1))
    slot.join()
    shared = slot.rate
    assert shared is site.company.rate
    shared.delay_s, site.rates[A] = 40.0, shared
    for number in range(times):
        at = 100.0 * (number + 1)
        site.refuse(A, at, again=False)
        site.ask(*([B] if others else []), A, at=at + 1)
        site.refuse(A, at + 1)
        site.company.pause(A, at + 60)
    slot.join()
    assert site.is_one is is_one
    assert slot.rate.delay_s == slot.delay == (40.0 if is_one else 4.0)
    assert site.company.rate_of(B, shared).delay_s == (40.0 if is_one else 0.5)
    site.company.sent(A, 900.0, next_at=950.0)
    assert (site.company.next_at(B) > 0, site.company.left_alone_until(B) > 100.0) == (is_one, is_one)


def test_a_host_that_has_nothing_left_is_tested_no_longer():
    """Else nobody else of its site could ever count together."""
    site = Site()
    site.refuse(A, 10.0, again=False)
    site.ask(B, A, at=12.0)
    site.refuse(A, 12.5)
    site.company.pause(A, 14.0)
    for at in (30.0, 40.0, 50.0):
        site.refuse(B, at, again=False)
        site.ask(A, B, at=at + 1)
        site.refuse(B, at + 2)
        site.rates[B].troubled_since = 0.0
    assert site.is_one


def test_hosts_that_count_together_are_asked_in_turn():
    """Also where each could have more requests in flight: else the first had all, and the rows of the others failed."""
    queues, company, asked = HostQueues(lambda _: Limits(4, 8, 0.0), rng=Random(1)), Company(), []
    company.rate = HostRate(delay_s=1.0)
    for host in (A, B):
        queues.slot(host).company = company
        for number in range(9):
            queues.push(host, SimpleNamespace(host=host, number=number))
    for second in range(6):
        at = 1000.0 + 2 * second
        popped = [queues.pop(at) for _ in range(3)]
        hosts = [one.item.host for one in popped if one is not None]
        asked += hosts
        assert len(hosts) == 1
        queues.release(hosts[0], now=at + 0.1, sent_at=at)
        assert queues.pop(at + 0.1) is None
    assert asked in ([A, B] * 3, [B, A] * 3)


def test_companies_are_those_of_a_site():
    """What one registrable domain has says nothing of another, and one customer's host nothing of another's."""
    companies = Companies()
    assert companies.of(A) is companies.of(B)
    assert companies.of(A) is not companies.of(ELSEWHERE)
    for service in ("github.io", "blogspot.com", "cloudfront.net", "tumblr.com", "b-cdn.net"):
        assert companies.of(f"a.{service}") is not companies.of(f"b.{service}")


def test_a_company_has_64_hosts_at_most():
    """With each request all of them are looked at that wait; the others are hosts by themselves."""
    companies, numbers = Companies(), range(65)
    for number in numbers:
        host = f"h{number}.example.org"
        companies.of(host).refused(host, HostRate(), is_repeated=False)
    assert companies.of("h63.example.org") is companies.of("h0.example.org")
    assert companies.of("h64.example.org") is not companies.of("h0.example.org")


def test_a_policy_s_interval_is_kept_in_company():
    """What one of the hosts is to have between two requests all have that count with it."""
    site, slot = Site(), HostSlot(A, concurrency=1, most_concurrency=1, delay=7.0)
    site.company.rate, slot.company = site.rates[B], site.company
    slot.join()
    assert (slot.delay, slot.rate.floor_s, slot.rate is site.rates[B]) == (7.0, 7.0, True)


class Gap:
    """Hosts that share an interval of *gap_s* between two requests, and name it; a request takes 30 ms."""

    def __init__(self, gap_s: float, *hosts: str, rows: int) -> None:
        self._gap_s = gap_s
        self._last_at = 0.0
        self.requests = self.given = 0
        self.queues = HostQueues(lambda _: Limits(2, 8, 0.0), rng=Random(1))
        config = ThrottleConfig.from_settings(Settings())
        self._judge = HostJudge(self.queues, config, on_pause=lambda *_news: None)
        for host in hosts:
            for number in range(rows):
                self.queues.push(host, SimpleNamespace(host=host, number=number))
        self._rows = rows * len(hosts)

    def crawl(self) -> float:
        """Return how many seconds all rows take, one request after the other."""
        at = 1000.0
        while self.given < self._rows:
            popped = self.queues.pop(at)
            if popped is None:
                at = max(at, self.queues.next_due() or at) + 0.001
            else:
                self._ask(popped.item, at)
                at += 0.03
        return at - 1000.0

    def _ask(self, item: Any, at: float) -> None:
        self.requests += 1
        slot, now, left_s = self.queues.slot(item.host), at + 0.03, self._gap_s - (at - self._last_at)
        if left_s <= 0:
            self._last_at = at
            self.given += 1
            self._judge.answered(item.host, item.host, sent_at=at, well=True)
            slot.rate.content(at)
            slot.delay = slot.rate.delay_s
        else:
            self._judge.complained(item.host, Slowdown(-(-left_s // 1), False), now=now, sent_at=at)
            self.queues.push(item.host, item, not_before=now + left_s)
        self.queues.release(item.host, now=now, sent_at=at)


@pytest.mark.parametrize("gap_s", [0.7, 1.5, 3.0])
def test_hosts_that_share_an_interval_are_asked_as_one(gap_s):
    """Each alone would ask ever more slowly for the other's requests; together they keep twice the interval at most."""
    limit = Gap(gap_s, A, B, rows=24)
    assert limit.crawl() < 48 * 2 * gap_s + 30
    assert limit.requests < 1.35 * 48
    assert limit.queues.slot(A).rate is limit.queues.slot(B).rate
