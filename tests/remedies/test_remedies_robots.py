from __future__ import annotations

from random import Random

import pytest
from scrapy.settings import Settings

from imgcrawl.config import RemedyConfig
from imgcrawl.errors import ErrorSlug
from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.waits.again import MAX_WAITS
from imgcrawl.remedies.waits.robots import Tries, leaves_open, next_try, refusal

S = ErrorSlug


def plan(failure: Failure, tries: Tries, **settings: object) -> tuple[float, Tries] | None:
    """Return the next try."""
    config = RemedyConfig.from_settings(Settings(settings))
    return next_try(failure, tries, config, retry_after_max_s=300.0, rng=Random(1))


def test_which_answers_leave_it_open():
    """Of all answers only those that speak of the moment say nothing of robots.txt."""
    assert [s for s in (200, 301, 403, 404, 410, 429, 451, 500, 503, 599) if leaves_open(s)] == [429, 500, 503, 599]


def test_a_host_that_wants_time_gets_it():
    """An announced wait is kept, another one grows; both as often as for an image."""
    assert plan(Failure(S.HTTP_429, 7.0), Tries()) == (7.0, Tries(waits=1))
    second = plan(Failure(S.HTTP_503), Tries(waits=1))
    assert second is not None
    assert 1.6 <= second[0] <= 2.4
    assert plan(Failure(S.HTTP_429, 7.0), Tries(waits=MAX_WAITS)) is None
    assert plan(Failure(S.HTTP_429, 301.0), Tries()) is None


def test_faults_are_retried_as_the_table_says():
    """What may pass is asked for again as often as an image, what does not pass never."""
    assert plan(Failure(S.HTTP_500), Tries(retries=2)) is not None
    assert plan(Failure(S.HTTP_500), Tries(retries=3)) is None
    assert plan(Failure(S.TCP_REFUSED), Tries(retries=1)) is None
    assert plan(Failure(S.DNS_NXDOMAIN), Tries()) is None


@pytest.mark.parametrize("slug", [S.HTTP_429, S.HTTP_500])
def test_without_remedies_nothing_is_asked_twice(slug):
    """A profile that never asks again does not ask for robots.txt again either."""
    assert plan(Failure(slug), Tries(), IMGCRAWL_REMEDIES=[]) is None


@pytest.mark.parametrize(
    ("slug", "own", "expected"),
    [
        (S.HTTP_500, True, "policy_robots_unreachable"),
        (S.TCP_RESET, True, "policy_robots_unreachable"),
        (S.HTTP_429, True, "policy_robots_unreachable"),
        (S.TCP_REFUSED, True, "tcp_refused"),
        (S.DNS_NXDOMAIN, True, "dns_nxdomain"),
        (S.TLS_EXPIRED, True, "tls_expired"),
        (S.POLICY_PRIVATE_ADDRESS, True, "policy_private_address"),
        (S.DNS_NXDOMAIN, False, "policy_robots_unreachable"),
    ],
)
def test_with_what_rows_fail(slug, own, expected):
    """Rows of a host that cannot even be connected to fail as they would have; others for want of robots.txt."""
    found, reason = refusal(Failure(slug, detail="as seen"), own=own)
    assert found == expected
    assert "as seen" in reason
