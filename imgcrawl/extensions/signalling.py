"""Sends no signal that nobody listens to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from pydispatch import dispatcher
from scrapy.signalmanager import SignalManager

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler


class HeardSignals:
    """Lets signals without a receiver cost nothing: of the five that Scrapy sends for an image, three have none.

    Scrapy finds the receivers of every signal anew, among those of all senders and all signals, and makes a task of
    ``item_scraped``.
    """

    def __init__(self, crawler: Crawler) -> None:
        signals: Any = crawler.signals
        signals.send_catch_log = partial(_send, signals)
        signals.send_catch_log_async = partial(_send_async, signals)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension, which takes effect at once."""
        return cls(crawler)


def _send(manager: SignalManager, signal: Any, **arguments: Any) -> list[tuple[Any, Any]]:
    if not _is_heard(signal, arguments.get("sender", manager.sender)):
        return []
    return SignalManager.send_catch_log(manager, signal, **arguments)


async def _send_async(manager: SignalManager, signal: Any, **arguments: Any) -> list[tuple[Any, Any]]:
    if not _is_heard(signal, arguments.get("sender", manager.sender)):
        return []
    return await SignalManager.send_catch_log_async(manager, signal, **arguments)


def _is_heard(signal: object, sender: object) -> bool:
    """Say whether anybody listens to *signal* of *sender*, or of anybody, or to all signals."""
    for heard in (sender, dispatcher.Any):
        signals = dispatcher.connections.get(id(heard), ())
        if signal in signals or dispatcher.Any in signals:
            return True
    return False
