from __future__ import annotations

from typing import Any

import pytest
from pydispatch import dispatcher
from scrapy.signalmanager import SignalManager
from scrapy.utils.test import get_crawler

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
