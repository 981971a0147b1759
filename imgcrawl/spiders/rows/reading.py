"""Reads the list beside the event loop, which may have to wait long for it."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from imgcrawl.errors import NO_MORE_PROCESSES, ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.records import ImageTask


async def read_in_thread(read: Callable[[], list[ImageTask]]) -> list[ImageTask]:
    """Return what *read* returns, from a thread that holds nobody up who wants to end while it waits for a pipe.

    :raises ConfigError: if there can be no thread.
    """
    loop = asyncio.get_running_loop()
    result: asyncio.Future[list[ImageTask]] = loop.create_future()

    def settle(rows: list[ImageTask], error: BaseException | None) -> None:
        if result.cancelled():
            return
        if error is None:
            result.set_result(rows)
        else:
            result.set_exception(error)

    def work() -> None:
        rows, error = [], None
        try:
            rows = read()
        except BaseException as exc:  # noqa: BLE001 - it is raised where the rows are waited for
            error = exc
        with suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(settle, rows, error)

    _start(threading.Thread(target=work, name="source", daemon=True))
    return await result


def _start(thread: threading.Thread) -> None:
    try:
        thread.start()
    except RuntimeError as exc:
        raise ConfigError(f"the list cannot be read on, for {NO_MORE_PROCESSES}; the same command goes on") from exc
