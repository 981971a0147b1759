"""Which tests run first, and which together, where several processes share them."""

from __future__ import annotations

import importlib
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from xdist.scheduler import LoadFileScheduling

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_WAITING = ("tests/crawl/", "tests/deploy/", "tests/transport/", "tests/commands/")
"""Folders whose tests wait for other processes and for time: nobody is to be left with one of them at the end."""

_ONE_CRAWL = "tests/crawl/test_crawl_adaptive"
"""How the names of the files begin that look at one crawl, which each process would make anew."""


def waits_first(items: list[pytest.Item]) -> None:
    """Put the tests that wait before those that do not, each in the order in which they were."""
    items.sort(key=lambda item: not item.nodeid.startswith(_WAITING))


def import_in_turns(arguments: Sequence[str], root: Path, *, part: int, parts: int) -> None:
    """Import the test modules below the folders *arguments*, beginning with this process's *part* of them, from 0.

    The first process that imports a module prepares its assertions and keeps the result for the others. Where all began
    with the first module, each would prepare all. What cannot be imported is left to the collection, which tells it.
    """
    modules = [path for folder in arguments for path in sorted((root / folder).rglob("test_*.py"))]
    begin = len(modules) * part // parts
    for path in modules[begin:] + modules[:begin]:
        with suppress(Exception, pytest.skip.Exception):
            importlib.import_module(".".join(path.relative_to(root).with_suffix("").parts))


class Scheduling(LoadFileScheduling):
    """The tests of a file run in one process, and so do the files that look at one crawl."""

    def _split_scope(self, nodeid: str) -> str:
        return _ONE_CRAWL if nodeid.startswith(_ONE_CRAWL) else str(super()._split_scope(nodeid))
