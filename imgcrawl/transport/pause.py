"""The time in which nothing gets through to any host, and nothing is sent, and how it is found out."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from contextlib import suppress
from math import inf
from typing import TYPE_CHECKING, Final, NamedTuple

from imgcrawl import clock
from imgcrawl.durations import in_words
from imgcrawl.errors import RunStopped

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

logger = logging.getLogger(__name__)

_FIRST_WAIT_S: Final = 1.0
_LONGEST_WAIT_S: Final = 15.0


class Awaited(NamedTuple):
    """What keeps all requests waiting: *sign*, how it shows, and *since* when, in epoch seconds."""

    sign: str
    since: float


class NetworkPause:
    """Holds requests back until there is a network again, for up to *patience_s* seconds; 0 switches that off.

    Whether there is one is found out by one trial at a time, for all whose requests have failed. *on_give_up* is called
    when patience ends, *on_change* whenever it is known that there is none, or that there is one again. *told*: what
    the pauses of a crawl have logged and still wait for, so that they do so once.
    """

    def __init__(
        self,
        patience_s: float,
        on_give_up: Callable[[], None],
        on_change: Callable[[], None] = lambda: None,
        *,
        told: Counter[str] | None = None,
    ) -> None:
        self.patience_s = patience_s
        self.ended_at = 0.0
        """When the last one ended, on the loop's clock."""
        self.has_stopped = False
        """Whether the run ends, so that nothing is sent any more."""
        self.awaited: Awaited | None = None
        """What the run waits for; None while it does not."""
        self._on_give_up = on_give_up
        self._on_change = on_change
        self._told = Counter[str]() if told is None else told
        self._over = asyncio.Event()
        self._over.set()
        self._trial: asyncio.Task[bool] | None = None

    @property
    def is_on_trial(self) -> bool:
        """Whether it is being found out, or sat out."""
        return self._trial is not None

    def try_out(self, trial: Callable[[], Awaitable[bool]]) -> None:
        """Begin *trial*, which returns whether there was a time without a network, as soon as that is over."""
        self._trial = asyncio.create_task(self._until_done(trial))

    async def _until_done(self, trial: Callable[[], Awaitable[bool]]) -> bool:
        try:
            return await trial()
        finally:
            self._trial = None

    async def explains(self) -> bool:
        """Return what the trial under way finds.

        :raises RunStopped: as :meth:`over`.
        """
        if (trial := self._trial) is None:
            return False
        await asyncio.wait([trial])
        explained = trial.cancelled() or trial.result()
        self.check()
        return explained

    @property
    def is_on(self) -> bool:
        """Whether requests have to wait."""
        return not self._over.is_set()

    async def over(self) -> None:
        """Return when requests may be sent.

        :raises RunStopped: after :meth:`abort`, or when patience has ended.
        """
        if self.is_on:
            await self._over.wait()
        self.check()

    def check(self) -> None:
        """Return unless the run ends.

        :raises RunStopped: if it does.
        """
        if self.has_stopped:
            raise RunStopped("the network is down")

    def abort(self) -> None:
        """End the trial, and all waiting with :class:`RunStopped`."""
        self._stop()
        if self._trial:
            self._trial.cancel()

    def _stop(self) -> None:
        self.has_stopped = True
        self._over.set()

    async def sit_out(
        self,
        is_up: Callable[[], Awaitable[bool]],
        sign: Callable[[], str],
        *,
        what: str = "",
        most_s: float = inf,
    ) -> None:
        """Return when the network *is_up*, which is tried at growing intervals, or the run ends.

        *sign* says in some words how it shows that the network is down; if something else is, *what* it speaks of.
        *most_s*: for how long to wait, if that is less than patience allows.
        """
        if self.has_stopped:
            return
        self._over.clear()
        self.awaited = Awaited(sign(), clock.now())
        self._on_change()
        try:
            self._told[self.awaited.sign] += 1
            await self._tried(is_up, self.awaited.sign, what, min(self.patience_s, most_s))
        finally:
            self._told[self.awaited.sign] -= 1
            self.awaited = None
            self.ended_at = now()
            self._over.set()
            self._on_change()

    async def _tried(self, is_up: Callable[[], Awaitable[bool]], sign: str, what: str, patience_s: float) -> None:
        began, wait_s = now(), _FIRST_WAIT_S
        if self._told[sign] == 1:
            logger.warning(
                "%s%s; the run waits up to %s (%sIMGCRAWL_OUTAGE_PATIENCE_SECONDS), and Ctrl-C ends it sooner",
                "" if what else "the network is down: ",
                sign,
                in_words(patience_s),
                "" if patience_s == self.patience_s else "as it was never there; else ",
            )
        while not self.has_stopped:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), wait_s)
            wait_s = min(2 * wait_s, _LONGEST_WAIT_S)
            if self.has_stopped:
                return
            if await is_up():
                if self._told[sign] == 1:
                    logger.warning("%s is back after %.0f s", what or "the network", now() - began)
                return
            if now() - began > patience_s:
                self._stop()
                self._on_give_up()


def now() -> float:
    """Return the time on the loop's clock, in seconds."""
    return asyncio.get_running_loop().time()
