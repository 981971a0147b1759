"""aiohttp on uvloop: fetch, validate in two threads, write the file. ``LIST FOLDER strict|inspect``."""

from __future__ import annotations

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
import uvloop
from keeping import keeper

if TYPE_CHECKING:
    from collections.abc import Callable

_TASKS = 128
_PER_HOST = 8
_TIMEOUT = aiohttp.ClientTimeout(total=10)


async def main(listed: list[str], keep: Callable[[bytes], None]) -> None:
    """Fetch every URL of *listed* and *keep* its body."""
    urls, loop = iter(listed), asyncio.get_running_loop()
    connector = aiohttp.TCPConnector(limit=_TASKS, limit_per_host=_PER_HOST)
    with ThreadPoolExecutor(2) as threads:
        async with aiohttp.ClientSession(connector=connector, timeout=_TIMEOUT) as session:

            async def work() -> None:
                for url in urls:
                    try:
                        async with session.get(url) as response:
                            response.raise_for_status()
                            body = await response.read()
                        await loop.run_in_executor(threads, keep, body)
                    except (aiohttp.ClientError, OSError) as exc:
                        print(url, repr(exc))

            await asyncio.gather(*(work() for _ in range(_TASKS)))


if __name__ == "__main__":
    uvloop.run(main(Path(sys.argv[1]).read_text().split(), keeper(sys.argv[3], Path(sys.argv[2]))))
