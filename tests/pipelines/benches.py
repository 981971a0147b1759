"""The pipeline of images with fetched images to feed it."""

from __future__ import annotations

import io
from random import Random
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageDraw
from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from imgcrawl import keys
from imgcrawl.pipelines.images import ImageStorePipeline
from imgcrawl.records import ImageTask, Outcome
from imgcrawl.remedies.attempts.outcomes import FetchedImage, outcome_of
from imgcrawl.remedies.attempts.state import new_state

if TYPE_CHECKING:
    from pathlib import Path

URL = "http://a.test/1.png"


def picture(colour: str = "red", form: str = "JPEG", size: tuple[int, int] = (60, 40)) -> bytes:
    """Make a picture in one colour."""
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, form)
    return buffer.getvalue()


def drawing(quality: int) -> bytes:
    """Make a drawing that looks the same in every *quality* and differs in bytes."""
    image = Image.new("RGB", (200, 150), "#ddeeff")
    ImageDraw.Draw(image).rectangle((40, 40, 120, 110), fill="#203040")
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=80 + quality)
    return buffer.getvalue()


def noise() -> bytes:
    """Make a picture with nothing flat in it."""
    buffer = io.BytesIO()
    Image.frombytes("RGB", (16, 16), Random(1).randbytes(768)).resize((160, 120)).save(buffer, "JPEG")
    return buffer.getvalue()


class Bench:
    """The pipeline with fetched images to feed it."""

    def __init__(self, data: Path, **settings: Any) -> None:
        self.store = data / "images"
        self.data = data
        self.reasons: list[str] = []
        own = {"IMGCRAWL_DATA_DIR": str(data), "IMGCRAWL_DECODE_WORKERS": 1}
        self.crawler: Any = get_crawler(Spider, own | settings)
        spider = Spider("images")
        self.referenced: set[str] = set()
        spider.catalogue = SimpleNamespace(  # type: ignore[attr-defined]
            referenced_paths=self.referenced.intersection, identity=lambda: "ours", has_images=lambda: False
        )
        spider.journal = SimpleNamespace(has_failed=False)  # type: ignore[attr-defined]
        self.withdrawn: set[tuple[int, str]] = set()
        spider.withdraw = self.withdrawn.update  # type: ignore[attr-defined]
        spider.outlook = lambda _host: 1  # type: ignore[attr-defined]
        self.keeps_back = False
        spider.keeps_back = lambda *_: self.keeps_back  # type: ignore[attr-defined]
        self.crawler.spider = spider
        self.crawler.engine = SimpleNamespace(close_spider_async=self._close, _slot=SimpleNamespace(closing=None))
        self.pipeline = ImageStorePipeline.from_crawler(self.crawler)

    async def _close(self, reason: str) -> None:
        self.reasons.append(reason)

    async def store_image(
        self,
        body: bytes,
        *,
        url: str = URL,
        final: str = URL,
        row: str = "1",
        state: Any = None,
        redirect_urls: Any = None,
        asked_at: float | None = None,
        **headers: str,
    ) -> Outcome:
        state = new_state(1, url, None) | {"url": url, "remedy": "retry"} if state is None else state
        outcome = outcome_of(ImageTask(0, row, url), state, run="r", strategy="s")
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        meta = {keys.FETCH: state} | ({"redirect_urls": redirect_urls} if redirect_urls else {})
        meta |= {} if asked_at is None else {keys.ASKED_AT: asked_at}
        response = Response(final, body=body, headers=fields, request=Request(final, meta=meta))
        return await self.pipeline.process_item(FetchedImage(outcome, response, state))

    async def settle(self) -> None:
        """End the crawl as far as outcomes go."""
        await self.crawler.signals.send_catch_log_async(keys.outcomes_settled, spider=self.crawler.spider)

    def files(self) -> list[str]:
        return sorted(str(path.relative_to(self.store)) for path in self.store.rglob("*.*") if path.is_file())

    def parts(self) -> list[Path]:
        return list((self.data / "incoming").rglob("*.part"))


A_MOMENT = {"Retry_After": "30", "Cache_Control": "no-store"}
"""What comes with a notice: nobody may keep it, and it is to be asked for later."""
