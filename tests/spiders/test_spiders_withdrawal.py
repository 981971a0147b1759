"""Outcomes whose pictures prove to be placeholders are taken back, and their rows come again."""

from __future__ import annotations

from dataclasses import replace

from imgcrawl.catalogue.rows import url_key
from imgcrawl.records import Passed


async def test_withdrawn_rows_come_again(desk, task):
    """Rows whose picture proved to be a placeholder fail in the catalogue and come once more, and so does a twin."""
    flow, seen = desk.flow([task(0), task(1), task(2, "http://a.test/0.jpg")]), []
    async for selected in flow.unfinished():
        seen.append((selected.task.id, selected.before is not None))
        again = len(seen) > 3
        if again:
            assert not (await desk.ledger.known([selected.task.id]))[selected.task.id].ok
        flow.done(await desk.record(selected.task, ok=not again))
        if len(seen) == 3:
            first, second = (url_key(f"http://a.test/{n}.jpg") for n in range(2))
            flow.withdrawals.add({Passed(first, "x"), Passed(second, "other")})
    assert seen == [("0", False), ("1", False), ("2", False), ("0", True), ("2", False)]
    assert [(recorded.outcome.id, recorded.outcome.ok, ours) for recorded, ours in desk.told] == [
        ("0", True, True),
        ("2", True, True),
    ]


async def test_what_is_under_way_is_withdrawn_later(desk, task):
    """An address that has no outcome yet is taken back when it has one."""
    flow, seen = desk.flow([task(0)]), []
    async for selected in flow.unfinished():
        seen.append(selected.task.id)
        if len(seen) == 1:
            flow.withdrawals.add({Passed(url_key("http://a.test/0.jpg"), "x")})
            assert await flow.withdrawals.carry_out(flow.under_way) == []
        flow.done(await desk.record(selected.task, ok=len(seen) == 1))
    assert seen == ["0", "0"]


async def test_a_twin_on_its_way_is_withdrawn_with_its_original(desk, task):
    """A row that was handed the outcome of another before that is withdrawn does not get away with it."""
    flow, rounds = desk.flow([task(0), task(1, "http://a.test/0.jpg")]), 0
    async for selected in flow.unfinished():
        rounds += 1
        if rounds == 2:
            desk.on_their_way.append(selected.task)
            flow.withdrawals.add({Passed(url_key("http://a.test/0.jpg"), "x")})
        else:
            flow.done(await desk.record(selected.task, ok=rounds == 1))
    assert sorted(recorded.outcome.id for recorded, _ in desk.told) == ["0", "1"]
    assert not any(known.ok for known in (await desk.ledger.known(["0", "1"])).values())


async def test_rows_with_a_login_fail(desk, task):
    """A row whose login the list alone has fails and is not asked for without it."""
    flow = desk.flow([task(0, url := "http://ann:pw@a.test/0.jpg")])
    flow.withdrawals.has_refused = True
    await desk.record(task(8, "http://a.test/8.jpg"), ok=False, error="content_placeholder", sha256="x")
    assert [row.task.id for row in await desk.work(flow)] == ["0"]
    flow.withdrawals.add({Passed(url_key(url), "x")})
    assert await flow.withdrawals.carry_out(()) == []
    assert not (await desk.ledger.known(["0"]))["0"].ok


async def test_rows_whose_page_has_a_login_fail(desk, task):
    """The page cannot be asked for without it."""
    row = replace(task(0), page_url="http://ann:pw@a.test/page")
    flow = desk.flow([row])
    assert [row.task.id for row in await desk.work(flow)] == ["0"]
    flow.withdrawals.add({Passed(url_key(row.url), "x")})
    assert await flow.withdrawals.carry_out(()) == []
    assert not (await desk.ledger.known(["0"]))["0"].ok


async def test_rows_of_other_shards_stay_with_them(desk, task):
    """What another shard recorded is left to it, also at the end: withdrawn here, it would not be asked for again."""
    other = task(7, "http://b.test/7.jpg")
    await desk.record(other)
    await desk.record(task(8, "http://b.test/8.jpg"), ok=False, error="content_placeholder", sha256="x")
    flow = desk.flow([task(0)], keeps=lambda row: "b.test" not in row.url)
    flow.withdrawals.has_refused = True
    flow.withdrawals.add({Passed(url_key(other.url), "x")})
    assert [row.task.id for row in await desk.work(flow)] == ["0"]
    assert (await desk.ledger.known(["7"]))["7"].ok
    assert desk.told == []
    theirs = desk.flow([], keeps=lambda row: "b.test" in row.url)
    theirs.withdrawals.has_refused = True
    assert [row.task.id for row in await desk.work(theirs)] == ["7"]


async def test_the_end_finds_what_earlier_crawls_let_pass(desk, task):
    """When a crawl has met a placeholder, whatever has its picture at the same host is taken back at the end."""
    await desk.record(task(7), earlier=True)
    flow, seen = desk.flow([task(0)]), []
    async for selected in flow.unfinished():
        seen.append((selected.task.id, selected.before))
        flow.done(await desk.record(selected.task, ok=False, error="content_placeholder", sha256="x"))
    assert seen == [("0", None), ("7", None)]
    assert [(recorded.outcome.id, ours) for recorded, ours in desk.told] == [("7", False)]


async def test_a_crawl_that_records_nothing_searches_for_nothing(desk, task, monkeypatch):
    """Only a crawl that has recorded an outcome goes through the whole run at its end."""
    searches = []

    async def found_none() -> set[tuple[str, str]]:
        searches.append(len(searches))
        return set()

    monkeypatch.setattr(desk.ledger, "shared_with_earlier", found_none)
    assert [row.task.id for row in await desk.work(desk.flow([task(0)]))] == ["0"]
    assert searches == [0]
    assert await desk.work(desk.flow([task(0)])) == []
    assert searches == [0]
