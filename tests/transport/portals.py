"""Hosts that are asked over a network in which somebody may speak for all."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from imgcrawl.errors import HostPaused
from imgcrawl.transport import FetchRequest, FetchResult, Timings
from imgcrawl.transport.pause import NetworkPause
from imgcrawl.transport.portal import PortalWatch

if TYPE_CHECKING:
    from imgcrawl.transport import FetchError

OF_ALL = b"<html><title>Log in</title>"


class Web:
    """Each host has a picture of its own, unless it is *parked*, or somebody speaks for all.

    Nothing comes of a host that is *gone*, and one thing from those *past_all*. Those that are *busy* ask to wait, and
    a request to one that is *held* is not sent. *asked*: whom the watch has asked.
    """

    def __init__(self, patience_s: float = 60.0) -> None:
        self.of_all: FetchResult | FetchError | None = None
        self.parked: set[str] = set()
        self.gone: set[str] = {"example.com"}
        self.past_all: set[str] = set()
        self.busy: dict[str, FetchResult | FetchError] = {}
        self.held: set[str] = set()
        self.asked: list[str] = []
        self.found: list[FetchResult] = []
        self.given_up = 0
        self.watch = PortalWatch(
            self.ask,
            "http://example.com/",
            NetworkPause(patience_s, self._give_up),
            on_found=self.found.append,
        )

    def _give_up(self) -> None:
        self.given_up += 1

    async def ask(self, request: FetchRequest) -> FetchResult:
        host = urlsplit(request.url).netloc
        if request.is_held():
            raise HostPaused
        self.asked.append(host)
        if host in self.gone:
            await asyncio.sleep(0)
            raise TimeoutError
        heard = self.heard(host)
        if isinstance(heard, Exception):
            raise heard
        return heard

    def heard(self, host: str) -> FetchResult | FetchError:
        if host in self.busy:
            return self.busy[host]
        if host in self.past_all:
            return answer(b"something else")
        return self.of_all or answer(OF_ALL if host in self.parked else b"picture of " + host.encode())

    async def crawl(self, *hosts: str, ago_s: float = 0.0) -> list[bool]:
        """Ask *hosts* one after the other, by requests that began *ago_s* seconds ago; say which were explained."""
        return [await self.one(host, ago_s=ago_s) for host in hosts]

    async def one(self, host: str, *, ago_s: float = 0.0) -> bool:
        began = asyncio.get_running_loop().time() - ago_s
        request = FetchRequest(f"http://{host}/1.jpg", is_held=lambda: host in self.held)
        return await asyncio.wait_for(self.watch.explains(host, request, self.heard(host), began=began), 30)


def answer(body: bytes = OF_ALL, status: int = 200, location: str = "", wait: str = "") -> FetchResult:
    """Return an answer."""
    fields = {b"Location": location, b"Retry-After": wait}
    headers = [(name, value.encode()) for name, value in fields.items() if value]
    return FetchResult(status, "", headers, body, Timings(), "1.1", "127.0.0.1", reused=False)


def sites(name: str, number: int) -> list[str]:
    """Return so many hosts of different sites."""
    return [f"{name}{n}.test" for n in range(number)]
