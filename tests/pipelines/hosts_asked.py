"""Hosts whose pictures are judged as a crawl judges them, made-up names included, without a crawl."""

from __future__ import annotations

import asyncio
import hashlib
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.exceptions import DropItem
from scrapy.http import Response

from imgcrawl.catalogue.rows import url_key
from imgcrawl.pipelines.judging.holding import PlaceholderWatch
from imgcrawl.pipelines.judging.judge import PictureJudge
from imgcrawl.pipelines.judging.proofs import Proofs
from imgcrawl.pipelines.judging.second_looks import SecondLooks
from imgcrawl.pipelines.judging.ways import WayJudge
from imgcrawl.records import Outcome
from imgcrawl.remedies.attempts.outcomes import FetchedImage
from imgcrawl.remedies.attempts.state import new_state
from imgcrawl.validation.decoding.decode import inspect_image
from imgcrawl.validation.facts import InvalidImage, Limits
from imgcrawl.validation.placeholders.trust import WayTrust

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from imgcrawl.records import Passed
    from imgcrawl.validation.facts import ImageFacts


class Hosts:
    """What gives *given* for listed addresses and *missing* for any other, None for a 404.

    Nothing is asked for twice. *made_up* are the names that were asked for. *found_at* tells where the picture of a
    listed address is found, from its page.
    """

    def __init__(
        self,
        given: Callable[[str], bytes],
        missing: Callable[[str], bytes | None],
        *,
        found_at: Callable[[str], str] = lambda url: url,
    ) -> None:
        self._given, self._missing, self._found_at = given, missing, found_at
        self.made_up: list[str] = []
        self._refused: set[str] = set()
        self._to_come: list[str] = []
        self._urls: Sequence[str] = ()
        self._asked = ""
        trust = WayTrust()
        self._watch = PlaceholderWatch(3, pending=self._pending, withdraw=self._withdraw)
        ways = WayJudge(
            trust, self._watch,
            ask=lambda *_wanted: False, withdraw=self._withdraw, distrusted=lambda _item, _way: None,
        )  # fmt: skip
        looks = SecondLooks(trust, look_again=lambda *_args, **_facts: False)
        self._judge = PictureJudge(self._watch, Proofs(self._watch, ask=self._ask), ways, looks, deadline_s=600)

    def refused(self, urls: Sequence[str], **headers: str) -> list[int]:
        """Return the numbers of those of *urls* that have no image in the end; all come with these *headers*."""
        self._urls, self._to_come, self._refused = urls, [*urls], set()
        asyncio.run(self._judge_all({name.replace("_", "-"): value for name, value in headers.items()}))
        return [number for number, url in enumerate(urls) if url in self._refused]

    def given_for_all(self, body: bytes) -> None:
        """Say that somebody on the way has given *body* in every host's place."""
        self._judge.given_for_all(hashlib.sha256(body).hexdigest())

    async def _judge_all(self, headers: dict[str, str]) -> None:
        rows = []
        for url in self._urls:
            body, state = self._given(url), new_state(0, url, None)
            state["url"], found_at = url, self._found_at(url)
            state["remedy"] = "page" if found_at != url else None
            response = Response(found_at, body=body, headers=headers, request=Request(found_at))
            item = FetchedImage(Outcome(id=url, url=url), response, state)
            rows.append(asyncio.ensure_future(self._judge_one(item, _facts(body))))
            await asyncio.sleep(0)
        while not all(row.done() for row in rows):
            for _ in range(5):
                await asyncio.sleep(0)
            self._watch.release()
        await asyncio.gather(*rows)

    async def _judge_one(self, item: FetchedImage, facts: ImageFacts) -> None:
        is_open = True
        while is_open:
            try:
                await self._judge.judge(item, facts)
                is_open = False
            except DropItem:
                body = self._missing(self._asked)
                item.outcome.trail = [{"error": None if body else "http_404"}]
                self._judge.weigh(item.outcome, _facts(body) if body else None)
            except InvalidImage:
                self._refused.add(item.outcome.url)
                is_open = False
        self._to_come.remove(item.outcome.url)

    def _ask(self, _item: FetchedImage, url: str) -> bool:
        self._asked = url
        self.made_up.append(url)
        return True

    def _pending(self, host: str) -> int:
        return sum(f"//{host}/" in url for url in self._to_come)

    def _withdraw(self, passed: set[Passed]) -> None:
        keys = {each.url_key for each in passed}
        self._refused |= {url for url in self._urls if url_key(url) in keys}


def _facts(body: bytes) -> ImageFacts:
    return inspect_image(body, limits=Limits())
