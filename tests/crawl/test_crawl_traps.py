"""Addresses inside that come from a server, by every way on which one reaches the crawl: none is ever connected to."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import Any

import pytest

FORMS = [
    "127.0.0.3",
    "2130706435",
    "0x7f000003",
    "0177.0.0.3",
    "127.3",
    "127.0.0.3.",
    "[::ffff:127.0.0.3]",
    "[64:ff9b::7f00:3]",
    "[2002:7f00:3::]",
    "%31%32%37.0.0.3",
    "127。0。0。3",  # full stops that IDNA maps to dots
    "inside.test",
    "open.test@127.0.0.3",
    "open.test%40127.0.0.3",
    "open.test\\@127.0.0.3",
]
WAYS = ("direct", "page-address", "location", "refresh", "meta", "link", "page", "base", "wrapped", "proxied", "robots")


@pytest.fixture
def trap():
    """Listen on an address that is not permitted; return its port and on which ways somebody came."""
    visitors: list[str] = []
    with socket.create_server(("127.0.0.3", 0)) as server:

        def accept() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                visitors.append("")
                with connection, suppress(OSError):
                    connection.settimeout(10)
                    visitors[-1] = connection.recv(4096).decode().partition("/")[2].partition("/")[0]

        threading.Thread(target=accept, daemon=True).start()
        yield server.getsockname()[1], visitors
        server.shutdown(socket.SHUT_RDWR)


def reply(web: Any, way: str, target: str) -> Any:
    """Return what a host answers that wants *target* to be asked for, by *way*."""
    head = {
        "location": f"HTTP/1.1 302 X\r\nLocation: {target}\r\n",
        "refresh": f"HTTP/1.1 200 X\r\nContent-Type: text/html\r\nRefresh: 0; url={target}\r\n",
        "link": f"HTTP/1.1 404 X\r\nLink: <{target}>; rel=canonical\r\nContent-Location: {target}\r\n",
    }.get(way, "HTTP/1.1 404 X\r\n")
    markup = {
        "meta": f'<html><meta http-equiv="refresh" content="0; url={target}">',
        "page": f'<html><meta property="og:image" content="{target}"><img src="{target}">'
        f'<script type="application/ld+json">{{"@type": "ImageObject", "contentUrl": "{target}"}}</script>',
        "base": f'<html><base href="{target}"><img src="grey-heron-8f3a9c21d7e4.jpg">',
    }
    if way in markup:
        return web.answer(body=markup[way].encode(), media_type="text/html; charset=utf-8")
    return web.Reply(head.encode() + b"Content-Length: 0\r\n\r\n")


def row(project: Any, web: Any, way: str, form: str, port: int) -> tuple[str, str, str]:
    """Lay out a host that leads to *form* by *way*, and return its row."""
    target = f"http://{form}:{port}/{way}/grey-heron-8f3a9c21d7e4.jpg"
    host = f"{way}-{FORMS.index(form)}.test"
    own, page = project.world.url(host, "/img/grey-heron-8f3a9c21d7e4.jpg"), project.world.url(host, "/page")

    def script(visit: Any) -> Any:
        if visit.path == "/robots.txt":
            return reply(web, "location" if way == "robots" else "", target)
        if way in ("page", "base") and visit.path != "/page":
            return web.answer(404)
        return reply(web, way, target)

    project.world.scripts[host] = script
    places = {
        "direct": (target, ""),
        "page-address": ("grey-heron-8f3a9c21d7e4.jpg", target),
        "wrapped": (project.world.url(host, f"/_next/image?url={target}"), ""),
        "proxied": (project.world.url(host, f"/proxy/{target}"), ""),
    }
    return (host, *places.get(way, (own, page if way in ("page", "base") else "")))


SETTINGS = {
    "IMGCRAWL_RETRY_MAX_ATTEMPTS": "1",
    "IMGCRAWL_DNS_OVERRIDES": '{"inside.test": "127.0.0.3", "*.test": "127.0.0.1"}',
}


@pytest.mark.parametrize("robots", ["False", "True"], ids=["", "robots"])
def test_nothing_inside_is_asked(project, web, trap, robots):
    """However a server spells an address inside, and however it hands it over, nobody there is ever called upon."""
    port, visitors = trap
    project.write([row(project, web, way, form, port) for way in WAYS for form in FORMS])
    done = project.crawl(ROBOTSTXT_OBEY=robots, **SETTINGS)
    assert (done.code, "Traceback" in done.errors) == (0, False)
    assert visitors == []
    outcomes = project.outcomes()
    assert len(outcomes) == len(WAYS) * len(FORMS)
    assert not any(outcome.ok or outcome.stage == "internal" for outcome in outcomes.values())


def test_every_way_leads_there(project, web, trap):
    """Where the address is permitted somebody comes on all of these ways, but for the header that nobody follows."""
    port, visitors = trap
    project.write([row(project, web, way, FORMS[0], port) for way in WAYS])
    both = {"ROBOTSTXT_OBEY": "True", "IMGCRAWL_ALLOW_NETWORKS": "127.0.0.0/8"}
    assert project.crawl("-a", "run=robots", **SETTINGS | both).code == 0
    assert project.crawl(**SETTINGS | both | {"ROBOTSTXT_OBEY": "False"}).code == 0
    assert set(visitors) >= set(WAYS) - {"link"}
