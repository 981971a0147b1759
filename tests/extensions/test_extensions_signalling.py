from __future__ import annotations

from typing import Any

import pytest
from pydispatch import dispatcher
from scrapy.exceptions import StopDownload
from scrapy.signalmanager import SignalManager
from scrapy.utils.test import get_crawler
from twisted.internet.defer import Deferred
from twisted.python.failure import Failure

from imgcrawl.extensions.signalling import HeardSignals

SOMETHING = object()
"""A signal."""


@pytest.fixture
def crawler(monkeypatch):
    """Return a crawler with the extension; what Scrapy itself sends is noted in ``crawler.sent``."""
    made: Any = get_crawler()
    made.sent = []

    def send(manager, signal, **arguments):
        made.sent.append(signal)
        return Scrapys.send(manager, signal, **arguments)

    monkeypatch.setattr(SignalManager, "send_catch_log", send)
    HeardSignals.from_crawler(made)
    return made


class Scrapys:
    """Scrapy's own way."""

    send = SignalManager.send_catch_log


def test_what_nobody_hears_is_not_sent(crawler):
    """A signal without a receiver has no answer and is not sent at all; nor when its only receiver has gone."""

    def hear() -> None:
        """Hear it."""

    crawler.signals.connect(hear, signal=SOMETHING)
    crawler.signals.disconnect(hear, signal=SOMETHING)
    assert crawler.signals.send_catch_log(SOMETHING) == []
    assert crawler.sent == []


@pytest.mark.parametrize("signal", [SOMETHING, dispatcher.Any])
@pytest.mark.parametrize("is_anybodys", [False, True])
def test_whoever_listens_hears(crawler, signal, is_anybodys):
    """A receiver of the signal or of all signals, of this crawler's or of anybody's, is called as ever."""

    def hear(number):
        return number + 1

    sender = {"sender": dispatcher.Any} if is_anybodys else {}
    crawler.signals.connect(hear, signal=signal, **sender)
    try:
        assert crawler.signals.send_catch_log(SOMETHING, number=1) == [(hear, 2)]
    finally:
        crawler.signals.disconnect(hear, signal=signal, **sender)


async def test_coroutines_hear_too(crawler):
    """What is awaited by its receivers is sent to them, and to nobody costs nothing."""

    async def hear(number):
        return number + 1

    assert await crawler.signals.send_catch_log_async(SOMETHING, number=1) == []
    crawler.signals.connect(hear, signal=SOMETHING)
    assert await crawler.signals.send_catch_log_async(SOMETHING, number=1) == [(hear, 2)]


def failing(number: int) -> None:
    """Fail."""
    raise ValueError(number)


def stopping() -> None:
    """Stop a download, which is no fault."""
    raise StopDownload


def taking_all(**arguments: Any) -> list[str]:
    """Tell what came."""
    return sorted(arguments)


def deferring() -> Deferred[None]:
    """Answer later, which is a fault."""
    return Deferred()


class Calling:
    """An object that can be called, with a method."""

    def __call__(self, number: int) -> int:
        return number + 2

    def hear(self, number: int, signal: object) -> tuple[int, bool]:
        return number, signal is SOMETHING


CALLING = Calling()


@pytest.mark.parametrize("also", [{}, {"dont_log": ValueError}])
def test_receivers_are_told_as_by_scrapy(also, caplog):
    """Each receiver is given the arguments that it takes; faults are logged, and in the answer a failure."""
    receivers = [failing, stopping, taking_all, deferring, CALLING, CALLING.hear]
    answers, logs = [], []
    for is_ours in (True, False):
        crawler: Any = get_crawler()
        for receiver in receivers:
            crawler.signals.connect(receiver, signal=SOMETHING)
        crawler.signals.connect(taking_all, signal=dispatcher.Any)  # once, however often it is connected
        if is_ours:
            HeardSignals.from_crawler(crawler)
        told = crawler.signals.send_catch_log(SOMETHING, number=1, other=2, spider=None, **also)
        answers.append([(who, what.type if isinstance(what, Failure) else str(what)[:12]) for who, what in told])
        logs.append([(record.levelname, record.getMessage(), bool(record.exc_info)) for record in caplog.records])
        caplog.clear()
    assert answers[0] == answers[1]
    assert logs[0] == logs[1]
    assert [who for who, _ in answers[0]] == receivers
    assert len(logs[0]) == (1 if also else 2)
