from __future__ import annotations

import asyncio

import pytest

from imgcrawl.catalogue.rows import url_key
from imgcrawl.errors import ConfigError
from imgcrawl.spiders import flow as flow_module

SAME = "http://a.test/same.jpg"


async def work(desk, flow, *, ok: bool = True) -> list:
    """Give every row its outcome as soon as it comes, and return what came."""
    seen = []
    async for selected in flow.unfinished():
        assert selected is not None
        seen.append(selected)
        flow.done(await desk.record(selected.task, ok=ok))
    return seen


async def test_every_row_comes_once(desk, task):
    """The rows come in order, and the flow ends when each has its outcome."""
    flow = desk.flow(map(task, range(7)))
    assert [s.task.id for s in await work(desk, flow)] == [str(n) for n in range(7)]
    assert (flow.read, flow.under_way) == (7, {})
    assert flow.outlook("a.test") == 0


async def test_an_empty_list_ends_at_once(desk):
    """Nothing in, nothing out."""
    assert await work(desk, desk.flow([])) == []


async def test_a_list_that_no_thread_can_read_says_so(desk, task, monkeypatch):
    """Where the system starts no more threads the crawl ends with a sentence that says what to do."""

    def refuse(_thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("threading.Thread.start", refuse)
    with pytest.raises(ConfigError, match=r"starts no more processes or threads: .* \(ulimit -u"):
        await anext(aiter(desk.flow([task(0)]).unfinished()))


async def test_rows_that_share_a_url_share_one_fetch(desk, task):
    """While a URL is under way, other rows with it wait, and then come with its outcome."""
    flow = desk.flow([task(n, SAME) for n in range(3)])
    seen = []

    async def finish(row) -> None:
        flow.done(await desk.record(row))

    async with asyncio.TaskGroup() as group:
        async for selected in flow.unfinished():
            assert selected is not None
            seen.append((selected.task.id, selected.twin and selected.twin.id))
            if selected.twin is None:
                assert flow.outlook("a.test") == 1
                group.create_task(finish(selected.task))
    assert seen[0] == ("0", None)
    assert sorted(seen[1:]) == [("1", "0"), ("2", "0")]
    assert flow.under_way == {}


async def test_a_dead_address_is_tried_for_every_page_at_once(desk, task):
    """When an address has failed, the rows that found it on other pages start together, one for each page."""
    pages = ["http://p.test/0", "http://p.test/1", "http://p.test/2", "http://p.test/2"]
    flow = desk.flow([task(n, SAME, page_url=page) for n, page in enumerate(pages)])
    steps = aiter(flow.unfinished())
    first = await anext(steps)
    flow.done(await desk.record(first.task, ok=False))
    others = [await anext(steps), await anext(steps)]
    assert ([s.task.id for s in others], [s.twin for s in others]) == (["1", "2"], [None, None])
    assert (len(flow.under_way), flow.outlook("a.test")) == (2, 2)
    for each in others:
        flow.done(await desk.record(each.task, ok=False))
    [last] = [s async for s in steps]
    assert (last.task.id, last.twin.id) == ("3", "2")
    assert (flow.under_way, flow.outlook("a.test")) == ({}, 0)


async def test_hosts_are_told_before_their_rows(desk, task):
    """What is known of hosts can be looked up before their first row begins; a host under way is not told again."""
    flow = desk.flow([task(0, "http://a.test/1.jpg"), task(1, "http://b.test/1.jpg"), task(2, "http://a.test/2.jpg")])
    await work(desk, flow)
    assert desk.hosts[0] == {"a.test", "b.test"}


async def test_the_outlook_counts_urls(desk, task):
    """The outlook of a host is the number of its URLs without an outcome, each once."""
    rows = [task(0), task(1), task(2, "http://a.test/1.jpg"), task(3, "http://b.test/1.jpg")]
    flow = desk.flow(rows)
    steps = aiter(flow.unfinished())
    first = await anext(steps)
    assert (flow.outlook("a.test"), flow.outlook("b.test"), flow.outlook("c.test")) == (2, 1, 0)
    flow.done(await desk.record(first.task))
    assert flow.outlook("a.test") == 1
    await steps.aclose()


async def test_a_source_is_read_in_batches(desk, task, monkeypatch):
    """No more of the list is read than is being worked on."""
    monkeypatch.setattr(flow_module, "_BATCH_ROWS", 3)
    monkeypatch.setattr(flow_module, "_FIRST_ROWS", 3)
    read: list[int] = []

    def rows():
        for n in range(10):
            read.append(n)
            yield task(n)

    flow = desk.flow(rows())
    steps = aiter(flow.unfinished())
    await anext(steps)
    assert len(read) == 3
    await steps.aclose()


async def test_a_reused_id_across_batches(desk, task, monkeypatch):
    """An id that comes up again in a later batch loses no row, even while the first is still under way."""
    monkeypatch.setattr(flow_module, "_BATCH_ROWS", 1)
    monkeypatch.setattr(flow_module, "_FIRST_ROWS", 1)
    flow = desk.flow([task(0, row_id="x"), task(1, row_id="x")])
    tasks = []
    async for selected in flow.unfinished():
        assert selected is not None
        tasks.append(selected.task)
        if len(tasks) == 2:
            for each in tasks:
                flow.done(await desk.record(each))
    assert sorted(each.id for each in tasks) == ["x", "x#1"]


async def test_a_flow_that_stands_still_says_so(desk, task, monkeypatch):
    """When no outcome comes for a while, None is yielded, so that lost rows can be found; late outcomes still count."""
    monkeypatch.setattr(flow_module, "_HEARTBEAT_S", 0.02)
    flow = desk.flow([task(0)])
    seen = []
    async for selected in flow.unfinished():
        seen.append(selected and selected.task.id)
        if selected is None:
            flow.done(await desk.record(task(0)))
    assert seen == ["0", None]


async def test_many_duplicates_hold_the_source_up(desk, task, monkeypatch):
    """Rows that wait for another row's URL are bounded: beyond that the source waits too."""
    monkeypatch.setattr(flow_module, "_MOST_PARKED", 5)
    monkeypatch.setattr(flow_module, "_BATCH_ROWS", 2)
    monkeypatch.setattr(flow_module, "_FIRST_ROWS", 2)
    flow, told = desk.flow(task(n, SAME) for n in range(40)), asyncio.Event()
    flow._let_go = told.set
    steps = aiter(flow.unfinished())
    first = await anext(steps)
    assert not told.is_set()
    pending = asyncio.ensure_future(anext(steps))
    done, _ = await asyncio.wait([pending], timeout=0.2)
    assert not done
    assert flow.read <= 10
    assert told.is_set()  # outcomes that are kept back must come
    flow.done(await desk.record(first.task))
    assert await asyncio.wait_for(pending, 5) is not None
    await steps.aclose()


async def test_a_url_that_was_done_meanwhile_is_not_fetched_again(desk, task):
    """A row whose URL got its outcome after its batch was looked up comes with that outcome all the same."""
    flow = desk.flow([task(0, SAME), task(1), task(2, SAME)])
    twins = {s.task.id: s.twin and s.twin.id for s in await work(desk, flow)}
    assert twins == {"0": None, "1": None, "2": "0"}


async def test_an_outcome_of_another_row_is_no_harm(desk, task):
    """An outcome of a URL that is not under way changes nothing."""
    flow = desk.flow([])
    flow.done(await desk.record(task(9)))
    assert flow.outlook("a.test") == 0


async def test_a_changed_list_ends_the_flow(desk, task):
    """The error of the selection reaches whoever reads the flow."""
    await desk.record(task(1), earlier=True)
    with pytest.raises(ConfigError, match="the list has changed"):
        await work(desk, desk.flow([task(0), task(1, "http://a.test/other.jpg")]))


async def finish_all(desk, flow, steps) -> list[str]:
    """Read the flow to its end, giving every row its outcome, and return the ids in order."""
    ids = []
    async for selected in steps:
        assert selected is not None
        ids.append(selected.task.id)
        flow.done(await desk.record(selected.task))
    return ids


async def test_the_list_is_read_past_a_host_that_has_its_share(desk, task, monkeypatch):
    """While hosts are wanted the list is read on: the next host begins long before the first one's rows are done."""
    monkeypatch.setattr(flow_module, "_BATCH_ROWS", 50)
    rows = [task(n, f"http://{'a' if n < 1000 else 'b'}.test/{n}.jpg") for n in range(1100)]
    flow = desk.flow(rows, most_rows=400)
    begun: list[str] = []
    steps = aiter(flow.unfinished())
    while "1000" not in begun:
        selected = await asyncio.wait_for(anext(steps), 5)
        begun.append(selected.task.id)
    assert len(begun) < 100
    assert flow.outlook("a.test") == 1000
    assert not flow.is_read
    assert flow.rows_to_go == len(flow.under_way) + len(desk.backlog)
    assert flow.rows_to_go > 1000
    for lane, row in list(flow.under_way.items()):
        flow.arrived(lane)
        flow.done(await desk.record(row))
    ids = begun + await finish_all(desk, flow, steps)
    assert sorted(ids, key=int) == [str(n) for n in range(1100)]
    assert [n for n in ids if int(n) < 1000] == [str(n) for n in range(1000)]
    assert (flow.read, flow.under_way, flow.outlook("a.test"), bool(desk.backlog)) == (1100, {}, 0, False)
    assert (flow.is_read, flow.rows_to_go) == (True, 0)


async def test_nobody_reads_on_while_enough_is_in_flight(desk, task, monkeypatch):
    """Without need of other hosts the list is not read past a host that has its share."""
    monkeypatch.setattr(flow_module, "_BATCH_ROWS", 50)
    monkeypatch.setattr(flow_module, "_HEARTBEAT_S", 0.02)
    desk.is_hungry = False
    flow = desk.flow([task(n) for n in range(1000)], most_rows=400)
    steps = aiter(flow.unfinished())
    while await anext(steps) is not None:
        pass
    assert flow.read <= 120
    desk.is_hungry = True
    while flow.read < 1000:
        await anext(steps)
    await steps.aclose()


async def test_answers_in_hand_make_room(desk, task, monkeypatch):
    """A host whose answers are in hand and held back is given more rows all the same."""
    monkeypatch.setattr(flow_module, "_HEARTBEAT_S", 0.02)
    flow = desk.flow([task(n) for n in range(1000)], most_rows=400)
    steps = aiter(flow.unfinished())
    while await anext(steps) is not None:
        pass
    begun = len(flow.under_way)
    for lane in list(flow.under_way):
        flow.arrived(lane)
    assert (await anext(steps)).task.id == str(begun)
    await steps.aclose()


async def test_rows_in_the_backlog_that_share_a_url_share_one_fetch(desk, task, monkeypatch):
    """Duplicates that waited on disk come with the outcome of the first, and the same row twice comes once."""
    monkeypatch.setattr(flow_module, "_BATCH_ROWS", 50)
    rows = [task(n, f"http://a.test/{n % 300}.jpg") for n in range(900)]
    rows += [task(n, f"http://a.test/{n % 300}.jpg") for n in range(900)]
    flow = desk.flow(rows, most_rows=400)
    twins = {s.task.id: s.twin and s.twin.id for s in await work(desk, flow)}
    assert len(twins) == 900
    assert {row_id for row_id, twin in twins.items() if twin is None} == {str(n) for n in range(300)}
    assert flow.outlook("a.test") == 0


async def test_the_last_outcome_ends_the_flow_at_once(desk, task):
    """An outcome that comes while something else is looked up is not overlooked until the heartbeat."""
    flow = desk.flow([task(0, SAME), task(1, SAME)])
    steps = aiter(flow.unfinished())
    first = await anext(steps)
    asyncio.get_running_loop().call_soon(flow.done, await desk.record(first.task))
    second = await asyncio.wait_for(anext(steps), 2)
    assert second.twin is not None
    with pytest.raises(StopAsyncIteration):
        await asyncio.wait_for(anext(steps), 2)


async def test_rows_parked_behind_an_answer_in_hand_hold_nothing_up(desk, task, monkeypatch):
    """When all rows of a host in memory wait for a URL whose answer is in hand, those on disk get their turn too."""
    monkeypatch.setattr(flow_module, "_FIRST_ROWS", 1)
    monkeypatch.setattr(flow_module, "_BATCH_ROWS", 50)
    flow = desk.flow([task(n, SAME) for n in range(51)], most_rows=40)
    steps = aiter(flow.unfinished())
    first = await anext(steps)
    flow.arrived(first.lane)
    rest = asyncio.ensure_future(finish_all(desk, flow, steps))
    while flow._parked_rows < 16:  # noqa: ASYNC110 - the flow has no event for it
        await asyncio.sleep(0.01)
    flow.done(await desk.record(first.task))
    assert sorted(map(int, await asyncio.wait_for(rest, 10))) == list(range(1, 51))


async def test_rows_on_disk_that_are_done_meanwhile_hold_nothing_up(desk, task, monkeypatch):
    """Thousands of repeated rows on disk, none of which needs work, are gone through without an outcome between."""
    monkeypatch.setattr(flow_module, "_FIRST_ROWS", 6000)
    flow = desk.flow([*map(task, range(36)), *(task(n % 20 + 16) for n in range(5000))], most_rows=40)
    ids = await asyncio.wait_for(finish_all(desk, flow, aiter(flow.unfinished())), 20)
    assert sorted(map(int, ids)) == list(range(36))
    assert not desk.backlog


async def test_a_url_from_disk_that_overtakes_counts_once(desk, task, monkeypatch):
    """A URL of the batch that a row from disk begins with first is fetched once and counts as one in the outlook."""
    monkeypatch.setattr(flow_module, "_FIRST_ROWS", 50)
    flow = desk.flow([*map(task, range(16)), task(16, "http://a.test/15.jpg")], most_rows=40)
    twins = {s.task.id: s.twin and s.twin.id for s in await work(desk, flow)}
    assert twins == dict.fromkeys(map(str, [*range(15), 16])) | {"15": "16"}
    assert flow.outlook("a.test") == 0


async def test_withdrawn_rows_come_again(desk, task):
    """Rows whose picture proved to be a placeholder fail in the catalogue and come once more, and so does a twin."""
    flow, seen = desk.flow([task(0), task(1), task(2, "http://a.test/0.jpg")]), []
    async for selected in flow.unfinished():
        seen.append((selected.task.id, selected.before is not None))
        again = len(seen) > 3
        if again:
            assert not (await desk.journal.known([selected.task.id]))[selected.task.id].ok
        flow.done(await desk.record(selected.task, ok=not again))
        if len(seen) == 3:
            flow.withdrawals.add({(url_key("http://a.test/0.jpg"), "x"), (url_key("http://a.test/1.jpg"), "other")})
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
            flow.withdrawals.add({(url_key("http://a.test/0.jpg"), "x")})
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
            flow.withdrawals.add({(url_key("http://a.test/0.jpg"), "x")})
        else:
            flow.done(await desk.record(selected.task, ok=rounds == 1))
    assert sorted(recorded.outcome.id for recorded, _ in desk.told) == ["0", "1"]
    assert not any(known.ok for known in (await desk.journal.known(["0", "1"])).values())


async def test_rows_of_other_shards_stay_with_them(desk, task):
    """What another shard recorded is left to it, also at the end: withdrawn here, it would not be asked for again."""
    other = task(7, "http://b.test/7.jpg")
    await desk.record(other)
    await desk.record(task(8, "http://b.test/8.jpg"), ok=False, error="content_placeholder", sha256="x")
    flow = desk.flow([task(0)], keeps=lambda row: "b.test" not in row.url)
    flow.has_refused = True
    flow.withdrawals.add({(url_key(other.url), "x")})
    assert [row.task.id for row in await work(desk, flow)] == ["0"]
    assert (await desk.journal.known(["7"]))["7"].ok
    assert desk.told == []
    theirs = desk.flow([], keeps=lambda row: "b.test" in row.url)
    theirs.has_refused = True
    assert [row.task.id for row in await work(desk, theirs)] == ["7"]


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

    monkeypatch.setattr(desk.journal, "shared_with_earlier", found_none)
    assert [row.task.id for row in await work(desk, desk.flow([task(0)]))] == ["0"]
    assert searches == [0]
    assert await work(desk, desk.flow([task(0)])) == []
    assert searches == [0]
