from __future__ import annotations

import asyncio
from itertools import pairwise

import pytest

from imgcrawl import clock
from imgcrawl.errors import ErrorSlug, RunStopped
from imgcrawl.transport import outage as outage_module
from imgcrawl.transport import pause as pause_module

UNANSWERED = (ErrorSlug.DNS_TIMEOUT, ErrorSlug.DNS_ERROR, ErrorSlug.DNS_SERVFAIL)
REFUSED, SILENT = ErrorSlug.TCP_REFUSED, ErrorSlug.DNS_TIMEOUT


async def test_an_outage_is_sat_out(bench, caplog):
    """When no known host can be reached either, the third host's failure waits for the end of the outage."""
    bench.know()
    await bench.fall_silent()
    assert await bench.fail(REFUSED, REFUSED) == [False, False]
    third = asyncio.create_task(bench.explains("third.test", REFUSED))
    waiting = asyncio.create_task(bench.watch.over())
    done, _ = await asyncio.wait([third, waiting], timeout=0.2)
    assert third not in done
    fourth = asyncio.create_task(bench.watch.over())
    assert bench.watch.pause.awaited.sign == "no host that has answered before answers"
    assert 0 <= clock.now() - bench.watch.pause.awaited.since < 60
    await bench.listen()
    assert await asyncio.wait_for(third, 30) is True
    await asyncio.wait_for(asyncio.gather(waiting, fourth), 30)
    assert bench.watch.pause.awaited is None
    assert caplog.records[0].getMessage().startswith("the network is down")
    assert "the network is back after" in caplog.text


async def test_one_outage_after_the_other(bench):
    """A network that fails again just after it came back is noticed again; what began before the end needs no trial."""
    for _ in range(2):
        bench.know()
        await bench.fall_silent()
        third = asyncio.create_task(bench.fail(REFUSED, REFUSED, REFUSED))
        done, _pending = await asyncio.wait([third], timeout=0.1)
        assert not done
        await bench.listen()
        assert await asyncio.wait_for(third, 30) == [False, False, True]
        assert await bench.explains("late.test", REFUSED, ago_s=0.1)
        assert not await bench.explains("new.test", REFUSED)


@pytest.mark.parametrize("is_broken", [False, True], ids=["failures-alone", "an-answer-between"])
async def test_trials_become_rarer(bench, monkeypatch, is_broken):
    """A network that was found up is believed for longer each time, unless some host answers meanwhile."""
    bench.know()
    now, trials = 1000.0, []

    async def is_up() -> bool:
        trials.append(now)
        return True

    monkeypatch.setattr(outage_module, "_now", lambda: now)
    monkeypatch.setattr(bench.watch, "_is_up", is_up)
    for _ in range(14):
        await bench.fail(REFUSED, REFUSED, REFUSED)
        now += 1
        if is_broken:
            bench.know()
    gaps = [later - earlier for earlier, later in pairwise(trials)]
    assert gaps == ([1] * 13 if is_broken else [1, 2, 4, 5])


async def test_one_servers_many_names_make_no_outage(bench):
    """Who answers under any number of names, and then under none, is one of several that are asked."""
    bench.know(3)
    for number in range(40):
        bench.watch.answered(f"{number}.evil.test", 9, "127.0.0.9")
    assert await asyncio.wait_for(bench.fail(*[REFUSED] * 6), 30) == [False] * 6
    for number in range(16):  # those of other servers do take their places
        bench.watch.answered(f"other{number}.test", 9, f"127.0.1.{number}")
    await bench.fall_silent()
    assert len(bench.watch._known) == 16
    assert "known0.test" not in bench.watch._known
    await bench.listen()


async def test_hosts_that_are_down_are_no_outage(bench):
    """While known hosts can be reached, a failure is the host's own, and the question rests for a while."""
    bench.know()
    assert await bench.fail(*[REFUSED] * 9) == [False] * 9
    await bench.watch.over()


@pytest.mark.parametrize("slug", UNANSWERED)
async def test_dead_name_servers_are_an_outage(bench, slug, caplog):
    """Where names fail, known hosts that can be reached prove nothing: the name servers must answer."""
    bench.know()
    bench.names.answer = False
    third = asyncio.create_task(bench.fail(slug, slug, slug))
    done, _ = await asyncio.wait([third], timeout=0.2)
    assert not done
    bench.names.answer = True
    assert await asyncio.wait_for(third, 30) == [False, False, True]
    assert "no name server answers" in caplog.text


