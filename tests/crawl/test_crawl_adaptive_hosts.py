"""Hosts of the hostile web that want waiting, fail for a while, or refuse."""

from __future__ import annotations

import pytest

from tests.crawl.hostile_web import BASE_S, SLACK_S


@pytest.mark.parametrize(("host", "least_s"), [("wait-seconds", 1.0), ("wait-date", 1.0)])
def test_retry_after_is_kept(hostile, host, least_s):
    """Within the time that Retry-After names, in seconds or as a date, the host gets no request."""
    first, *later = hostile.visits(host)
    assert first.status == 429
    assert min(v.at for v in later) - first.answered_at >= least_s
    assert [o.error for o in hostile.of(host)] == [None] * len(hostile.of(host))
    assert len(hostile.visits(host)) == len(hostile.of(host)) + 1


def test_a_wait_is_told(hostile):
    """The row that was asked to wait says so: what rescued it, and the pause that the host named."""
    [rescued] = [o for o in hostile.of("wait-seconds") if o.rescued_by]
    assert rescued.rescued_by == "wait"
    assert rescued.waited_ms >= 1000


def test_waiting_uses_up_no_retries(hostile):
    """After four 429s a URL still has all its retries for the three failures that follow."""
    assert hostile.statuses("patience") == [429] * 4 + [500] * 3 + [200]
    assert hostile["patience/1"].ok


def test_an_absurd_wait_is_not_sat_out(hostile):
    """A host that wants to be left alone for a day is: one request, and all its rows fail, retryable."""
    assert len(hostile.visits("absurd")) == 1
    assert hostile.errors("absurd") == ["http_429"] * 5
    assert all(o.retryable for o in hostile.of("absurd"))
    assert sorted(o.attempts for o in hostile.of("absurd")) == [0, 0, 0, 0, 1]


def test_concurrent_refusals_are_one_incident(hostile):
    """Two 429s to requests that were under way together count as one; every host's incident is counted once."""
    together = hostile.visits("together")
    assert [v.status for v in together].count(429) == 2
    assert all(o.ok for o in hostile.of("together"))
    incidents = {"together": 1, "wait-seconds": 1, "wait-date": 1, "absurd": 1, "patience": 4}
    assert hostile.stats["imgcrawl/throttle/incidents"] == sum(incidents.values())


def test_backoff_doubles(hostile):
    """A failing server is asked again after the base, twice and four times that, a fifth more or less.

    The last time no newer format is asked for: it may be what the server fails in.
    """
    assert hostile.statuses("heals") == [500, 500, 500, 200]
    for gap, factor in zip(hostile.gaps("heals"), (1, 2, 4), strict=True):
        assert gap >= BASE_S * factor * 0.8 - SLACK_S
    outcome = hostile["heals/1"]
    assert [step["remedy"] for step in outcome.trail] == [None, "retry", "retry", "plain_accept"]
    assert outcome.waited_ms / 1000 >= BASE_S * 7 * 0.8


def test_retries_end(hostile):
    """A server that keeps failing is asked four times in all; the outcome says that later may be better."""
    assert hostile.statuses("broken-server") == [500] * 4
    outcome = hostile["broken-server/1"]
    assert (outcome.error, outcome.status, outcome.retryable, outcome.attempts) == ("http_500", 500, True, 4)


def test_not_found_is_asked_once(hostile):
    """A 404 is final."""
    assert hostile.statuses("gone") == [404]
    assert (hostile["gone/1"].error, hostile["gone/1"].retryable) == ("http_404", False)


def test_a_dead_host_is_given_up(hostile):
    """A host that refuses connections costs a few attempts; the rest of its rows fail with the same verdict."""
    assert hostile.errors("down") == ["tcp_refused"] * 6
    assert sum(o.attempts for o in hostile.of("down")) <= 3


@pytest.mark.parametrize(
    ("host", "remedies"),
    [
        ("own-referer", {"same_origin_referer"}),
        ("no-referer", {"no_referer", "bot_identity"}),
        ("honest", {"bot_identity"}),
        ("cookie", {"cookies"}),
    ],
)
def test_a_refusal_is_overcome(hostile, host, remedies):
    """A 403 that depends on how one asks is overcome, and the outcome names what did it; a robot names no referer."""
    first = hostile[f"{host}/1"]
    assert first.ok
    assert first.rescued_by in remedies
    assert first.trail[0]["error"] == "http_403"


@pytest.mark.parametrize(
    "likes",
    [
        lambda visit: visit.headers.get("referer", "").startswith("http://liking.test"),
        lambda visit: "referer" not in visit.headers,
    ],
    ids=["own-referer", "no-referer"],
)
def test_what_a_host_likes_is_learnt(project, web, likes):
    """Once a way has worked the host's other URLs are asked for in it at once; no other host's luck has a say here."""
    project.world.scripts["liking.test"] = lambda visit: (
        web.answer(body=web.picture(visit.path)) if likes(visit) else web.answer(403)
    )
    page = project.world.url("elsewhere.test", "/gallery")
    project.write([(str(n), project.world.url("liking.test", f"/{n}.jpg"), page) for n in range(4)])
    done = project.crawl(IMGCRAWL_HOST_CONCURRENCY_START="1")
    assert done.code == 0, done.errors
    assert all(outcome.ok for outcome in project.outcomes().values())
    statuses = [visit.status for visit in project.world.visits("liking.test")]
    assert statuses[0] == 403
    assert 403 not in statuses[statuses.index(200) :]


def test_rows_share_the_search_for_the_way_that_their_host_likes(hostile):
    """What one URL was not asked for in any more is tried for the other; both have their image by it."""
    assert {hostile[f"honest/{n}"].rescued_by for n in (1, 2)} - {None} == {"bot_identity"}
    assert [hostile[f"honest/{n}"].ok for n in (1, 2)] == [True, True]
    assert len(hostile.visits("honest")) <= 3 + 5


def test_a_stubborn_host_is_asked_in_each_way_twice(hostile):
    """Where every way of asking is refused, four URLs share ten tries."""
    assert hostile.errors("never") == ["http_403"] * 4
    assert sum(hostile[f"never/{n}"].attempts for n in range(1, 5)) == 4 + 10
