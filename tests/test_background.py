from __future__ import annotations

import asyncio

import pytest

from imgcrawl import background


async def fail() -> None:
    """Fail in the next turn of the loop."""
    await asyncio.sleep(0)
    raise LookupError("nobody foresaw it")


async def test_a_fault_is_told_at_once(caplog):
    """It is told with what has ended, once, whether or not the owner cancels the task later or waits for it."""
    task = background.begin(fail(), "the progress")
    await asyncio.wait({task})
    await asyncio.sleep(0)
    assert "the progress has ended by a fault of ours" in caplog.text
    assert "nobody foresaw it" in caplog.text
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert len(caplog.records) == 1


async def test_an_end_in_order_is_no_fault(caplog):
    """Work that its owner has ended, or that was done, is not told of."""
    cancelled, done = (background.begin(asyncio.sleep(s), "the progress") for s in (60, 0))
    cancelled.cancel()
    with pytest.raises(asyncio.CancelledError):
        await cancelled
    await done
    assert caplog.records == []