async def test_answers_of_known_hosts_end_no_outage_of_names(bench, monkeypatch, until):
    """A host whose name was known, and that answers during the trial, says nothing of those that are asked for."""
    monkeypatch.setattr(pause_module, "_FIRST_WAIT_S", 0.01)
    bench.know()
    bench.names.answer = False
    third = asyncio.create_task(bench.fail(SILENT, SILENT, SILENT))
    await until(lambda: bench.watch.pause.is_on_trial)
    bench.know()
    done, _ = await asyncio.wait([third], timeout=0.2)
    assert not done
    bench.names.answer = True
    assert await asyncio.wait_for(third, 30) == [False, False, True]


@pytest.mark.parametrize("slug", UNANSWERED)
async def test_name_servers_that_never_answered_are_an_outage(bench, slug, caplog):
    """Before any host is known, names that fail while no name server has ever said anything are no hosts' fault."""
    bench.names.answer = bench.names.has_answered = False
    third = asyncio.create_task(bench.fail(slug, slug, slug))
    done, _ = await asyncio.wait([third], timeout=0.2)
    assert not done
    bench.names.answer = True
    assert await asyncio.wait_for(third, 30) == [False, False, True]
    assert "no name server answers" in caplog.text


async def test_any_answer_ends_an_outage_of_name_servers(bench):
    """Name servers that have answered any question since are there, though they answer none of the trial."""
    bench.names.answer = bench.names.has_answered = False
    third = asyncio.create_task(bench.fail(SILENT, SILENT, SILENT))
    done, _ = await asyncio.wait([third], timeout=0.1)
    assert not done
    bench.names.has_answered = True
    assert await asyncio.wait_for(third, 30) == [False, False, True]


@pytest.mark.parametrize("reason", ["answered-once", "answers-now", "other-failures"])
async def test_when_name_servers_are_not_to_blame(bench, reason):
    """A name server that answered once or answers now, or a failure of another kind: nothing can be told."""
    bench.names.answer = reason == "answers-now"
    bench.names.has_answered = reason == "answered-once"
    slugs = [SILENT, SILENT, REFUSED if reason == "other-failures" else SILENT]
    assert await asyncio.wait_for(bench.fail(*slugs, *slugs), 30) == [False] * 6


@pytest.mark.parametrize("reason", ["answers-between", "few-known", "other-failures", "same-host", "switched-off"])
async def test_what_raises_no_suspicion(bench, reason):
    """An answer in between, fewer than three known hosts, other failures, one host alone: nothing can be told."""
    bench.know(2 if reason == "few-known" else 3)
    await bench.fall_silent()
    watch = bench.watch
    if reason == "switched-off":
        watch.pause.patience_s = 0.0
    for number in range(6):
        if reason == "answers-between" and number % 2:
            watch.answered("known1.test", bench.port, "127.0.0.1")
        host = "same.test" if reason == "same-host" else f"{number}.test"
        slug = ErrorSlug.DNS_NXDOMAIN if reason == "other-failures" else REFUSED
        assert await asyncio.wait_for(bench.explains(host, slug), 30) is False
    await bench.listen()


async def test_patience_ends(bench):
    """An outage that outlasts the setting ends the run once; whoever waits is told so, and so is whoever comes."""
    bench.know()
    bench.watch.pause.patience_s = 0.1
    await bench.fall_silent()
    waiting = asyncio.gather(*(bench.explains(f"{n}.test", REFUSED) for n in range(5)), return_exceptions=True)
    results = await asyncio.wait_for(waiting, 30)
    assert results[:2] == [False, False]
    assert [type(result) for result in results[2:]] == [RunStopped] * 3
    assert bench.given_up == 1
    with pytest.raises(RunStopped):
        await bench.watch.over()
    await bench.listen()


async def test_a_stop_ends_the_trial(bench, monkeypatch):
    """Nobody waits for what it would find, and no other one begins."""
    begun, ended = asyncio.Event(), asyncio.Event()

    async def is_up() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    monkeypatch.setattr(bench.watch, "_is_up", is_up)
    bench.know()
    waiting = [asyncio.create_task(bench.explains(f"{number}.test", REFUSED)) for number in range(4)]
    await asyncio.wait_for(begun.wait(), 30)
    bench.watch.abort()
    results = await asyncio.wait_for(asyncio.gather(*waiting, return_exceptions=True), 30)
    assert [type(result) for result in results] == [bool, bool, RunStopped, RunStopped]
    assert ended.is_set()
    begun.clear()
    later = asyncio.gather(*(bench.explains(f"{n}.test", REFUSED) for n in range(4, 8)), return_exceptions=True)
    assert RunStopped in map(type, await asyncio.wait_for(later, 5))
    assert not begun.is_set()
