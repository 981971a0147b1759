"""Which tests run first, and which together, where several processes share them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xdist.scheduler import LoadFileScheduling

if TYPE_CHECKING:
    import pytest

_WAITING = ("tests/crawl/", "tests/deploy/", "tests/transport/", "tests/commands/")
"""Folders whose tests wait for other processes and for time: nobody is to be left with one of them at the end."""

_ONE_CRAWL = "tests/crawl/test_crawl_adaptive"
"""How the names of the files begin that look at one crawl, which each process would make anew."""


def waits_first(items: list[pytest.Item]) -> None:
    """Put the tests that wait before those that do not, each in the order in which they were."""
    items.sort(key=lambda item: not item.nodeid.startswith(_WAITING))


class Scheduling(LoadFileScheduling):
    """The tests of a file run in one process, and so do the files that look at one crawl."""

    def _split_scope(self, nodeid: str) -> str:
        return _ONE_CRAWL if nodeid.startswith(_ONE_CRAWL) else str(super()._split_scope(nodeid))
