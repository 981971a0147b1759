from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

import pytest

from imgcrawl.errors import ErrorSlug, Stage
from imgcrawl.meanings import ERRORS
from imgcrawl.report.summary import TOP_HOSTS, UNFETCHABLE, summarise
from imgcrawl.report.tables import Share, summary_tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.catalogue import Catalogue, Run

    Record = Callable[..., Run]


def test_unfetchable_errors() -> None:
    """Nobody can fetch a row without a usable URL, one that we refuse, or one whose host does not exist."""
    assert {slug.stage for slug in UNFETCHABLE} == {Stage.URL, Stage.POLICY, Stage.DNS}
    assert {slug for slug in UNFETCHABLE if slug.stage == Stage.DNS} == {
        ErrorSlug.DNS_NXDOMAIN,
        ErrorSlug.DNS_NO_ADDRESS,
    }
    assert all(slug in UNFETCHABLE for slug in ErrorSlug if slug.stage in (Stage.URL, Stage.POLICY))


def test_denominators(catalogue: Catalogue, record: Record) -> None:
    """Success is told of all rows and of those that could be fetched at all."""
    errors = ["url_scheme", "policy_robots", "dns_nxdomain", "dns_timeout", "http_404", "http_503"]
    run = record("r", [{}, {}, *({"error": error} for error in errors)])
    summary = summarise(catalogue, run)
    assert (summary.rows, summary.ok, summary.fetchable, summary.retryable) == (8, 2, 5, 2)


def test_funnel(catalogue: Catalogue, record: Record) -> None:
    """Each stage is entered by the rows that passed those before it; what passes the last one is stored."""
    run = record(
        "r", [{}, {"error": "url_host"}, {"error": "http_404"}, {"error": "http_500"}, {"error": "content_html"}]
    )
    funnel = {stage: (entered, failed) for stage, entered, failed in summarise(catalogue, run).funnel}
    assert list(funnel) == [stage.value for stage in Stage]
    assert funnel["url"] == (5, 1)
    assert funnel["tls"] == (4, 0)
    assert funnel["http"] == (4, 2)
    assert funnel["content"] == (2, 1)
    assert funnel["internal"] == (1, 0)


def test_failures(catalogue: Catalogue, record: Record) -> None:
    """Errors come with their rows, the most frequent first, with one of them, what they mean and what to do."""
    run = record("r", [{"error": "http_404"}, {"error": "http_403"}, {"error": "http_403", "retryable": False}])
    first, second = summarise(catalogue, run).failures
    assert (first.error, first.stage, first.rows, first.retryable) == ("http_403", "http", 2, 1)
    assert (second.error, second.rows, second.retryable) == ("http_404", 1, 0)
    known = ERRORS[ErrorSlug.HTTP_403]
    assert (first.meaning, first.advice) == (known.meaning, known.advice)
    assert (first.example, second.example) == ("1", "0")


def test_unknown_errors(catalogue: Catalogue, record: Record) -> None:
    """An error that this version does not know, or a failure without one, is counted and not lost."""
    run = record("r", [{}, {"ok": False, "error": "http_299"}, {"ok": False, "error": None}])
    summary = summarise(catalogue, run)
    assert {failure.error: failure.rows for failure in summary.failures} == {"http_299": 1, "unknown": 1}
    assert (summary.rows, summary.funnel[-1].failed) == (3, 2)
    assert summary.hosts[0].errors == {"http_299": 1, "unknown": 1}


def test_hosts(catalogue: Catalogue, record: Record) -> None:
    """Hosts are listed by their failed rows, with their success and errors, as many as are shown; all are counted."""
    rows = [{"url": f"http://{n}.test/"} for n in range(TOP_HOSTS + 5)] + [{"url": "http://0.test/more"}] * 9
    rows += [{"url": "http://B.test:81/x", "error": "http_404"}, {"url": "http://b.test/y", "error": "http_500"}]
    rows += [{"url": "http://b.test/z", "error": "http_500"}, {"url": "http://b.test/"}]
    summary = summarise(catalogue, record("r", rows))
    assert summary.host_count == TOP_HOSTS + 6
    assert len(summary.hosts) == TOP_HOSTS
    assert summary.hosts[0] == ("b.test", 4, 1, {"http_500": 2, "http_404": 1})
    assert summary.hosts[1] == ("0.test", 10, 10, {})
    assert list(summary.hosts[0].errors) == ["http_500", "http_404"]


