"""The handle pools of all TLS profiles, with one budget of idle connections."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from imgcrawl.transport.curl.handles import HandlePool

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from curl_cffi import CurlOpt

_SHARED_EVERY: Final = 1000


class ProfilePools:
    """A pool for each TLS profile; together they keep *idle* connections, each as its part of the transfers is.

    Each keeps one at least. What is longer ago counts less, and a profile that came out of use gives up what it has
    with its next transfers.
    """

    def __init__(self, options: Sequence[tuple[CurlOpt, Any]], idle: int) -> None:
        self._options = options
        self._idle = idle
        self._pools: dict[str | None, HandlePool] = {}
        self._uses: Counter[str | None] = Counter()
        self._since = 0

    def get(self, profile: str | None) -> HandlePool:
        """Return the pool of *profile* for one transfer."""
        pool = self._pools.get(profile)
        if pool is None:
            pool = self._pools[profile] = HandlePool(profile, self._options, 1)
            self._share()
        self._uses[profile] += 1
        self._since += 1
        if self._since >= _SHARED_EVERY:
            self._share()
            self._since = 0
            self._uses = Counter({profile: uses // 2 for profile, uses in self._uses.items()})
        return pool

    def others(self, profile: str | None) -> Iterator[HandlePool]:
        """Yield the pools of all profiles but *profile*."""
        return (pool for name, pool in self._pools.items() if name != profile)

    async def close(self) -> None:
        """Close every pool; none may be in use."""
        for pool in self._pools.values():
            await pool.close()
        self._pools.clear()

    def _share(self) -> None:
        total = self._uses.total() + len(self._pools)
        for profile, pool in self._pools.items():
            pool.idle = max(1, self._idle * (self._uses[profile] + 1) // total)
