"""Rows of hosts that have their share wait on disk, and the list is read past them."""

from __future__ import annotations

import asyncio

from imgcrawl.spiders.rows import flow as flow_module

SAME = "http://a.test/same.jpg"


async def test_the_list_is_read_past_a_host_that_has_its_share(desk, task, monkeypatch):
    """While hosts are wanted the list is read on: the next host begins long before the first one's rows are done."""
    monkeypatch.setattr(flow_module, "_BATCH_ROWS", 50)
    rows = [task(n, f"http://{'a' if n < 1000 else 'b'}.test/{n}.jpg") for n in range(1100)]
    flow = desk.flow(rows, most_rows=400)
    begun: list[str] = []
    steps = aiter(flow.unfinished())
    while "1000" not in begun:
        selected = await asyncio.wait_for(anext(steps), 30)
        begun.append(selected.task.id)
    assert len(begun) < 100
    assert flow.outlook("a.test") == 1000
    assert not flow.is_read
    assert flow.rows_to_go == len(flow.under_way) + len(desk.backlog)
    assert flow.rows_to_go > 1000
    for lane, row in list(flow.under_way.items()):
        flow.arrived(lane)
        flow.done(await desk.record(row))
    ids = begun + await desk.finish(flow, steps)
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


async def test_no_more_is_read_than_one_batch_ahead(desk, task, monkeypatch):
    """While no host is wanted a batch is read once fewer rows than one has wait for an answer, however many may."""
    monkeypatch.setattr(flow_module, "_BATCH_ROWS", 50)
    monkeypatch.setattr(flow_module, "_HEARTBEAT_S", 0.02)
    desk.is_hungry = False
    flow = desk.flow([task(n, f"http://h{n}.test/") for n in range(1000)], most_rows=400)
    steps = aiter(flow.unfinished())
    while await anext(steps) is not None:
        pass
    assert flow.read == 70
    assert not desk.backlog
    for lane in list(flow.under_way)[:21]:
        flow.arrived(lane)
    while await anext(steps) is not None:
        pass
    assert flow.read == 120
    desk.is_hungry = True
    while await anext(steps) is not None:
        pass
    assert 421 <= flow.read <= 470  # of which 21 are answered
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
    twins = {s.task.id: s.twin and s.twin.id for s in await desk.work(flow)}
    assert len(twins) == 900
    assert {row_id for row_id, twin in twins.items() if twin is None} == {str(n) for n in range(300)}
    assert flow.outlook("a.test") == 0


async def test_rows_parked_behind_an_answer_in_hand_hold_nothing_up(desk, task, monkeypatch):
    """When all rows of a host in memory wait for a URL whose answer is in hand, those on disk get their turn too."""
    monkeypatch.setattr(flow_module, "_FIRST_ROWS", 1)
    monkeypatch.setattr(flow_module, "_BATCH_ROWS", 50)
    flow = desk.flow([task(n, SAME) for n in range(51)], most_rows=40)
    steps = aiter(flow.unfinished())
    first = await anext(steps)
    flow.arrived(first.lane)
    rest = asyncio.ensure_future(desk.finish(flow, steps))
    while flow._lanes.parked < 16:  # noqa: ASYNC110 - the flow has no event for it
        await asyncio.sleep(0.01)
    flow.done(await desk.record(first.task))
    assert sorted(map(int, await asyncio.wait_for(rest, 30))) == list(range(1, 51))


async def test_rows_on_disk_that_are_done_meanwhile_hold_nothing_up(desk, task, monkeypatch):
    """Thousands of repeated rows on disk, none of which needs work, are gone through without an outcome between."""
    monkeypatch.setattr(flow_module, "_FIRST_ROWS", 6000)
    flow = desk.flow([*map(task, range(36)), *(task(n % 20 + 16) for n in range(5000))], most_rows=40)
    ids = await asyncio.wait_for(desk.finish(flow, aiter(flow.unfinished())), 20)
    assert sorted(map(int, ids)) == list(range(36))
    assert not desk.backlog


async def test_a_url_from_disk_that_overtakes_counts_once(desk, task, monkeypatch):
    """A URL of the batch that a row from disk begins with first is fetched once and counts as one in the outlook."""
    monkeypatch.setattr(flow_module, "_FIRST_ROWS", 50)
    flow = desk.flow([*map(task, range(16)), task(16, "http://a.test/15.jpg")], most_rows=40)
    twins = {s.task.id: s.twin and s.twin.id for s in await desk.work(flow)}
    assert twins == dict.fromkeys(map(str, [*range(15), 16])) | {"15": "16"}
    assert flow.outlook("a.test") == 0
