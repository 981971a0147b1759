"""One thread for the catalogue: in turn, again after a passing fault, and nothing after a lasting one."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from imgcrawl.catalogue import CatalogueError
from imgcrawl.catalogue.patient import PatientThread, retry_delays
from imgcrawl.errors import RunStopped

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def thread() -> AsyncIterator[PatientThread]:
    """Make a thread that repeats twice, and end it."""
    made = PatientThread(60, (0.001, 0.001))
    yield made
    made.shutdown()


async def test_calls_have_their_turn_as_they_come(thread: PatientThread) -> None:
    """What is to be written is written in order, and before what is asked later, whether or not it is waited for."""
    seen: list[int] = []
    gate = threading.Event()

    def wait_first() -> None:
        gate.wait(10)
        seen.append(1)

    thread.write(wait_first)
    thread.write(lambda: seen.append(2))
    asked = asyncio.ensure_future(thread.ask(lambda: list(seen)))
    gate.set()
    assert await asyncio.wait_for(asked, 10) == [1, 2]


async def test_nothing_is_done_behind_what_has_failed(thread: PatientThread) -> None:
    """A write that fails fails what is behind it, under way or not."""
    seen: list[int] = []

    def refuse() -> None:
        raise KeyError("oops")

    first, behind = thread.write(refuse), thread.write(lambda: seen.append(1))
    await asyncio.wait([first, behind])
    assert "KeyError: 'oops'" in str(await asyncio.wait_for(thread.failed, 10))
    for call in (lambda: thread.ask(lambda: seen.append(2)), lambda: thread.write(lambda: seen.append(3))):
        with pytest.raises(CatalogueError, match="oops"):
            await call()
    assert seen == []


async def test_a_question_in_vain_is_the_askers_affair(thread: PatientThread) -> None:
    """What is asked for the sake of news may fail, and the catalogue is as good as before."""

    def refuse() -> None:
        raise CatalogueError("away", transient=False)

    with suppress(CatalogueError):
        await thread.ask(refuse)
    assert await thread.ask(lambda: 5) == 5
    assert not thread.has_failed


async def test_what_is_tried_again_is_told(thread: PatientThread, caplog: pytest.LogCaptureFixture) -> None:
    """Nobody waits for a catalogue without knowing why and how long: that is said once, and when it is over."""
    faults = [CatalogueError("the catalogue failed: away", transient=True)] * 2

    def moody() -> int:
        if faults:
            raise faults.pop()
        return 5

    assert [await thread.ask(moody) for _ in range(2)] == [5, 5]
    assert caplog.messages == [
        "the catalogue failed: away; it is tried again for up to 60 s (IMGCRAWL_CATALOGUE_RETRY_SECONDS)",
        "the catalogue takes outcomes again",
    ]


@pytest.mark.parametrize("total_s", [0, 0.2, 0.5, 3, 60])
def test_retry_delays(total_s: float) -> None:
    """The waits between tries grow to 5 seconds, and are as long together as was asked for."""
    delays = retry_delays(total_s)
    assert sum(delays) == pytest.approx(total_s)
    assert delays[:-1] == sorted(delays[:-1])
    assert all(0 < delay <= 5 for delay in delays)


async def test_what_is_asked_after_the_end_stops_its_asker() -> None:
    """A thread that has ended says that the run has, for a row that was to begin then is the next run's."""
    ended = PatientThread(60)
    ended.shutdown()
    with pytest.raises(RunStopped):
        await ended.ask(list)