def test_remedies(catalogue: Catalogue, record: Record) -> None:
    """A remedy's requests count whether it helped or not, and also where it was the first thing tried."""
    retry, page, first = ({"n": n, "remedy": remedy} for n, remedy in ((2, "retry"), (3, "page"), (1, None)))
    rows = [
        {"attempts": 3, "rescued_by": "page", "trail": [first, retry, page]},
        {"attempts": 3, "error": "http_500", "trail": [first, retry, retry]},
        {"attempts": 1, "rescued_by": "retry", "trail": [retry]},
        {"attempts": 1, "trail": [first]},
    ]
    assert summarise(catalogue, record("r", rows)).remedies == [("page", 1, 1, 1), ("retry", 3, 4, 1)]


def test_requests(catalogue: Catalogue, record: Record) -> None:
    """All requests of all rows are added up."""
    assert summarise(catalogue, record("r", [{"attempts": 0}, {"attempts": 5}])).requests == 5


@pytest.mark.parametrize(
    ("values", "percentiles"),
    [
        ([7], {50: 7, 90: 7, 99: 7, 100: 7}),
        (list(range(1, 101)), {50: 50, 90: 90, 99: 99, 100: 100}),
        ([3, 1, 2], {50: 2, 90: 3, 99: 3, 100: 3}),
        ([5, 5, 5, 5], {50: 5, 90: 5, 99: 5, 100: 5}),
    ],
)
def test_percentiles(catalogue: Catalogue, record: Record, values: list[int], percentiles: dict[int, float]) -> None:
    """A percentile is the nearest rank: a value that was measured."""
    run = record("r", [{"total_ms": float(value), "bytes": value} for value in values])
    summary = summarise(catalogue, run)
    assert summary.time_ms == (len(values), sum(values), percentiles)
    assert summary.size_bytes == (len(values), sum(values), percentiles)


def test_only_what_was_measured_is_spread(catalogue: Catalogue, record: Record) -> None:
    """Rows without a time are left out, and so is the size of what was not stored."""
    run = record("r", [{"total_ms": 4.0, "bytes": 1}, {}, {"error": "content_html", "bytes": 9, "total_ms": 6.0}])
    summary = summarise(catalogue, run)
    assert (summary.time_ms.rows, summary.time_ms.total, summary.size_bytes.rows) == (2, 10.0, 1)


def test_empty_run(catalogue: Catalogue, record: Record) -> None:
    """A run without any outcome has figures too: zeros."""
    summary = summarise(catalogue, record("r", []))
    assert (summary.rows, summary.ok, summary.fetchable, summary.requests, summary.host_count) == (0, 0, 0, 0, 0)
    assert (summary.failures, summary.hosts, summary.remedies, summary.time_ms) == ([], [], [], (0, 0.0, {}))


def test_other_runs_are_not_counted(catalogue: Catalogue, record: Record) -> None:
    """Each figure is that of one run only."""
    record("other", [{"error": "http_404", "total_ms": 9.0, "rescued_by": "x", "url": "http://z.test"}] * 3)
    summary = summarise(catalogue, record("r", [{"bytes": 1}]))
    assert (summary.rows, summary.ok, summary.host_count, summary.requests) == (1, 1, 1, 1)
    assert (summary.failures, summary.remedies, summary.time_ms.rows) == ([], [], 0)


def test_memory_is_flat(catalogue: Catalogue, record: Record) -> None:
    """A summary holds neither rows nor hosts of the run in memory."""
    trail = [{"n": 1, "remedy": "retry", "note": "x" * 500}]
    rows = [{"url": f"http://{n}.test/", "trail": trail, "total_ms": float(n)} for n in range(8000)]
    run = record("r", rows)
    summarise(catalogue, run)
    tracemalloc.start()
    try:
        summarise(catalogue, run)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 2_500_000


def test_hashes(catalogue: Catalogue, record: Record) -> None:
    """Images count whose hash is known, and those that have it; pictures that were refused do not."""
    rows = [{}, *({"hash_matches": matches} for matches in (True, True, False, None))]
    refused = {"error": "content_hash_mismatch", "hash_matches": False}
    summary = summarise(catalogue, record("r", [*rows, refused, {"error": "storage_error", "hash_matches": True}]))
    assert (summary.hashes_known, summary.hashes_matching) == (3, 2)
    lines = [row for row in summary_tables(summary)[0].rows if "hash" in str(row[0])]
    assert lines == [("images that have their published hash, of 3 that have one", 2, Share(2 / 3))]
    plain = summarise(catalogue, record("plain", [{}]))
    assert (plain.hashes_known, plain.hashes_matching) == (0, 0)
    assert not [row for row in summary_tables(plain)[0].rows if "hash" in str(row[0])]
