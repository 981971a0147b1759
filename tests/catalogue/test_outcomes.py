from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

import pytest

from imgcrawl.catalogue import Known, outcomes, url_key
from imgcrawl.catalogue.faults import CatalogueError
from imgcrawl.catalogue.rows import FoundOn, Listed

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.catalogue import Catalogue, Run
    from imgcrawl.records import Outcome

    Make = Callable[..., Outcome]


def test_known(catalogue: Catalogue, run: Run, make: Make) -> None:
    """Rows with an outcome are known with what came of them; others are not mentioned."""
    failed = make("2", url="u", stage="http", error="http_404")
    catalogue.write(run, [make("1"), failed])
    assert catalogue.known(run, ["1", "2", "3"]) == {
        "1": Known(url_key("http://a.test/1.jpg"), ok=True, stage=None, error=None, crawl=1),
        "2": Known(url_key("u"), ok=False, stage="http", error="http_404", crawl=1),
    }
    assert catalogue.known(run, []) == {}


def test_requests_add_up_over_crawls(catalogue: Catalogue, run: Run, make: Make) -> None:
    """A row that a later crawl asks for again has cost the requests of both; within a crawl the last outcome counts."""
    catalogue.write(run, [make("1", attempts=3), make("2", attempts=3), make("3", url="wrong", attempts=3)])
    catalogue.write(run, [make("1", attempts=4)])
    later = catalogue.begin_run(run.name, source="s", strategy="adaptive", may_move=True)
    catalogue.write(later, [make("1", attempts=2), make("3", url="right", attempts=2)])
    found = {outcome.id: outcome.attempts for outcome in catalogue.iter_outcomes(later)}
    assert found == {"1": 6, "2": 3, "3": 2}


def test_known_asks_for_any_number(catalogue: Catalogue, run: Run, make: Make) -> None:
    """More ids than fit one query are asked for in several."""
    ids = [str(n) for n in range(2500)]
    catalogue.write(run, [make(row_id) for row_id in ids])
    assert set(catalogue.known(run, ids)) == set(ids)


@pytest.mark.parametrize(("failed_too", "positions"), [(False, [2, 3]), (True, [1, 2, 3])])
def test_unsettled(catalogue: Catalogue, run: Run, make: Make, *, failed_too: bool, positions: list[int]) -> None:
    """Rows without an outcome, or with one under another URL, are unsettled; failed ones only when they are wanted."""
    catalogue.write(run, [make("0"), make("1", error="http_404"), make("2", url="u")])
    catalogue.write(catalogue.begin_run("other", source="s", strategy="adaptive"), [make("3")])
    keys = [url_key(f"http://a.test/{n}.jpg") for n in range(4)]
    found = catalogue.unsettled(run, [Listed(str(n), key) for n, key in enumerate(keys)], failed_too=failed_too)
    assert sorted(found) == positions
    assert (found[2], found[3]) == (catalogue.known(run, ["2"])["2"], None)
    assert catalogue.unsettled(run, [], failed_too=failed_too) == {}


def test_what_the_store_failed_at_is_not_settled(catalogue: Catalogue, run: Run, make: Make) -> None:
    """A row whose image could not be stored has no outcome that anyone may rely on."""
    catalogue.write(run, [make("0", url="u", page_url="p", stage="storage", error="storage_full")])
    key = url_key("u")
    [known] = catalogue.unsettled(run, [Listed("0", key)], failed_too=False).values()
    assert not known.is_settled
    assert catalogue.outcomes_for_urls(run, [key]) == {}
    assert catalogue.outcomes_for_urls(run, [key], unsettled_too=True)[key].id == "0"
    assert catalogue.outcomes_for_pages(run, {FoundOn(key, "p")}) == {}
    catalogue.write(run, [make("0", url="u", page_url="p")])
    assert catalogue.unsettled(run, [Listed("0", key)], failed_too=False) == {}
    assert catalogue.outcomes_for_urls(run, [key])[key].id == "0"


def test_unsettled_asks_for_any_number(catalogue: Catalogue, run: Run, make: Make) -> None:
    """More rows than fit one query are asked for in several; the positions are those among all."""
    catalogue.write(run, [make(str(n)) for n in range(2500) if n not in (999, 1000, 2499)])
    rows = [Listed(str(n), url_key(f"http://a.test/{n}.jpg")) for n in range(2500)]
    assert catalogue.unsettled(run, rows, failed_too=False) == dict.fromkeys((999, 1000, 2499))


def test_unsettled_knows_what_no_database_stores(catalogue: Catalogue, run: Run, make: Make) -> None:
    """An id with characters that were replaced when it was stored is found again."""
    catalogue.write(run, [make("a\0\udc80", url="u")])
    assert catalogue.unsettled(run, [Listed("a\0\udc80", url_key("u"))], failed_too=False) == {}


def test_last_write_counts(catalogue: Catalogue, run: Run, make: Make) -> None:
    """A row has one outcome: the last one written, within a batch and across batches."""
    catalogue.write(run, [make("1", error="http_500", stage="http", reason="r", retryable=True)])
    catalogue.write(run, [make("1", error="http_404"), make("1", url="v")])
    (outcome,) = catalogue.iter_outcomes(run)
    assert (outcome.ok, outcome.error, outcome.reason, outcome.url) == (True, None, None, "v")
    assert set(catalogue.outcomes_for_urls(run, [url_key("v"), url_key("http://a.test/1.jpg")])) == {url_key("v")}


