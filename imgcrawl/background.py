"""Work that goes on beside the crawl, as long as its owner wants, and whose faults are told."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Coroutine

logger = logging.getLogger(__name__)


def begin(work: Coroutine[Any, Any, None], what: str) -> asyncio.Task[None]:
    """Begin *work* and return its task, which the caller is to keep, and to cancel in the end.

    A fault that ends it is told at once, naming *what* has ended: asyncio says nothing of one whose task is cancelled
    afterwards.
    """
    task = asyncio.get_running_loop().create_task(work)
    task.add_done_callback(partial(_tell, what))
    return task


def _tell(what: str, task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (fault := task.exception()) is not None:
        logger.error("%s has ended by a fault of ours", what, exc_info=fault)
