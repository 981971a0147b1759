"""Replies in HTTP/1.1, byte by byte: well-formed ones, for the kinds to send or to spoil."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from imgcrawl.lab.model import Reply
from imgcrawl.lab.pictures import FORMS, picture

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imgcrawl.lab.model import Row, Visit

Headers = tuple[tuple[str, str], ...]

HTML = "text/html; charset=utf-8"


def head(status: int, headers: Iterable[tuple[str, str]], version: str = "1.1") -> bytes:
    """Return a status line, *headers* and the empty line, in Latin-1."""
    lines = [f"HTTP/{version} {status} {reason(status)}", *(f"{name}: {value}" for name, value in headers)]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def reason(status: int) -> str:
    """Return the standard reason phrase of *status*, or ``Unknown``."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def answer(status: int, body: bytes = b"", content_type: str = HTML, headers: Headers = ()) -> Reply:
    """Return a complete answer with its length declared; the connection stays open."""
    fields = (("Content-Type", content_type), ("Content-Length", str(len(body))), *headers)
    return Reply((head(status, fields) + body,), str(status))


def file(visit: Visit) -> tuple[bytes, str]:
    """Return the bytes and the content type of the picture that the visit's row stands for."""
    return picture(visit.row.key, visit.row.form), FORMS[visit.row.form].content_type


def good(visit: Visit, headers: Headers = ()) -> Reply:
    """Return the picture that the visit's row stands for, plainly."""
    data, content_type = file(visit)
    return answer(200, data, content_type, (("Cache-Control", "max-age=86400"), *headers))


def refusal(status: int, headers: Headers = (), text: str = "") -> Reply:
    """Return an error page of *status*; *text* says more in its body."""
    title = f"{status} {reason(status)}"
    body = f"<!doctype html><html><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p></body></html>"
    return answer(status, body.encode(), HTML, headers)


def redirect(status: int, location: str, headers: Headers = ()) -> Reply:
    """Return a redirect of *status* to *location*, which is sent as it stands."""
    return answer(status, b"", HTML, (("Location", location), *headers))


def other_picture(row: Row, name: str) -> bytes:
    """Return a JPEG that is not the row's: a decoy, a notice, a placeholder. *name* tells them apart on its host."""
    return picture(f"{row.site.host}#{name}", "jpeg")
