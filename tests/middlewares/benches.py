"""The middleware of the remedies with attempts to feed it."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http import Response
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector

from imgcrawl import keys
from imgcrawl.config.sections.hosts import REMEDY_NAMES
from imgcrawl.middlewares.remedies import RemediesMiddleware
from imgcrawl.remedies.attempts.state import new_state

if TYPE_CHECKING:
    from imgcrawl.errors import ErrorSlug
    from imgcrawl.frontier.hold import Turn
    from imgcrawl.frontier.trouble import Trouble
    from imgcrawl.remedies.answers.failures import Slowdown


URL = "http://a.test/1.jpg"


PAGE = "http://p.test/x"


NO_HTTPS = [name for name in REMEDY_NAMES if name != "https"]


JPEG = b"\xff\xd8\xff\xe0" + bytes(40)


def answer_to(request: Request, status: int, body: bytes, **headers: str) -> Response:
    """Return an answer to *request*; underscores in the names of *headers* stand for hyphens."""
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(request.url, status=status, body=body, headers=fields, request=request)


class Scheduler:
    """Notes what it is told of hosts."""

    def __init__(self) -> None:
        self.troubles: list[Trouble] = []
        self.slowdowns: list[Slowdown] = []
        self.crowded = False
        self.told: list[str] = []
        self.turn: Turn | None = None
        self.outage: Turn | None = None
        self.failed_out: list[bool] = []
        self.at_stake = 0
        self.paused_until = 0.0
        self.ups = 0

    def complained(self, _request: Request, slowdown: Slowdown) -> None:
        self.slowdowns.append(slowdown)

    def narrow_if_crowded(self, _request: Request, _slug: ErrorSlug) -> bool:
        return self.crowded

    def left_alone_until(self, _request: Request) -> float:
        return self.paused_until

    def turned(self, _request: Request, kind: str, *, is_latest: bool, is_crowded: bool) -> Turn | None:
        self.told.append(" ".join((kind, *["latest"] * is_latest, *["crowded"] * is_crowded)))
        return self.turn

    def suspected_out(self, _request: Request, *, is_crowded: bool, has_others: bool, rows: int) -> Turn | None:
        self.failed_out.append(is_crowded)
        self.at_stake = rows
        return self.outage

    def proved_up(self, _request: Request) -> None:
        self.ups += 1

    def gave(self, _request: Request) -> None:
        self.told.append("image")

    def took_back(self, _request: Request) -> None:
        self.told.append("no image")

    def spoke(self, _request: Request) -> None:
        self.told.append("its own")

    def slot(self, _key: str) -> Any:
        return SimpleNamespace(paused_until=time.time() + 30)

    def failed(self, _request: Request, trouble: Trouble) -> None:
        self.troubles.append(trouble)


class Bench:
    """The middleware with attempts to feed it."""

    def __init__(self, **settings: Any) -> None:
        defaults = {"STATS_DUMP": False, "LOG_LEVEL": "INFO", "IMGCRAWL_REMEDIES": NO_HTTPS}
        self.crawler: Any = SimpleNamespace(settings=Settings(defaults | settings))
        self.crawler.stats = MemoryStatsCollector(self.crawler)
        self.scheduler = Scheduler()
        self.crawled: list[Request] = []
        self.crawler.engine = SimpleNamespace(
            scheduler=SimpleNamespace(reports=self.scheduler), crawl=self.crawled.append
        )
        self.crawler.spider = SimpleNamespace(
            parse=self.parse, parse_page=self.parse_page, read_answer=self.read_answer, outlook=lambda _host: 1
        )
        self.named: str | None = None
        self.is_smaller = False
        self.read: list[str] = []
        self.middleware = RemediesMiddleware(self.crawler)
        self.state: Any = new_state(1, URL, None) | {"url": URL}
        self._states: dict[int, Any] = {}

    def state_of(self, row: int) -> Any:
        return self._states.setdefault(row, new_state(row, URL, None) | {"url": URL})

    def parse(self) -> None: ...

    def parse_page(self) -> None: ...

    def read_answer(self, response: Response, *, whole: bool = False) -> str | None:
        self.read.append(response.url)
        return None if whole and self.is_smaller else self.named

    def errback(self) -> None: ...

    async def sent(self, url: str = URL, **meta: Any) -> Request:
        now = time.time()
        handed_out = {"download_slot": "a.test", keys.SENT_AT: now, keys.ASKED_AT: now}
        meta = {keys.FETCH: self.state} | handed_out | meta
        request = Request(url, callback=self.parse, errback=self.errback, meta=meta)
        await self.middleware.process_request(request)
        return request

    async def answered(self, request: Request, status: int = 200, body: bytes = JPEG, **headers: str) -> Any:
        return await self.middleware.process_response(request, answer_to(request, status, body, **headers))
