"""Hosts with many rows under way that ask to be left alone, again and again."""

from __future__ import annotations

import asyncio
import random
from email.utils import formatdate
from typing import Any, NamedTuple

ROWS, WINDOWS = 45, 2
WAIT_S = 2
AT_ONCE = 32
UNDER_WAY_S = 0.5
"""So long what was sent before the refusal had come may take to arrive, where the machine is busy."""


class Window(NamedTuple):
    """From when until when a host wanted nothing, in epoch seconds."""

    began: float
    ends: float


class Moody:
    """A host that, with many requests in flight, refuses one of them and names a time, in a *form* of its own.

    It does so *WINDOWS* times, each after some good answers; what comes inside of a window is refused likewise.
    """

    def __init__(self, web: Any, world: Any, form: str, seed: int) -> None:
        self._web, self._world, self._form = web, world, form
        self._rng = random.Random(seed)
        self._left = AT_ONCE // 2
        self.windows: list[Window] = []
        self.inside: list[float] = []

    async def __call__(self, visit: Any) -> Any:
        now = visit.at
        if self.windows and now < self.windows[-1].ends:
            self.inside.append(now - self.windows[-1].began)
            return self._refusal(self.windows[-1].ends - now)
        self._left -= 1
        if self._left < 0 and len(self.windows) < WINDOWS:
            self._left = self._rng.randrange(3, 9)
            self.windows.append(Window(now, now + WAIT_S))
            return self._refusal(WAIT_S, now)
        await asyncio.sleep(self._rng.uniform(0.05, 0.2))
        if self._form == "led" and visit.path.startswith("/at"):
            return self._web.answer(302, Location=self._world.url(visit.host, f"/to{visit.path[3:]}"))
        return self._web.answer(body=self._web.picture(visit.host + visit.path))

    def _refusal(self, wait_s: float, now: float = 0.0) -> Any:
        if self._form == "date" and now:
            until = formatdate(now + WAIT_S, usegmt=True)
            return self._web.answer(429, Date=formatdate(now, usegmt=True), Retry_After=until)
        if self._form == "slow body" and now:
            head = f"HTTP/1.1 429 Too Many\r\nRetry-After: {WAIT_S}\r\nContent-Length: 1000\r\n\r\nabcd"
            return self._web.Reply(head.encode())
        status = 503 if self._form == "503" else 429
        return self._web.answer(status, b"later", Retry_After=str(max(1, round(wait_s))))


def test_no_request_goes_where_a_host_wants_none(project, web):
    """However many rows are under way when a host asks to be left alone, and however it says so: none goes there."""
    forms = ("seconds", "date", "503", "slow body", "led")
    hosts = {f"moody{n}.test": Moody(web, project.world, form, n) for n, form in enumerate(forms)}
    project.world.scripts |= hosts
    rows = [(f"{host}/{n}", project.world.url(host, f"/at{n}.jpg"), "") for n in range(ROWS) for host in hosts]
    project.write(rows)
    done = project.crawl(IMGCRAWL_HOST_CONCURRENCY_START=str(AT_ONCE), IMGCRAWL_HOST_CONCURRENCY=str(AT_ONCE))
    assert done.code == 0, done.errors
    assert {host: len(moody.windows) for host, moody in hosts.items()} == dict.fromkeys(hosts, WINDOWS)
    assert [late_s for moody in hosts.values() for late_s in moody.inside if late_s > UNDER_WAY_S] == []
    assert [outcome.id for outcome in project.outcomes().values() if not outcome.ok] == []
