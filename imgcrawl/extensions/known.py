"""Whether Scrapy's own methods, which extensions replace or call, are those of the release that they were made for."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

from scrapy.exceptions import NotConfigured

if TYPE_CHECKING:
    from collections.abc import Iterable


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
