"""curl_cffi alone: fetch as Chrome would, look at nothing, write the file. ``LIST FOLDER``."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import uvloop
from curl_cffi import AsyncSession
from curl_cffi.requests.exceptions import RequestException
from keeping import keeper

if TYPE_CHECKING:
    from collections.abc import Callable

_TASKS = 128
_TIMEOUT_S = 10


async def main(listed: list[str], keep: Callable[[bytes], None]) -> None:
    """Fetch every URL of *listed* and *keep* its body."""
    urls = iter(listed)
    async with AsyncSession(max_clients=_TASKS, impersonate="chrome", trust_env=False, timeout=_TIMEOUT_S) as session:

        async def work() -> None:
            for url in urls:
                try:
                    response = await session.get(url)
                    response.raise_for_status()
                    keep(response.content)
                except RequestException as exc:
                    print(url, repr(exc))

        await asyncio.gather(*(work() for _ in range(_TASKS)))


if __name__ == "__main__":
    uvloop.run(main(Path(sys.argv[1]).read_text().split(), keeper("nothing", Path(sys.argv[2]))))
