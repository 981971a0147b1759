"""JSON documents that came from outside: read without complaint, and walked in bounded time."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def words_of_key(key: str) -> tuple[str, ...]:
    """Return the words of which a *key* is made, in small letters: *original* and *url* of ``originalUrl``."""
    return tuple(word.lower() for word in _WORD.findall(key))


def read_json(text: str) -> Any:
    """Return the document that *text* is in JSON; None where it is none."""
    if text.lstrip("\ufeff \t\r\n")[:1] not in {"{", "["}:
        return None
    try:
        return json.loads(text.lstrip("\ufeff"), strict=False)
    except (ValueError, RecursionError):
        return None


def nodes(document: Any, most: int, *, without: frozenset[str] = frozenset()) -> Iterator[Any]:
    """Yield what stands in a JSON *document*, in its order, but for what stands under the keys *without*.

    At most *most* nodes, inner ones included.
    """
    stack = [document]
    for _ in range(most):
        if not stack:
            return
        node = stack.pop()
        yield node
        if isinstance(node, dict):
            stack.extend(value for key, value in reversed(node.items()) if key not in without)
        elif isinstance(node, list):
            stack.extend(reversed(node))
