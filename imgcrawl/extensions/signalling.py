"""Sends no signal that nobody listens to, and what is heard without searching anew who wants what of it."""

from __future__ import annotations

import logging
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from pydispatch import dispatcher
from pydispatch.robustapply import function
from scrapy.exceptions import StopDownload
from scrapy.signalmanager import SignalManager
from twisted.internet.defer import Deferred
from twisted.python.failure import Failure

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CodeType
    from typing import Self

    from scrapy.crawler import Crawler

logger = logging.getLogger("scrapy.utils.signal")  # whose faults are told here

_ANYBODY = id(dispatcher.Any)
_TAKES_ALL = 8
"""The flag of a function with ``**arguments``, of inspect.CO_VARKEYWORDS."""


class HeardSignals:
    """Lets signals without a receiver cost nothing: of the five that Scrapy sends for an image, three have none.

    Scrapy finds the receivers of every signal anew, among those of all senders and all signals, and which arguments
    each of them takes, and makes a task of ``item_scraped``.
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
    sender = arguments.setdefault("sender", manager.sender)
    receivers = _receivers(signal, sender)
    if not receivers:
        return []
    if "dont_log" in arguments:
        return SignalManager.send_catch_log(manager, signal, **arguments)
    arguments["signal"] = signal
    return [(receiver, _told(receiver, arguments)) for receiver in receivers]


async def _send_async(manager: SignalManager, signal: Any, **arguments: Any) -> list[tuple[Any, Any]]:
    if not _receivers(signal, arguments.get("sender", manager.sender)):
        return []
    return await SignalManager.send_catch_log_async(manager, signal, **arguments)


def _receivers(signal: object, sender: object) -> list[Any]:
    """Return who listens to *signal* of *sender*, or of anybody, or to all signals, each of them once."""
    found: list[Any] = []
    heard_of, everybody = dispatcher.connections.get(id(sender), ()), dispatcher.connections.get(_ANYBODY)
    if signal not in heard_of and not everybody and dispatcher.Any not in heard_of:  # as mostly
        return found
    for signals in (heard_of, everybody):
        if signals:
            for each in (signal, dispatcher.Any):
                if each in signals:
                    found += [receiver for receiver in signals[each] if receiver not in found]
    return list(dispatcher.liveReceivers(found)) if found else found


def _told(receiver: Callable[..., Any], arguments: dict[str, Any]) -> Any:
    """Return what *receiver* says to those of *arguments* that it takes; a fault of its own is logged."""
    extra = {"spider": arguments.get("spider")}
    try:
        method = getattr(receiver, "__func__", None)
        wanted = _wanted(method.__code__, 1) if method else _wanted(*function(receiver)[1:])
        taken = arguments if wanted is None else {name: arguments[name] for name in wanted if name in arguments}
        answer = receiver(**taken)
    except StopDownload:
        return Failure()  # type: ignore[no-untyped-call]
    except Exception:
        logger.exception("Error caught on signal handler: %(receiver)s", {"receiver": receiver}, extra=extra)
        return Failure()  # type: ignore[no-untyped-call]
    if isinstance(answer, Deferred):
        logger.error("Cannot return deferreds from signal handler: %(receiver)s", {"receiver": receiver}, extra=extra)
    return answer


@lru_cache(maxsize=1024)
def _wanted(code: CodeType, first: int) -> tuple[str, ...] | None:
    """Return the names of the arguments, from number *first* on, that a function takes; None if it takes all."""
    return None if code.co_flags & _TAKES_ALL else code.co_varnames[first : code.co_argcount]
