"""One question for all who want to know, and how long its answer holds."""

from __future__ import annotations

import asyncio

import pytest

from imgcrawl.errors import RunStopped
from imgcrawl.transport.memory import Memory


class Oracle:
    """Gives *answers* one after another, each when it may; counts the questions."""

    def __init__(self, *answers):
        self._answers = iter(answers)
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.asked = self.ended = 0

    async def ask(self):
        self.asked += 1
        try:
            await self.may_answer.wait()
        finally:
            self.ended += 1
        answer = next(self._answers)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def now():
    """Return a clock: a list of one number."""
    return [0.0]


@pytest.mark.parametrize("answer", [True, False])
async def test_an_answer_holds(now, answer):
    """Yes and no are kept for good."""
    memory, oracle = Memory(9, lambda: now[0]), Oracle(answer, None)
    assert await memory.recall("a", oracle.ask) is answer
    now[0] = 1e9
    assert await memory.recall("a", oracle.ask) is answer
    assert oracle.asked == 1


async def test_that_nothing_is_known_holds_for_a_minute(now):
    """What could not be said is asked again, but not at once."""
    memory, oracle = Memory(9, lambda: now[0]), Oracle(None, True)
    for seconds, answer in ((0, None), (59, None), (60, True), (9999, True)):
        now[0] = seconds
        assert await memory.recall("a", oracle.ask) is answer
    assert oracle.asked == 2


async def test_what_came_first_makes_room():
    """Only so many answers are kept."""
    memory, oracle = Memory(2), Oracle(*range(1, 9))
    for key in "abca":
        await memory.recall(key, oracle.ask)
    assert oracle.asked == 4
    assert await memory.recall("c", oracle.ask) == 3


async def test_concurrent_questions_are_one():
    """All wait for one question; another key is another question."""
    memory, oracle = Memory(9), Oracle(True, False)
    answers = await asyncio.gather(*(memory.recall(key, oracle.ask) for key in "aaab"))
    assert (answers, oracle.asked) == ([True, True, True, False], 2)


async def test_who_leaves_does_not_take_the_question_along():
    """A question goes on for the others when the one who asked it is cancelled."""
    memory, oracle = Memory(9), Oracle(True)
    oracle.may_answer.clear()
    first, second = (asyncio.ensure_future(memory.recall("a", oracle.ask)) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.wait({first})
    oracle.may_answer.set()
    assert await second is True


async def test_a_failure_is_not_an_answer():
    """What *ask* raises is raised to all who wait, and not kept."""
    memory, oracle = Memory(9), Oracle(ValueError("x"), True)
    found = await asyncio.gather(*(memory.recall("a", oracle.ask) for _ in range(2)), return_exceptions=True)
    assert [type(one) for one in found] == [ValueError, ValueError]
    assert await memory.recall("a", oracle.ask) is True


async def test_an_abort_ends_questions():
    """Who waits for one is told."""
    memory, oracle = Memory(9), Oracle(True)
    oracle.may_answer.clear()
    waiting = asyncio.ensure_future(memory.recall("a", oracle.ask))
    await asyncio.sleep(0)
    memory.abort()
    with pytest.raises(RunStopped):
        await waiting


async def test_after_close_nothing_goes_on(until):
    """A question has ended by then, though nobody waited for it any more."""
    memory, oracle = Memory(9), Oracle(True)
    oracle.may_answer.clear()
    left = asyncio.ensure_future(memory.recall("a", oracle.ask))
    await until(lambda: oracle.asked)
    left.cancel()
    await memory.close()
    assert oracle.ended == 1
