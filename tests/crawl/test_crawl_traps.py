"""Addresses inside that come from a server, by every way on which one reaches the crawl: none is ever connected to."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import Any
from urllib.parse import quote

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
NAME = "grey-heron-8f3a9c21d7e4.jpg"
MARKUP = {
    "src": '<img src="{}">',
    "srcset": '<img src="/x.gif" srcset="{} 1600w">',
    "picture": '<picture><source srcset="{} 2x"><img src="/x.gif"></picture>',
    "anchor": '<a href="{}">large</a>',
    "open-graph": '<meta property="og:image" content="{}">',
    "open-graph-secure": '<meta property="og:image:secure_url" content="{}">',
    "twitter": '<meta name="twitter:image" content="{}">',
    "microdata": '<meta itemprop="image" content="{}">',
    "json-ld": '<script type="application/ld+json">{{"@type": "ImageObject", "contentUrl": "{}"}}</script>',
    "json-ld-image": '<script type="application/ld+json">[{{"@type": "Article", "image": ["{}"]}}]</script>',
    "state": '<script>var state = {{"picture": "{}"}};</script>',
    "image-src": '<link rel="image_src" href="{}">',
    "preload": '<link rel="preload" as="image" href="{}">',
    "preload-set": '<link rel="preload" as="image" imagesrcset="{} 2x">',
    "lazy": '<img src="/x.gif" data-src="{}">',
    "lazy-set": '<img src="/x.gif" data-srcset="{} 2x">',
    "attribute": '<div data-anything="{}"></div>',
    "json-attribute": '<div data-props="{{&quot;image&quot;: &quot;{}&quot;}}"></div>',
    "style": "<div style=\"background: url('{}')\"></div>",
    "stylesheet": "<style>.heron {{ background: url({}) }}</style>",
    "amp": '<amp-img src="{}"></amp-img>',
    "svg": '<svg><image xlink:href="{}"/></svg>',
    "noscript": '<noscript><img src="{}"></noscript>',
    "poster": '<video poster="{}"></video>',
    "object": '<object data="{}"></object>',
    "shown-code": '<textarea>&lt;img src="{}"&gt;</textarea>',
    "base": '<base href="{}"><img src="grey-heron-8f3a9c21d7e4.jpg">',
    "base-and-root": '<base href="{}"><img src="/base-and-root/grey-heron-8f3a9c21d7e4.jpg">',
}
"""Pages that name the picture; the first braces take its address."""

REDIRECTS = {
    "location": "HTTP/1.1 302 X\r\nLocation: {}",
    "location-300": "HTTP/1.1 300 X\r\nLocation: {}",
    "location-301": "HTTP/1.1 301 X\r\nLocation: {}",
    "location-303": "HTTP/1.1 303 X\r\nLocation: {}",
    "location-305": "HTTP/1.1 305 X\r\nLocation: {}",
    "location-307": "HTTP/1.1 307 X\r\nLocation: {}",
    "location-308": "HTTP/1.1 308 X\r\nLocation: {}",
    "location-twice": "HTTP/1.1 302 X\r\nLocation: {}\r\nLocation: /nowhere",
    "location-no-scheme": "HTTP/1.1 302 X\r\nLocation: {}",
    "location-one-slash": "HTTP/1.1 302 X\r\nLocation: {}",
    "location-three-slashes": "HTTP/1.1 302 X\r\nLocation: {}",
    "location-backslashes": "HTTP/1.1 302 X\r\nLocation: {}",
    "location-upper-case": "HTTP/1.1 302 X\r\nLocation: {}",
    "location-tab": "HTTP/1.1 302 X\r\nLocation: {}",
    "location-spaces": "HTTP/1.1 302 X\r\nLocation: {}",
    "location-dots": "HTTP/1.1 302 X\r\nLocation: {}",
    "location-created": "HTTP/1.1 201 X\r\nLocation: {}",
    "refresh": "HTTP/1.1 200 X\r\nContent-Type: text/html\r\nRefresh: 0; url={}",
    "link": "HTTP/1.1 404 X\r\nLink: <{0}>; rel=canonical\r\nContent-Location: {0}",
}
SPELLINGS = {
    "location-no-scheme": lambda target: target.removeprefix("http:"),
    "location-one-slash": lambda target: target.replace("//", "/", 1),
    "location-three-slashes": lambda target: target.replace("//", "///", 1),
    "location-backslashes": lambda target: target.replace("/", "\\"),
    "location-upper-case": lambda target: target.replace("http", "HTTP", 1),
    "location-tab": lambda target: target.replace("//", "/\t/", 1),
    "location-spaces": lambda target: f"  {target} ",
    "location-dots": lambda target: target.replace("/location-dots", "/a/../location-dots"),
}
HEADS = {
    "meta": '<html><meta http-equiv="refresh" content="0; url={}">',
    "canonical": '<html><link rel="canonical" href="{}"><p>gone',
    "amp-page": '<html><link rel="amphtml" href="{}"><p>gone',
    "frame": '<html><iframe src="{}"></iframe>',
}
"""Pages in the image's place."""

