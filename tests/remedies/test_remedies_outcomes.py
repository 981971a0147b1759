from __future__ import annotations

import pytest

from imgcrawl import keys
from imgcrawl.errors import ErrorSlug
from imgcrawl.meanings import ERRORS
from imgcrawl.records import ImageTask
from imgcrawl.remedies.attempts.outcomes import fail, iso, outcome_of, utc_now
from imgcrawl.remedies.attempts.state import new_state

TASK = ImageTask(3, "x", "http://A.test/1.jpg", "http://a.test/page", {"licence": "CC0"})


def made(**changes):
    """Make an outcome from a state with *changes*."""
    state = new_state(1, TASK.url, TASK.page_url) | {"url": "http://a.test/1.jpg"} | changes
    return outcome_of(TASK, state, run="r", strategy="s", meta={keys.TIMINGS: {"dns_ms": 1.2345, "tls_ms": None}})


def test_instants():
    """Instants are UTC in ISO 8601, to the millisecond, and sort as texts."""
    assert iso(0.0) == "1970-01-01T00:00:00.000Z"
    assert iso(1_700_000_000.1239) == "2023-11-14T22:13:20.123Z"
    assert utc_now() > iso(1_700_000_000)


def test_the_row_as_given_comes_back():
    """An outcome repeats the row as the source has it, with its other columns."""
    outcome = made()
    assert (outcome.id, outcome.url, outcome.page_url, outcome.extra) == ("x", TASK.url, TASK.page_url, TASK.extra)
    assert (outcome.run, outcome.strategy, outcome.ok) == ("r", "s", False)


def test_figures():
    """Waits are in milliseconds, timings are those of the last request, and what was not measured stays out."""
    outcome = made(waited_s=1.23456, started_at=0.0)
    assert (outcome.waited_ms, outcome.dns_ms, outcome.tls_ms) == (1234.6, 1.23, None)


@pytest.mark.parametrize(
    ("changes", "final_url"),
    [({}, "http://a.test/1.jpg"), ({"final_url": "http://b.test/"}, "http://b.test/"), ({"url": ""}, None)],
)
def test_final_url(changes, final_url):
    """The last address asked for, else the prepared one, else none."""
    assert made(**changes).final_url == final_url


def test_a_verdict_makes_a_failure():
    """A state with an error gives stage, slug, retryability and a sentence with what is particular."""
    outcome = made(error="http_403", detail="Forbidden")
    assert (outcome.stage, outcome.error, outcome.retryable) == ("http", "http_403", True)
    assert outcome.reason == f"{ERRORS[ErrorSlug.HTTP_403].meaning} (Forbidden)"


def test_the_trail_is_kept_where_it_tells_something():
    """One request that brought the image leaves no trail; several do, and so does a failure."""
    trail = [{"n": 1}]
    assert made(requests=1, trail=trail).trail is None
    for telling in ({"note": "x"}, {"remedy": "https"}):
        assert made(requests=1, trail=[trail[0] | telling]).trail == [trail[0] | telling]
    assert made(requests=2, trail=trail).trail == trail
    assert made(requests=1, trail=trail, error="http_404").trail == trail


def test_failing_takes_the_rescue_back():
    """A failed outcome was rescued by nothing."""
    outcome = made()
    outcome.ok, outcome.rescued_by = True, "page"
    fail(outcome, ErrorSlug.CONTENT_CORRUPT)
    assert (outcome.ok, outcome.rescued_by, outcome.error) == (False, None, "content_corrupt")
    assert outcome.reason == ERRORS[ErrorSlug.CONTENT_CORRUPT].meaning


def test_a_row_that_failed_by_its_hash_does_not_have_it():
    """Also where the picture that came last was one of its page, of which its outcome takes no note."""
    outcome = made(error=ErrorSlug.CONTENT_HASH_MISMATCH.value)
    assert outcome.hash_matches is False
    assert made(error="http_404").hash_matches is None
