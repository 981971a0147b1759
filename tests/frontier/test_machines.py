from __future__ import annotations

from random import Random

import pytest
from scrapy.settings import Settings

from imgcrawl.config import ThrottleConfig
from imgcrawl.frontier import HostQueues
from imgcrawl.frontier.judge import HostJudge
from imgcrawl.frontier.machines import Services, service_name
from imgcrawl.frontier.queue import Limits
from imgcrawl.remedies.answers.failures import Slowdown

_NOW = 1000.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("img1.example.org", "img12.example.org"),
        ("static-1.example.co.uk", "static-2.example.co.uk"),
        ("1.bp.blogspot.com", "4.bp.blogspot.com"),
        ("s1cdn.example.org", "s2cdn.example.org"),
    ],
)
def test_machines_of_one_service(one, other):
    """Hosts that differ in the number of their first label alone are machines of one service."""
    assert service_name(one) == service_name(other) != ""


@pytest.mark.parametrize(
    "host",
    [
        "img.example.org",
        "img1.org",
        "img1.co.uk",
        "user1.github.io",
        "10.0.0.1",
        "a1b2.example.org",
        "shop123.example.org",
        "localhost1",
        "",
    ],
)
def test_hosts_that_stand_alone(host):
    """A site of its own, an address, and a name with several or long numbers are no machine of a service."""
    assert service_name(host) == ""


def test_services_last_as_long_as_their_machines():
    """A service is forgotten with the last of its machines; hosts without a number have nothing in common."""
    services = Services()
    one = services.of("img1.example.org")
    assert services.of("img2.example.org") is one
    assert services.of("www.example.org") is not services.of("cdn.example.org")
    one.pause(5)
    one.pause(3)
    assert services.of("img3.example.org").paused_until == 5
    del one
    assert services.of("img2.example.org").paused_until == 0


def queues_after(slowdown: Slowdown) -> HostQueues:
    """Return the queues of three hosts, each with one request, the first of which has just answered with *slowdown*."""
    queues = HostQueues(lambda _: Limits(8, 8, 0.0), rng=Random(1))
    config = ThrottleConfig.from_settings(Settings({"IMGCRAWL_RETRY_AFTER_MAX_SECONDS": 60}))
    judge = HostJudge(queues, config, on_pause=lambda *_: None)
    queues.push("img1.example.org", "one")
    queues.push("img2.example.org", "two")
    judge.complained("img1.example.org", slowdown, now=_NOW, sent_at=_NOW)
    queues.push("img3.example.org", "three")
    return queues


def sent_at(queues: HostQueues, now: float) -> set[str]:
    """Return what goes out at *now*, in seconds after the answer."""
    return {popped.item for popped in iter(lambda: queues.pop(_NOW + now), None)}


@pytest.mark.parametrize(
    ("slowdown", "at_once"),
    [
        (Slowdown(5.0, overload=False), set()),
        (Slowdown(5.0, overload=True), {"two", "three"}),
        (Slowdown(None, overload=False), {"two", "three"}),
        (Slowdown(3600.0, overload=False), {"two", "three"}),
    ],
    ids=["429", "503", "no-time", "too-long"],
)
def test_what_a_429_announces_holds_for_all_machines(slowdown, at_once):
    """A wait that a 429 announces and the run sits out is kept by machines that wait and by those met later."""
    queues = queues_after(slowdown)
    assert sent_at(queues, 0.1) == at_once


def test_all_machines_go_on_when_the_pause_is_over():
    """The machines of a service are sent to again once the time is over, and the queues know when that is."""
    queues = queues_after(Slowdown(5.0, overload=False))
    assert sent_at(queues, 4.9) == set()
    due = queues.next_due()
    assert due is not None
    assert due >= _NOW + 5
    assert sent_at(queues, 6.0) == {"one", "two", "three"}
