"""What a watch over outages has to do with: name servers, hosts and proxies that answer or not."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from imgcrawl.transport.outage import OutageWatch
from imgcrawl.transport.pause import NetworkPause
from tests import ports

if TYPE_CHECKING:
    from imgcrawl.errors import ErrorSlug


class Names:
    """Name servers that answer, or not."""

    def __init__(self) -> None:
        self.answer = True
        self.has_answered = True

    async def is_answered(self, *_names: str) -> bool:
        return self.answer


class Ways:
    """What a proxy leads to."""

    def __init__(self) -> None:
        self.open: set[str] = set()
        self.asked: list[str] = []
        self.ports: list[int] = []

    async def leads(self, host: str, port: int) -> bool:
        self.asked.append(host)
        self.ports.append(port)
        return host in self.open


class Bench:
    """A watch that knows hosts on a port where somebody listens, or nobody."""

    def __init__(self, *, patience_s: float = 60.0) -> None:
        self.names = Names()
        self.given_up = 0
        self.watch = OutageWatch(self.names, NetworkPause(patience_s, self._give_up))
        self._held = ports.hold()
        self.port = ports.number(self._held)
        self._server: asyncio.Server | None = None

    def _give_up(self) -> None:
        self.given_up += 1

    async def listen(self) -> None:
        self._server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", self.port)

    async def fall_silent(self) -> None:
        assert self._server is not None
        self._server.close()
        await self._server.wait_closed()

    async def close(self) -> None:
        await self.fall_silent()
        self._held.close()

    def know(self, hosts: int = 3) -> None:
        for number in range(hosts):
            self.watch.answered(f"known{number}.test", self.port, "127.0.0.1")

    def behind_a_proxy(self, *, forwards: bool = False) -> Ways:
        ways = Ways()
        self.watch = OutageWatch(
            self.names,
            NetworkPause(60.0, self._give_up),
            proxy=("127.0.0.1", self.port),
            leads=ways.leads,
            forwards=forwards,
        )
        return ways

    async def fail(self, *slugs: ErrorSlug) -> list[bool]:
        return [await self.explains(f"{number}.test", slug) for number, slug in enumerate(slugs)]

    async def explains(self, host: str, slug: ErrorSlug, *, ago_s: float = 0.0) -> bool:
        """Have a request fail that began *ago_s* seconds ago."""
        return await self.watch.explains(host, slug, began=asyncio.get_running_loop().time() - ago_s)