def test_batch_is_all_or_nothing(catalogue: Catalogue, run: Run, make: Make) -> None:
    """A batch with a row that the database refuses leaves nothing behind."""
    with pytest.raises(CatalogueError):
        catalogue.write(run, [make("1"), make("2", attempts=None)])
    assert catalogue.counts(run).rows == 0


def test_runs_are_apart(catalogue: Catalogue, run: Run, make: Make) -> None:
    """The same row id in two runs is two outcomes."""
    other = catalogue.begin_run("other", source="s", strategy="adaptive")
    catalogue.write(run, [make("1")])
    catalogue.write(other, [make("1", error="http_404")])
    assert [o.ok for o in catalogue.iter_outcomes(run)] == [True]
    assert catalogue.known(other, ["1"])["1"].error == "http_404"
    assert catalogue.outcome(other, "1").error == "http_404"
    assert catalogue.outcome(other, "2") is None


def test_outcomes_for_urls_prefers_ok(catalogue: Catalogue, run: Run, make: Make) -> None:
    """Of several rows with a URL, one with a stored image is returned."""
    catalogue.write(
        run,
        [
            make("1", url="u", error="http_500"),
            make("2", url="u"),
            make("3", url="u", error="http_500"),
            make("4", url="v"),
        ],
    )
    found = catalogue.outcomes_for_urls(run, [url_key("u"), url_key("v"), url_key("w")])
    assert {key: outcome.id for key, outcome in found.items()} == {url_key("u"): "2", url_key("v"): "4"}


def test_outcomes_for_pages(catalogue: Catalogue, run: Run, make: Make) -> None:
    """Of the rows with an address, one is returned for each page that is asked for."""
    rows = [("1", "u", "p"), ("2", "u", "q"), ("3", "u", "q"), ("4", "v", "p")]
    catalogue.write(run, [make(row_id, url=f"http://{url}", page_url=page) for row_id, url, page in rows])
    u, v = url_key("http://u"), url_key("http://v")
    pages = {FoundOn(u, "p"), FoundOn(u, "q"), FoundOn(u, "r"), FoundOn(v, "q")}
    found = catalogue.outcomes_for_pages(run, pages)
    assert {wanted: outcome.id for wanted, outcome in found.items()} == {(u, "p"): "1", (u, "q"): "2"}


def test_outcomes_of_one_crawl(catalogue: Catalogue, run: Run, make: Make) -> None:
    """What another crawl of the run recorded is left out where that is asked for."""
    catalogue.write(run, [make("1", url="u")])
    again = catalogue.begin_run("urls", source="s", strategy="adaptive")
    catalogue.write(again, [make("2", url="u", error="http_404")])
    key = url_key("u")
    assert catalogue.outcomes_for_urls(again, [key])[key].id == "1"
    assert catalogue.outcomes_for_urls(again, [key], crawl=again.crawl)[key].id == "2"
    assert catalogue.known(again, ["1"])["1"].crawl < again.crawl


def test_outcomes_come_in_order(catalogue: Catalogue, run: Run, make: Make) -> None:
    """Ids that are numbers come by value, then the others as texts; always in the same order."""
    ids = ["b", "10", "9", "a10", "09", "", "1000000000000000000000", "a9", "0", "-1", "00", "B"]
    catalogue.write(run, [make(row_id) for row_id in ids])
    expected = ["0", "00", "09", "9", "10", "1000000000000000000000", "", "-1", "B", "a10", "a9", "b"]
    assert [outcome.id for outcome in catalogue.iter_outcomes(run)] == expected


def test_iteration_is_flat(catalogue: Catalogue, run: Run, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Streaming a run holds a small part of it in memory, and writers are not kept waiting."""
    monkeypatch.setattr(outcomes, "CHUNK", 200)
    catalogue.write(run, [make(str(n), reason="x" * 500) for n in range(3000)])
    tracemalloc.start()
    try:
        for outcome in catalogue.iter_outcomes(run):
            if outcome.id == "1500":
                catalogue.write(run, [make("late")])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 2_000_000
    assert "late" in catalogue.known(run, ["late"])


def test_counts(catalogue: Catalogue, run: Run, make: Make) -> None:
    """Outcomes are counted by success and by error."""
    assert catalogue.counts(run) == (0, 0, {})
    catalogue.write(run, [make("1"), make("2", error="http_404"), make("3", error="http_404"), make("4", error=None)])
    assert catalogue.counts(run) == (4, 1, {"http_404": 2, "unknown": 1})


def test_referenced_paths(catalogue: Catalogue, run: Run, make: Make) -> None:
    """A file is referenced as long as an ok outcome of any run names it."""
    other = catalogue.begin_run("other", source="s", strategy="adaptive")
    catalogue.write(run, [make("1", path="full/a"), make("2", path="full/b", error="content_placeholder")])
    catalogue.write(other, [make("1", path="full/c")])
    assert catalogue.referenced_paths(["full/a", "full/b", "full/c", "full/d"]) == {"full/a", "full/c"}


@pytest.mark.parametrize(
    ("query", "index"),
    [
        (
            "SELECT id FROM outcomes WHERE run_id = 1 AND url_key IN (1, 2) ORDER BY ok DESC, id",
            "COVERING INDEX outcomes_by_url",
        ),
        ("SELECT ok FROM outcomes WHERE run_id = 1 AND id IN ('1', '2')", "PRIMARY KEY"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_lookups_use_an_index(catalogue: Catalogue, query: str, index: str) -> None:
    """No look-up made during a crawl reads the whole table."""
    with catalogue.reading() as connection:
        plan = " ".join(str(row) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}"))
    assert index in plan
