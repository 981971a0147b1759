from __future__ import annotations

import pytest

from imgcrawl.catalogue import url_key
from imgcrawl.errors import ConfigError
from imgcrawl.records import Outcome
from imgcrawl.spiders.rows.selection import shared

LONG_AGO = "2020-01-01T00:00:00.000Z"


async def ids(selector, *tasks) -> list[str]:
    """Return the ids of the rows that are selected."""
    return [selected.task.id for selected in await selector.select(tasks)]


async def test_rows_with_an_outcome_are_done(desk, task):
    """A row that has an outcome, good or bad, is not asked for again; the order of the others is kept."""
    await desk.record(task(1), earlier=True)
    await desk.record(task(2), earlier=True, ok=False)
    assert await ids(desk.selector(), *map(task, range(5))) == ["0", "3", "4"]


async def test_rows_that_could_not_be_stored_are_asked_for_again(desk, task):
    """The next crawl takes up what the store failed at, by itself, and the twins of it; the same crawl does not."""
    full = {"ok": False, "stage": "storage", "error": "storage_full"}
    rows = [task(row, "http://a.test/same.jpg") for row in (0, 1)]
    for row in rows:
        await desk.record(row, earlier=True, **full)
    assert [(s.task.id, s.twin) for s in await desk.selector().select(rows)] == [("0", None), ("1", None)]
    await desk.record(task(2), **full)
    assert await ids(desk.selector(), task(2)) == []
    assert await ids(desk.selector(retry="storage"), *rows) == ["0", "1"]
    assert await ids(desk.selector(retry="http"), *rows) == []


async def test_nothing_wanted_asks_for_no_twins(desk, task):
    """A list that is done needs no second look."""
    await desk.record(task(0), earlier=True)
    assert await desk.selector().select([task(0)]) == []


async def test_retry_asks_for_failed_rows_alone(desk, task):
    """A retry takes the failed rows that it names, no stored image and no row that was never asked for."""
    await desk.record(task(0), earlier=True)
    await desk.record(task(1), earlier=True, ok=False)
    assert await ids(desk.selector(retry="failed"), *map(task, range(3))) == ["1"]
    assert await ids(desk.selector(retry="http_404"), *map(task, range(3))) == ["1"]
    assert await ids(desk.selector(retry="tcp"), *map(task, range(3))) == []


async def test_retry_does_not_repeat_its_own_failures(desk, task):
    """What failed again in this very crawl is not asked for once more."""
    await desk.record(task(1), ok=False)
    assert await ids(desk.selector(retry="failed"), task(1)) == []


async def test_a_corrected_url_is_asked_for(desk, task):
    """A failed row whose URL was corrected in the list is asked for under its new URL, in place."""
    await desk.record(task(1), ok=False, earlier=True)
    [selected] = await desk.selector().select([task(1, "http://a.test/right.jpg")])
    assert (selected.task.id, selected.key) == ("1", url_key("http://a.test/right.jpg"))


async def test_another_list_is_refused(desk, task):
    """A stored row that now has another URL means that the list has changed: the error says so, and what to do."""
    await desk.record(task(1), earlier=True)
    with pytest.raises(ConfigError, match=r"urls\.csv: row 1 \(id 1\) has another URL .* -a run=NAME"):
        await desk.selector().select([task(1, "http://a.test/other.jpg")])


async def test_an_id_used_again_later_gets_its_row_number(desk, task):
    """An id that came up earlier in this crawl with another URL is told apart by the row's number."""
    selector = desk.selector()
    await desk.record(task(1, row_id="x"))
    [selected] = await selector.select([task(7, row_id="x")])
    assert selected.task.id == "x#7"


async def test_an_id_used_again_at_once_gets_its_row_number(desk, task):
    """Two rows that are read together and share an id, but not the URL, are told apart too."""
    assert await ids(desk.selector(), task(0, row_id="x"), task(1, row_id="x")) == ["x", "x#1"]


async def test_an_id_under_way_is_no_finished_row(desk, task):
    """A row with the URL on record, whose id is under way with a corrected one, is told apart, read together or not."""
    await desk.record(task(1), ok=False, earlier=True)
    selector, old = desk.selector(), task(1).url
    assert await ids(selector, task(1, "http://a.test/right.jpg")) == ["1"]
    assert await ids(selector, task(7, old, row_id="1")) == ["1#7"]
    assert await ids(desk.selector(), task(1, "http://a.test/right.jpg"), task(7, old, row_id="1")) == ["1", "1#7"]


async def test_a_reused_id_is_recognised_by_the_next_crawl(desk, task):
    """When both rows of a reused id are done, the same list again is no changed list."""
    await desk.record(task(0, row_id="x"), earlier=True)
    await desk.record(task(1, row_id="x#1"), earlier=True)
    assert await ids(desk.selector(), task(0, row_id="x"), task(1, row_id="x")) == []


@pytest.mark.parametrize("ok", [True, False], ids=["fetched", "failed"])
@pytest.mark.parametrize("retry", ["", "tcp"], ids=["first-time", "retry"])
async def test_an_id_used_again_after_a_kill_gets_its_row_number(desk, task, ok, retry):
    """A row whose id is on record for one that came before it in the list is no correction of that, nor another list.

    The crawl that recorded the first was killed before the second came, so that this one has to see it for itself.
    """
    await desk.record(task(0, row_id="x"), earlier=True, ok=ok)
    selector = desk.selector(retry=retry)
    assert await ids(selector, task(0, row_id="x")) == []
    assert await ids(selector, task(7, row_id="x"), task(8, row_id="y")) == ([] if retry else ["x#7", "y"])
    at_once = await ids(desk.selector(retry=retry), task(0, row_id="x"), task(7, row_id="x"))
    assert at_once == ([] if retry else ["x#7"])


