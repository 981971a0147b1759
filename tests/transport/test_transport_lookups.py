from __future__ import annotations

import asyncio
import logging

import pytest

from imgcrawl.transport.resolving.lookups import LookupGate


class Clock:
    """A clock that is set by hand."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    """Make a clock."""
    return Clock()


@pytest.fixture
def gate(clock):
    """Make a gate that counts its overloads."""
    overloads = []
    gate = LookupGate(on_overload=lambda: overloads.append(clock.now), clock=clock)
    gate.overloads = overloads  # type: ignore[attr-defined]
    return gate


async def look_up(gate: LookupGate, *, timed_out: bool | None = False) -> float:
    """Let one look-up through."""
    entered = await gate.enter()
    gate.leave(entered, timed_out=timed_out)
    return entered


async def test_no_more_than_the_limit_at_once(gate):
    """What is beyond the limit waits in order, and each end lets the next one in."""
    entered = [await gate.enter() for _ in range(64)]
    turns = []

    async def wait(number):
        await gate.enter()
        turns.append(number)

    tasks = [asyncio.create_task(wait(number)) for number in range(3)]
    await asyncio.sleep(0)
    assert turns == []
    gate.leave(entered[0], timed_out=None)
    await asyncio.sleep(0)
    assert turns == [0]
    gate.leave(entered[1], timed_out=None)
    gate.leave(entered[2], timed_out=None)
    await asyncio.gather(*tasks)
    assert turns == [0, 1, 2]


async def test_answers_widen_the_limit(gate):
    """The limit grows by about one for each round of answers, up to a most."""
    for _ in range(64):
        await look_up(gate)
    assert 64.9 < gate.limit < 65.1
    for _ in range(200_000):
        await look_up(gate)
    assert gate.limit == 500


async def test_many_time_outs_narrow_it(gate, caplog):
    """When a fifth of the last look-ups timed out the limit is halved, and it is told once a minute."""
    await look_up(gate)
    gate.limit = 64
    with caplog.at_level(logging.WARNING):
        while not gate.overloads:
            await look_up(gate, timed_out=True)
    assert gate.limit == 32
    assert len(caplog.records) == 1
    for _ in range(8):
        await look_up(gate, timed_out=True)
    assert gate.limit == 16
    assert len(gate.overloads) == 2
    assert len(caplog.records) == 1


async def test_it_never_ends_up_closed(gate):
    """However many time out, some look-ups are let through."""
    await look_up(gate)
    for _ in range(500):
        await look_up(gate, timed_out=True)
    assert gate.limit == 4


async def test_what_was_under_way_together_counts_once(gate, clock):
    """Look-ups that began before the limit was halved do not halve it again."""
    await look_up(gate)
    entered = [await gate.enter() for _ in range(64)]
    clock.now += 5
    for at in entered:
        gate.leave(at, timed_out=True)
    assert len(gate.overloads) == 1
    assert 32 <= gate.limit < 33


async def test_single_names_that_time_out_change_nothing(gate):
    """One name in ten whose own servers are dead is no overload, and is asked for twice at most."""
    for number in range(1000):
        entered = await look_up(gate, timed_out=number % 10 == 0)
        assert not gate.explains(entered, asked=2)
    assert gate.overloads == []
    assert gate.limit > 64


async def test_what_overload_explains_is_worth_asking_again(gate, clock):
    """A name that timed out in an overload is asked for again, some times; one that began after it is not."""
    await look_up(gate)
    entered = [await gate.enter() for _ in range(64)]
    clock.now += 5
    for at in entered:
        gate.leave(at, timed_out=True)
    assert [gate.explains(entered[0], asked=asked) for asked in (1, 2, 3, 4)] == [True, True, True, False]
    later = await look_up(gate, timed_out=True)
    assert [gate.explains(later, asked=asked) for asked in (1, 2)] == [True, False]


async def test_dead_name_servers_are_not_overloaded(gate, clock):
    """When no answer at all has come for long nothing is asked again, and there is nobody to be spared."""
    entered = await look_up(gate, timed_out=True)
    assert not gate.explains(entered, asked=1)
    await look_up(gate)
    assert gate.explains(entered, asked=1)
    for _ in range(100):
        entered = await look_up(gate, timed_out=True)
    assert gate.limit < 64
    overloads = len(gate.overloads)
    clock.now += 30
    for _ in range(100):
        entered = await look_up(gate, timed_out=True)
    assert not gate.explains(entered, asked=1)
    assert (gate.limit, len(gate.overloads)) == (64, overloads)


async def test_who_gives_up_waiting_takes_no_place(gate):
    """A look-up that is cancelled, while it waits or in the moment it is let in, leaves its place to others."""
    entered = [await gate.enter() for _ in range(64)]
    waiting = [asyncio.create_task(gate.enter()) for _ in range(3)]
    await asyncio.sleep(0)
    waiting[0].cancel()
    await asyncio.sleep(0)
    gate.leave(entered[0], timed_out=None)
    waiting[1].cancel()  # its turn has just come
    await asyncio.wait_for(waiting[2], 30)
    assert [task.cancelled() for task in waiting] == [True, True, False]


async def test_a_narrower_limit_holds_back_until_enough_have_left(gate):
    """After the limit fell nobody is let in before as many have left."""
    entered = [await gate.enter() for _ in range(64)]
    waiting = asyncio.create_task(gate.enter())
    await asyncio.sleep(0)
    gate.limit = 32
    for at in entered[:32]:
        gate.leave(at, timed_out=None)
    await asyncio.sleep(0)
    assert not waiting.done()
    gate.leave(entered[32], timed_out=None)
    await asyncio.wait_for(waiting, 30)
