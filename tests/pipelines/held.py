"""Pictures that wait for a verdict, and what is made of them."""

from __future__ import annotations

import asyncio
from random import Random
from typing import TYPE_CHECKING

from imgcrawl.records import Passed
from imgcrawl.validation.facts import ImageFacts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imgcrawl.pipelines.judging.holding import PlaceholderWatch


def facts(name: str, size: int = 500, *, seed: int | None = None, is_flat: bool = True) -> ImageFacts:
    """Make what is known of a picture; *seed* says what it looks like, if anybody looked: half of it a plain ground."""
    ground = bytes([250] * 3 * 128) if is_flat else b""
    looks = None if seed is None else ground + Random(seed).randbytes(768 - len(ground))
    return ImageFacts(
        sha256=name,
        bytes=size,
        format="JPEG",
        extension="jpg",
        width=100,
        height=100,
        mode="RGB",
        phash=None if seed is None else "0" * 16,
        frames=1,
        looks=looks,
    )


def judge(
    watch: PlaceholderWatch, pictures: Sequence[ImageFacts], *, first: int = 0, host: str = "a", patience_s: float = 60
) -> list[asyncio.Task[bool]]:
    """Have *pictures* judged at once, each for a URL of its own."""
    return [
        asyncio.ensure_future(
            watch.is_placeholder(
                watch.sighting(host, picture),
                f"http://{host}/n{number}.jpg",
                patience_s=patience_s,
                passed=Passed(number, picture.sha256),
            )
        )
        for number, picture in enumerate(pictures, first)
    ]


async def waiting(tasks: list[asyncio.Task[bool]]) -> list[int]:
    """Return which of *tasks* wait, once all of them have had their turns."""
    for _ in range(5):
        await asyncio.sleep(0)
    return [number for number, task in enumerate(tasks) if not task.done()]


async def verdicts(tasks: list[asyncio.Task[bool]]) -> list[bool]:
    """Return what became of *tasks*, which must end."""
    return await asyncio.wait_for(asyncio.gather(*tasks), 5)
