"""Decides what the lab answers to one request: finds the site and the place, and asks the kind."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from imgcrawl.lab.accesslog import Access
from imgcrawl.lab.model import Address, Visit
from imgcrawl.lab.pictures import picture
from imgcrawl.lab.replies import answer, refusal

if TYPE_CHECKING:
    from imgcrawl.lab.accesslog import AccessLog
    from imgcrawl.lab.model import Reply
    from imgcrawl.lab.plan import Plan

MAX_TARGET_CHARACTERS = 8190


class Request(NamedTuple):
    """One request as it came over the wire; header names are in lower case, the last of equal ones counts."""

    method: str
    target: str
    version: str
    headers: dict[str, str]

    @property
    def host(self) -> str:
        """The host that is asked for, without port and trailing dot, in lower case."""
        return self.headers.get("host", "").rpartition(":")[0].lower().removesuffix(".")

    @property
    def keeps_open(self) -> bool:
        """Whether the client can take another answer over the same connection."""
        return self.version == "HTTP/1.1" and self.headers.get("connection", "").lower() != "close"


def parse_request(head: bytes) -> Request | None:
    """Return the request in *head*, which has no empty line at its end, or ``None`` if it is no HTTP/1 request."""
    first, *lines = head.decode("utf-8", "surrogateescape").split("\r\n")
    parts = first.split(" ")
    if len(parts) < 3 or not parts[-1].startswith("HTTP/1."):
        return None
    headers = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    return Request(parts[0], " ".join(parts[1:-1]), parts[-1], headers)


class Web:
    """All sites of a plan: answers requests and keeps the access log."""

    def __init__(self, plan: Plan, log: AccessLog) -> None:
        self.plan = plan
        self.log = log

    def visit(self, request: Request, address: str, connection: int, number: int, *, secure: bool) -> Reply:
        """Return the answer to *request*, and log it.

        *address* is the one to which the client connected, *number* counts the requests of the *connection* from 1.
        """
        host, (path, _, query) = request.host, request.target.partition("?")
        path = unquote(path)
        site = self.plan.sites.get(host)
        route = site and self.plan.route(site, path)
        violations: list[str] = []
        if address == Address.TRAP:
            reply = trap()
            violations.append("private-address")
        elif len(request.target) > MAX_TARGET_CHARACTERS:
            reply = refusal(414)
        elif site and route:
            now, wall = time.monotonic(), time.time()
            visit = Visit(request.headers, host, path, query, site, route.row, number, now, wall, violations)
            reply = route.answer(visit)
        else:
            reply = elsewhere(path) if site else refusal(404, (), "No such host.")
        entry = Access(
            time=time.time(), connection=connection, secure=secure, method=request.method, host=host,
            path=request.target, kind=site.kind.name if site else "", label=reply.label,
            agent=request.headers.get("user-agent", ""), referer=request.headers.get("referer", ""),
            violation=",".join(violations),
        )  # fmt: skip
        self.log.add(entry)
        return reply


def trap() -> Reply:
    """Return the picture that stands at private addresses: nobody should ever see it."""
    return answer(200, picture("trap", "jpeg"), "image/jpeg")


def elsewhere(path: str) -> Reply:
    """Return what any site has at a *path* that is no row's: a home page, a logo, or nothing."""
    if path == "/":
        return answer(200, b"<!doctype html><html><head><title>Home</title></head><body><h1>Home</h1></body></html>")
    if path.startswith("/static/"):
        return answer(200, picture("logo", "png"), "image/png")
    return refusal(404)
