"""Extensions that shorten a way of Scrapy's, if its methods on that way are those of the release they were made for."""

from __future__ import annotations

import inspect
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import NotConfigured

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Self

    from scrapy.crawler import Crawler


class ShortWay(ABC):
    """An extension that shortens a way of Scrapy's once the spider is open.

    :raises NotConfigured: if Scrapy's methods are not those that are replaced or called.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension, which takes effect when the spider is open."""
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_opened, signal=signals.spider_opened)
        return extension

    @abstractmethod
    def spider_opened(self) -> None:
        """Take the short way from now on."""


def check_known(methods: Iterable[tuple[type, str, list[str]]]) -> None:
    """Return if each of *methods*, a class and the name of one of its methods, takes the arguments that are listed.

    :raises NotConfigured: if one of them takes others, or is not there.
    """
    if unlike := [name for owner, name, known in methods if _arguments_of(owner, name) != known]:
        raise NotConfigured(f"Scrapy's {', '.join(unlike)} takes other arguments than in Scrapy 2.19")


def _arguments_of(owner: type, name: str) -> list[str]:
    """Return what the method *name* takes; nothing where there is none."""
    method = getattr(owner, name, None)
    return list(inspect.signature(method).parameters) if method is not None else []
