"""What earlier crawls found out, handed on to whom it concerns in this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgcrawl import keys
from imgcrawl.errors import ErrorSlug
from imgcrawl.spiders.rows.withdrawal import refused_before

if TYPE_CHECKING:
    from scrapy.signalmanager import SignalManager

    from imgcrawl.catalogue.ledger import Ledger
    from imgcrawl.spiders.options import RetryFilter


class EarlierCrawls:
    """Reads what they left in *ledger*, and tells it by *signals*."""

    def __init__(self, ledger: Ledger, signals: SignalManager) -> None:
        self._ledger = ledger
        self._signals = signals

    async def hand_on_lessons(self, hosts: set[str]) -> None:
        """Hand on what was learnt of *hosts*."""
        if hosts and (lessons := await self._ledger.load_hosts(hosts)):
            self._signals.send_catch_log(keys.hosts_recalled, hosts=lessons)

    async def hand_on_placeholders(self, retry: RetryFilter | None, *, repeats: int) -> bool:
        """Hand on which pictures the run has refused, and say whether there are any.

        Who asks for placeholders by name has them judged anew; *repeats*: as for
        :class:`~imgcrawl.validation.placeholders.detector.PlaceholderDetector`.
        """
        anew = retry is not None and retry.names(ErrorSlug.CONTENT_PLACEHOLDER)
        pictures = await refused_before(self._ledger, anew=anew, repeats=repeats)
        self._signals.send_catch_log(keys.placeholders_recalled, pictures=pictures)
        return bool(pictures)
