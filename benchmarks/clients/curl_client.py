"""curl_cffi alone: fetch as Chrome would, write the file, look at nothing. ``LIST FOLDER``."""

from __future__ import annotations

import asyncio
import sys
from hashlib import sha256
from pathlib import Path

import uvloop
from curl_cffi import AsyncSession

_TASKS = 128


async def main(listed: list[str], folder: Path) -> None:
    """Fetch every URL of *listed* into *folder*."""
    urls = iter(listed)
    async with AsyncSession(max_clients=_TASKS, impersonate="chrome", trust_env=False) as session:

        async def work() -> None:
            for url in urls:
                response = await session.get(url)
                response.raise_for_status()
                (folder / sha256(response.content).hexdigest()).write_bytes(response.content)

        await asyncio.gather(*(work() for _ in range(_TASKS)))


if __name__ == "__main__":
    uvloop.run(main(Path(sys.argv[1]).read_text().split(), Path(sys.argv[2])))
