from __future__ import annotations

import asyncio

import pytest

from imgcrawl.errors import ConfigError
from imgcrawl.spiders.rows import flow as flow_module
from imgcrawl.spiders.rows import lanes as lanes_module

SAME = "http://a.test/same.jpg"


async def test_every_row_comes_once(desk, task):
    """The rows come in order, and the flow ends when each has its outcome."""
    flow = desk.flow(map(task, range(7)))
    assert [s.task.id for s in await desk.work(flow)] == [str(n) for n in range(7)]
    assert (flow.read, flow.under_way) == (7, {})
    assert flow.outlook("a.test") == 0


async def test_an_empty_list_ends_at_once(desk):
    """Nothing in, nothing out."""
    assert await desk.work(desk.flow([])) == []


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
    await desk.work(flow)
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


async def test_any_number_of_duplicates_holds_nothing_up(desk, task, monkeypatch):
    """The list is read past rows that wait for another row's URL; they wait on disk, and each has its turn, once."""
    monkeypatch.setattr(lanes_module, "_MOST_PARKED", 5)
    monkeypatch.setattr(flow_module, "_BATCH_ROWS", 7)
    monkeypatch.setattr(flow_module, "_HEARTBEAT_S", 0.02)
    flow = desk.flow([*(task(n, SAME) for n in range(400)), task(400, "http://b.test/1.jpg"), task(3, SAME)])
    steps = aiter(flow.unfinished())
    first = await anext(steps)
    other = await asyncio.wait_for(anext(steps), 30)
    assert (first.task.id, other.task.id, other.twin) == ("0", "400", None)
    assert await asyncio.wait_for(anext(steps), 30) is None  # the heartbeat
    assert (flow.is_read, len(flow.under_way), flow.outlook("a.test")) == (True, 2, 1)
    assert len(desk.parked) > 390
    assert len(flow._selector._open) < 10  # what is on disk costs no memory
    for each in (first, other):
        flow.done(await desk.record(each.task))
    ids = await asyncio.wait_for(desk.finish(flow, steps), 30)
    assert sorted(map(int, ids)) == list(range(1, 400))
    assert (flow.rows_to_go, len(flow._selector._open), bool(desk.parked)) == (0, 0, False)


async def test_duplicates_on_disk_that_found_the_url_elsewhere_have_their_share_too(desk, task, monkeypatch):
    """Of rows that begin after all, as theirs is another page, no more come into memory than of any host."""
    monkeypatch.setattr(lanes_module, "_MOST_PARKED", 5)
    monkeypatch.setattr(flow_module, "_HEARTBEAT_S", 0.02)
    flow = desk.flow([task(n, SAME, page_url=f"http://p.test/{n}") for n in range(400)], most_rows=40)
    steps = aiter(flow.unfinished())
    first = await anext(steps)
    assert await asyncio.wait_for(anext(steps), 30) is None
    flow.done(await desk.record(first.task, ok=False))
    begun = []
    while (selected := await asyncio.wait_for(anext(steps), 30)) is not None:
        begun.append(selected.task)
    assert len(begun) < 40
    for each in begun:
        flow.done(await desk.record(each, ok=False))
    async for each in steps:
        begun.append(each.task)
        flow.done(await desk.record(each.task, ok=False))
    assert sorted(int(each.id) for each in begun) == list(range(1, 400))


async def test_a_url_that_was_done_meanwhile_is_not_fetched_again(desk, task):
    """A row whose URL got its outcome after its batch was looked up comes with that outcome all the same."""
    flow = desk.flow([task(0, SAME), task(1), task(2, SAME)])
    twins = {s.task.id: s.twin and s.twin.id for s in await desk.work(flow)}
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
        await desk.work(desk.flow([task(0), task(1, "http://a.test/other.jpg")]))


async def test_the_last_outcome_ends_the_flow_at_once(desk, task, monkeypatch):
    """An outcome that comes while something else is looked up is not overlooked until the heartbeat."""
    monkeypatch.setattr(flow_module, "_HEARTBEAT_S", 3600)
    flow = desk.flow([task(0, SAME), task(1, SAME)])
    steps = aiter(flow.unfinished())
    first = await anext(steps)
    asyncio.get_running_loop().call_soon(flow.done, await desk.record(first.task))
    second = await asyncio.wait_for(anext(steps), 30)
    assert second.twin is not None
    with pytest.raises(StopAsyncIteration):
        await asyncio.wait_for(anext(steps), 30)
