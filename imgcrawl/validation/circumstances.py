"""What the circumstances of an answer say of its picture: since when it is stored, what it is called."""

from __future__ import annotations

from datetime import UTC
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

_SETTLED_S = 86_400
_NOBODYS_NAME = "default"  # image servers call any picture so


class Headers(Protocol):
    """Header fields by their names, in any case."""

    def get(self, name: str) -> Any:
        """Return the value of the field *name* as bytes, None if there is none."""


def stored_since(headers: Headers, *, now: float) -> float | None:
    """Return when the picture was stored, in epoch seconds; None if that is not told, or less than a day before *now*.

    A notice that is made anew for every request is younger than that, whatever it looks like.
    """
    field = headers.get("Last-Modified")
    if not field:
        return None
    try:
        date = parsedate_to_datetime(field.decode("latin-1"))
        since = (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return since if since <= now - _SETTLED_S else None


def served_names(headers: Headers) -> Iterator[str]:
    """Yield the names under which the server itself knows the picture, as paths."""
    if location := headers.get("Content-Location"):
        yield location.decode("latin-1")
    if disposition := headers.get("Content-Disposition"):
        message = Message()
        message["Content-Disposition"] = disposition.decode("latin-1").translate(_NO_LINES)
        name = message.get_filename() or ""
        if name.rpartition(".")[0] != _NOBODYS_NAME:
            yield quote(name)


_NO_LINES = dict.fromkeys(map(ord, "\r\n"), " ")