PLACES = ("direct", "page-address", "wrapped", "wrapped-twice", "proxied", "robots", "robots-sitemap")
WAYS = (*PLACES, *MARKUP, *REDIRECTS, *HEADS)
NOT_FOLLOWED = {
    *("location-300", "location-305", "location-created", "location-twice"),
    *("canonical", "amp-page", "robots-sitemap"),
}
"""What nobody follows, wherever it leads."""


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
    target = SPELLINGS.get(way, str)(target)
    pages = HEADS | MARKUP
    if way in pages:
        body = "<!doctype html><html><body>" + pages[way].format(target)
        return web.answer(body=body.encode(), media_type="text/html; charset=utf-8")
    head = REDIRECTS.get(way, "HTTP/1.1 404 X").format(target)
    return web.Reply(head.encode() + b"\r\nContent-Length: 0\r\n\r\n")


def row(project: Any, web: Any, way: str, form: str, port: int) -> tuple[str, str, str]:
    """Lay out a host that leads to *form* by *way*, and return its row."""
    target = f"http://{form}:{port}/{way}/{NAME}"
    host = f"{way}-{FORMS.index(form)}.test"
    own, page = project.world.url(host, f"/img/{NAME}"), project.world.url(host, "/page")

    def script(visit: Any) -> Any:
        if visit.path == "/robots.txt":
            return robots(web, way, target)
        if way in MARKUP and visit.path != "/page":
            return web.answer(404)
        return reply(web, way, target)

    project.world.scripts[host] = script
    twice = quote(project.world.url(host, f"/_next/image?url={target}"), safe="")
    places = {
        "direct": (target, ""),
        "page-address": (NAME, target),
        "wrapped": (project.world.url(host, f"/_next/image?url={target}"), ""),
        "wrapped-twice": (project.world.url(host, f"/_next/image?url={twice}"), ""),
        "proxied": (project.world.url(host, f"/proxy/{target}"), ""),
    }
    return (host, *places.get(way, (own, page if way in MARKUP else "")))


def robots(web: Any, way: str, target: str) -> Any:
    """Return the robots.txt of a host that leads to *target* by *way*."""
    if way == "robots-sitemap":
        return web.answer(body=f"Sitemap: {target}\n".encode(), media_type="text/plain")
    return reply(web, "location" if way == "robots" else "", target)


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
    """Where the address is permitted somebody comes on all of these ways, but for those that nobody follows."""
    port, visitors = trap
    project.write([row(project, web, way, FORMS[0], port) for way in WAYS])
    both = {"ROBOTSTXT_OBEY": "True", "IMGCRAWL_ALLOW_NETWORKS": "127.0.0.0/8"}
    assert project.crawl("-a", "run=robots", **SETTINGS | both).code == 0
    assert project.crawl(**SETTINGS | both | {"ROBOTSTXT_OBEY": "False"}).code == 0
    assert sorted(set(WAYS) - set(visitors)) == sorted(NOT_FOLLOWED)
