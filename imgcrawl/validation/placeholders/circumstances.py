"""What the circumstances of an answer say of its picture: since when it is stored, what it is called, what is odd."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC
from email.message import Message
from email.utils import collapse_rfc2231_value, parsedate_to_datetime
from enum import Enum, auto
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol
from urllib.parse import quote, urlsplit

from imgcrawl.retry_after import announced_wait
from imgcrawl.validation.looks import is_drawn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imgcrawl.validation.facts import ImageFacts

_SETTLED_S = 86_400
_NOBODYS_NAME = "default"  # image servers call any picture so
_FIELD_BYTES = 2_048  # read of a field with a name; names of files have 255 at most
_CHARSETS = frozenset({"utf-8", "iso-8859-1", "us-ascii"})  # RFC 8187 wants the first two; Python knows many that raise
_NO_LINES = dict.fromkeys(map(ord, "\r\n"), " ")

_DECLARING = ("X-Cld-Error", "Fallback-Image")

_HARDLY_NAMED = {
    "PNG": frozenset({"jpg", "jpeg"}),
    "GIF": frozenset({"jpg", "jpeg", "png"}),
    "BMP": frozenset({"jpg", "jpeg", "png"}),
}
"""Endings that a file of such a format hardly has: servers that convert do not convert to it."""


class Suspicion(Enum):
    """What one picture, with its address and headers, says of whether it is a notice."""

    NONE = auto()
    DOUBT = auto()
    """It may be one: worth asking again, not worth refusing it."""
    CERTAIN = auto()


class Headers(Protocol):
    """Header fields by their names, in any case; to ask whether one is there costs a third of getting none."""

    def __contains__(self, name: str, /) -> bool:
        """Say whether there is a field *name*."""

    def get(self, name: str) -> Any:
        """Return the value of the field *name* as bytes, None if there is none."""


class Stored(NamedTuple):
    """What a server *told* of when it stored a picture: its Last-Modified, empty if there is none; *now* it was asked.

    Dates are read only where they are compared: most pictures look like no other.
    """

    told: str
    now: float

    @property
    def since(self) -> float | None:
        """When the picture was stored, in epoch seconds; None if that is not known, or less than a day before.

        A notice that is made anew for every request is younger than that, whatever it looks like.
        """
        since = _epoch_s(self.told)
        return since if since is not None and since <= self.now - _SETTLED_S else None


@lru_cache(maxsize=1024)
def _epoch_s(date: str) -> float | None:
    try:
        read = parsedate_to_datetime(date)
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def stored(headers: Headers, *, now: float) -> Stored:
    """Return what came with a picture about when it was stored; *now* in epoch seconds."""
    return Stored(_text(headers, "Last-Modified"), now)


def served_names(headers: Headers) -> Iterator[str]:
    """Yield the names under which the server itself knows the picture, as paths."""
    if location := _text(headers, "Content-Location"):
        with suppress(ValueError):
            path = urlsplit(location[:_FIELD_BYTES]).path
            yield f"/{path.lstrip('/')}" if path.startswith("//") else path  # which would name a host
    if disposition := _text(headers, "Content-Disposition"):
        name = _file_name(disposition[:_FIELD_BYTES].translate(_NO_LINES))
        if name.rpartition(".")[0] != _NOBODYS_NAME:
            yield quote(name)


def _file_name(disposition: str) -> str:
    """Return the file's name in a Content-Disposition; empty if there is none, or none that can be read."""
    message = Message()
    message["Content-Disposition"] = disposition
    try:
        name = message.get_param("filename", "", "Content-Disposition")
        is_known = isinstance(name, str) or (name[0] or "us-ascii").lower() in _CHARSETS
        return collapse_rfc2231_value(name) if is_known else ""
    except (ValueError, LookupError):
        return ""


def declared_stand_in(headers: Headers) -> str:
    """Return the field by which an image service says that the picture stands in for one that it has not; else "".

    Sources: Cloudinary, "Troubleshooting: X-Cld-Error" (sent with a default image, too); imgproxy, "Configuring
    fallback image", whose answers have ``Fallback-Image``.
    """
    return next((f"{name}: {_text(headers, name)}" for name in _DECLARING if name in headers), "")


def suspicion(
    url: str, facts: ImageFacts, headers: Headers, *, now: float, is_shared: bool = False, is_habit: bool = False
) -> Suspicion:
    """Return whether the picture *facts* that *url* gave looks like a notice by what came with it.

    Only drawings (:func:`~imgcrawl.validation.looks.is_drawn`) are suspected, and only if their server says that it
    wants to be asked later (Retry-After), that nothing more may be asked, or that nobody may keep the picture
    (``no-store``), or if they are of a format that the address denies, or if they are shared by two names. None of
    these is certain by itself; to be asked later is with any other, and so is another format that nobody may keep or
    that two names share. *is_habit*: the server says of good pictures too that it wants to be asked later.
    """
    asks_to_wait = not is_habit and asks_for_time(headers, now=now)
    is_other = is_of_other_format(url, facts)
    is_fleeting = "no-store" in _text(headers, "Cache-Control").lower()
    is_last = says_last(headers)
    if not (asks_to_wait or is_other or is_fleeting or is_last or is_shared) or not looks_drawn(facts):
        return Suspicion.NONE
    is_certain = asks_to_wait and (is_other or is_fleeting or is_last or is_shared)
    return Suspicion.CERTAIN if is_certain or (is_other and (is_fleeting or is_shared)) else Suspicion.DOUBT


def is_of_other_format(url: str, facts: ImageFacts) -> bool:
    """Say whether the picture *facts* is of a format that the ending of *url* denies."""
    return facts.format in _HARDLY_NAMED and _ending(url) in _HARDLY_NAMED[facts.format]


def asks_for_time(headers: Headers, *, now: float) -> bool:
    """Say whether a time to wait came with the picture."""
    return "Retry-After" in headers and announced_wait(headers.get("Retry-After"), now=now) is not None


def says_last(headers: Headers) -> bool:
    """Say whether the host has no more requests left for the client, by what came with the picture."""
    return "0" in (_text(headers, "X-RateLimit-Remaining").strip(), _text(headers, "RateLimit-Remaining").strip())


def looks_drawn(facts: ImageFacts) -> bool:
    """Say whether the picture *facts* is a drawing; False when its looks are not known."""
    return facts.looks is not None and is_drawn(facts.looks)


def _ending(url: str) -> str:
    return urlsplit(url).path.rpartition(".")[2].lower()


def _text(headers: Headers, name: str) -> str:
    value: bytes | None = headers.get(name) if name in headers else None
    return value.decode("latin-1") if value else ""
