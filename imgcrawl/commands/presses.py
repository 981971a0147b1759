"""How often somebody has said stop: a signal may come more than once for it."""

from __future__ import annotations

import signal
import time
from functools import partial
from math import inf
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_MOMENT_S: Final = 0.25
"""So soon nobody presses Ctrl-C again; ``timeout`` was measured to take up to 7 ms."""

_HANDLERS: Final = ("_signal_shutdown", "_signal_kill", "_signal_shutdown_reactorless", "_signal_kill_reactorless")
"""The methods by which Scrapy 2.19 heeds a first and a second signal."""


class Presses:
    """Tells one press of Ctrl-C from the next.

    A terminal sends the signal to all its programs. One among them that started this one, such as ``timeout``, hands it
    on, so that it comes twice. A session that ends says both SIGTERM and SIGHUP, and of the second one nobody is in a
    hurry.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._heard: dict[int, float] = {}

    def is_new(self, number: int) -> bool:
        """Note that signal *number* has come; say whether it is not the last one of this number once more.

        SIGHUP is as SIGTERM, and never the second press.
        """
        if number == signal.SIGHUP:
            if self._heard:
                return False
            number = signal.SIGTERM
        now = self._clock()
        is_new = now - self._heard.get(number, -inf) >= _MOMENT_S
        if is_new:
            self._heard[number] = now
        return is_new


def count_presses(process: Any) -> None:
    """Let *process*, Scrapy's, which ends at once by a second signal, count one that comes twice as one."""
    presses = Presses()
    for name in _HANDLERS:
        setattr(process, name, partial(_heed, presses, getattr(process, name)))


def _heed(presses: Presses, handle: Callable[[int, Any], None], number: int, frame: Any) -> None:
    if presses.is_new(number):
        handle(number, frame)


def heed_hangup() -> None:
    """Let the crawl end as by SIGTERM when its terminal is gone, unless that is to be ignored, as nohup wants it.

    However often that is said, it is said once: nobody is in a hurry.
    """
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, _hung_up)


def _hung_up(number: int, frame: Any) -> None:
    """Do what SIGTERM does by now: Scrapy heeds it while it crawls."""
    heed = signal.getsignal(signal.SIGTERM)
    if callable(heed):
        signal.signal(number, signal.SIG_IGN)
        heed(number, frame)
    elif heed is signal.SIG_DFL:
        signal.signal(number, signal.SIG_DFL)
        signal.raise_signal(number)
