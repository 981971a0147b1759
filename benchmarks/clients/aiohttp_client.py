"""aiohttp on uvloop: fetch, validate in two threads as imgcrawl does, write the file. ``LIST FOLDER``."""

from __future__ import annotations

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import aiohttp
import uvloop

from imgcrawl.validation.decode import Limits, inspect_image

_TASKS = 128
_PER_HOST = 8


def keep(body: bytes, folder: Path) -> None:
    """Validate *body* and write it under its hash."""
    facts = inspect_image(body, limits=Limits())
    (folder / f"{facts.sha256}.{facts.extension}").write_bytes(body)


async def main(listed: list[str], folder: Path) -> None:
    """Fetch every URL of *listed* into *folder*."""
    urls, loop = iter(listed), asyncio.get_running_loop()
    connector = aiohttp.TCPConnector(limit=_TASKS, limit_per_host=_PER_HOST)
    with ThreadPoolExecutor(2) as threads:
        async with aiohttp.ClientSession(connector=connector) as session:

            async def work() -> None:
                for url in urls:
                    async with session.get(url) as response:
                        response.raise_for_status()
                        body = await response.read()
                    await loop.run_in_executor(threads, keep, body, folder)

            await asyncio.gather(*(work() for _ in range(_TASKS)))


if __name__ == "__main__":
    uvloop.run(main(Path(sys.argv[1]).read_text().split(), Path(sys.argv[2])))