async def test_only_rows_on_record_are_noted_as_met(desk, task):
    """A crawl that begins a run, whose rows are not on record yet, need not keep what it has come by."""
    await desk.record(task(0), earlier=True)
    await desk.record(task(1, "http://a.test/wrong.jpg"), earlier=True, ok=False)
    rows = [task(n) for n in range(3)]
    assert await ids(desk.selector(), *rows) == ["1", "2"]
    assert desk.met[-1].among((row.id, url_key(row.url)) for row in rows) == {("0", url_key(rows[0].url))}


async def test_an_outcome_under_an_id_with_a_row_number_is_known_before_the_first_is_done(desk, task):
    """When the second row of a reused id was done and the first was not, the first alone is worked on."""
    await desk.record(task(7, row_id="x#7"), earlier=True)
    selector = desk.selector()
    assert await ids(selector, task(0, row_id="x")) == ["x"]
    assert await ids(selector, task(7, row_id="x")) == []
    assert await ids(desk.selector(), task(0, row_id="x"), task(7, row_id="x")) == ["x"]


async def test_rows_share_the_outcome_of_their_url(desk, task):
    """A row whose URL has an outcome under another id needs no request of its own."""
    await desk.record(task(0, "http://a.test/same.jpg"))
    [selected] = await desk.selector().select([task(1, "http://a.test/same.jpg")])
    assert selected.twin is not None
    assert selected.twin.id == "0"


async def test_a_retry_does_not_share_old_failures(desk, task):
    """A crawl that asks again takes no outcome of an earlier crawl for its own."""
    for row in (0, 1):
        await desk.record(task(row, "http://a.test/same.jpg"), ok=False, earlier=True)
    tasks = [task(row, "http://a.test/same.jpg") for row in (0, 1)]
    assert [s.twin for s in await desk.selector(retry="failed").select(tasks)] == [None, None]


async def test_relative_addresses_belong_to_their_pages(desk, task):
    """The same relative address on two pages is two addresses; on two pages of one folder it is one."""
    await desk.record(task(0, "1.jpg", page_url="http://p.test/a/x.html"))
    elsewhere, here = await desk.selector().select(
        [task(1, "1.jpg", page_url="http://q.test/a/x.html"), task(2, "1.jpg", page_url="http://p.test/a/y.html")]
    )
    assert elsewhere.twin is None
    assert here.twin is not None
    assert elsewhere.key != here.key


@pytest.mark.parametrize(
    ("page_url", "shared_with"), [("http://p.test/0", "0"), (None, "0"), ("", "0"), ("http://p.test/1", None)]
)
async def test_a_failure_serves_for_rows_of_the_same_page(desk, task, page_url, shared_with):
    """A dead address is asked for again where another page may know its image."""
    await desk.record(task(0, "http://a.test/same.jpg", page_url="http://p.test/0"), ok=False)
    [selected] = await desk.selector().select([task(1, "http://a.test/same.jpg", page_url=page_url)])
    assert (selected.twin and selected.twin.id) == shared_with
    assert (selected.lane == selected.key) is (shared_with is not None)


async def test_a_page_with_a_login_is_the_same_page(desk, task):
    """That the catalogue keeps no login does not make another page of the one that a row names."""
    url, page = "http://a.test/same.jpg", "http://ann:pw@p.test/1"
    for n, each in enumerate(("http://p.test/0", page)):
        await desk.record(task(n, url, page_url=each), ok=False)
        [selected] = await desk.selector().select([task(9, url, page_url=each)])
        assert selected.twin is not None


async def test_rows_of_one_page_share_its_failure(desk, task):
    """Of the rows with a dead address each page is asked once, however many pages have been asked before."""
    for n in range(3):
        await desk.record(task(n, "http://a.test/same.jpg", page_url=f"http://p.test/{n}"), ok=False)
    [selected] = await desk.selector().select([task(9, "http://a.test/same.jpg", page_url="http://p.test/2")])
    assert selected.twin is not None
    assert selected.twin.id == "2"


async def test_an_image_serves_for_every_page(desk, task):
    """A stored image is the image of its address wherever that was found."""
    await desk.record(task(0, "http://a.test/same.jpg", page_url="http://p.test/0"))
    [selected] = await desk.selector().select([task(1, "http://a.test/same.jpg", page_url="http://p.test/1")])
    assert selected.twin is not None


def test_a_shared_outcome_is_the_rows_own(task):
    """What the row shares is the image; its id, URL, page, columns and costs are its own."""
    twin = Outcome(
        "0", "http://a.test/x.jpg", "http://p.test/0", ok=True, sha256="x", attempts=3, waited_ms=5.0, trail=[{}]
    )
    twin.rescued_by, twin.dns_ms, twin.connect_ms, twin.tls_ms, twin.ttfb_ms, twin.total_ms = "retry", 1, 1, 1, 1, 1
    mine = shared(twin, task(1, "http://a.test/x.jpg", page_url="http://p.test/1", extra={"a": "b"}), LONG_AGO)
    assert (mine.id, mine.page_url, mine.extra, mine.ok, mine.sha256) == ("1", "http://p.test/1", {"a": "b"}, True, "x")
    assert (mine.attempts, mine.waited_ms, mine.trail, mine.started_at) == (0, 0.0, None, LONG_AGO)
    assert (mine.rescued_by, mine.dns_ms, mine.connect_ms, mine.tls_ms, mine.ttfb_ms, mine.total_ms) == (None,) * 6
    assert twin.attempts == 3
