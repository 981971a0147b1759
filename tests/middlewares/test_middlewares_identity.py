from __future__ import annotations

import logging
from typing import Any

import pytest
from scrapy import Request, Spider
from scrapy.utils.test import get_crawler

from imgcrawl import keys, settings
from imgcrawl.middlewares.identity import IdentityMiddleware
from imgcrawl.remedies.attempts.state import new_state

URL = "http://img.a.test/1.jpg"
PAGE = "http://www.p.test/gallery?x=1"


def make(**own: Any) -> IdentityMiddleware:
    """Make the middleware."""
    base = {name: getattr(settings, name) for name in ("FAKEUSERAGENT_PROVIDERS", "FAKEUSERAGENT_FALLBACK")}
    return IdentityMiddleware.from_crawler(get_crawler(Spider, base | own))


async def written(middleware: IdentityMiddleware, url: str = URL, *, variant: str = "default", **how: Any) -> Request:
    """Return a request for *url* with its headers."""
    state = new_state(1, url, how.pop("page_url", PAGE)) | {
        "url": url,
        "variant": variant,
        "plain": how.pop("plain", []),
    }
    request = Request(url, meta={keys.FETCH: state} | how.pop("meta", {}), **how)
    await middleware.process_request(request)
    return request


def header(request: Request, name: str) -> str | None:
    """Return a header of *request* as text."""
    value = request.headers.get(name)
    return value.decode() if value is not None else None


@pytest.mark.parametrize(
    ("variant", "page_url", "referer"),
    [
        ("default", PAGE, "http://www.p.test/"),
        ("default", None, "http://img.a.test/"),
        ("default", "http://img.a.test/x?y#z", "http://img.a.test/x?y"),
        ("default", "https://www.p.test/secure", None),
        ("same_origin_referer", PAGE, "http://img.a.test/"),
        ("no_referer", PAGE, None),
        ("no_referer", None, None),
        ("other_browser", PAGE, PAGE),
        ("other_browser", "https://www.p.test/secure?x#z", "https://www.p.test/secure?x"),
        ("bot_identity", PAGE, None),
        ("cookies", PAGE, "http://www.p.test/"),
    ],
)
async def test_the_referer_of_each_way_of_asking(variant, page_url, referer):
    """Each way of asking has its referer, cut as browsers cut it; that of one request alone comes before the row's."""
    assert header(await written(make(), variant=variant, page_url=page_url), "Referer") == referer
    alone = await written(make(), variant="no_referer", page_url=page_url, meta={keys.WAY: variant})
    assert header(alone, "Referer") == referer


@pytest.mark.parametrize(
    ("plain", "name", "value"),
    [
        ("plain_accept", "Accept", "*/*"),
        ("plain_encoding", "Accept-Encoding", "identity"),
        ("no_language", "Accept-Language", None),
    ],
)
async def test_a_plainer_header_is_all_that_changes(plain, name, value):
    """The same browser asks, with the same headers in the same order, but for the one that is plainer."""
    middleware, url = make(), "https://img.a.test/1.jpg"
    usual, plainer = await written(middleware, url), await written(middleware, url, plain=[plain])
    assert (header(plainer, name), header(usual, name) == value) == (value, False)
    rest = [[(key, one) for key, one in asked.headers.items() if key != name.encode()] for asked in (usual, plainer)]
    assert rest[0] == rest[1]
    assert usual.meta[keys.TLS_PROFILE] == plainer.meta[keys.TLS_PROFILE]


async def test_a_host_sees_one_browser():
    """All requests to a host come from one browser, unless another is asked for, which is of another family."""
    middleware = make()
    first, second = await written(middleware), await written(middleware, "http://img.a.test/2.jpg")
    other = await written(middleware, variant="other_browser")
    assert header(first, "User-Agent") == header(second, "User-Agent") != header(other, "User-Agent")
    assert first.meta[keys.FAMILY] != other.meta[keys.FAMILY]
    assert first.meta[keys.TLS_PROFILE]


@pytest.mark.parametrize(
    ("own", "others"),
    [
        ("chrome", ["firefox", "safari"]),
        ("safari", ["chrome", "firefox"]),
        ("firefox", ["chrome", "safari"]),
        ("edge", ["firefox", "safari"]),
    ],
)
async def test_another_browser_has_another_engine(own, others):
    """Whichever browser a host has met as its own, the two others have the two other engines."""
    middleware = make()
    hosts = (f"img{n}.test" for n in range(1000))
    host = next(host for host in hosts if middleware._ua_provider.identity_for(host).family == own)
    url = f"http://{host}/1.jpg"
    asked = [await written(middleware, url, variant=way) for way in ("other_browser", "third_browser")]
    assert [request.meta[keys.FAMILY] for request in asked] == others


async def test_it_is_told_whether_a_phone_asks():
    """The request says so of the browser that asks, and of our own name that it is none."""
    middleware = make(IMGCRAWL_IDENTITY_PHONES_ENABLED=True)
    urls = [f"http://img{n}.test/1.jpg" for n in range(50)]
    own = [(await written(middleware, url)).meta[keys.PHONE] for url in urls]
    assert own == [middleware._ua_provider.identity_for(f"img{n}.test").mobile for n in range(50)]
    assert {True, False} == set(own)
    by_name = [await written(middleware, url, variant="bot_identity", meta={keys.PHONE: True}) for url in urls]
    assert not any(request.meta[keys.PHONE] for request in by_name)


async def test_a_redirect_keeps_the_browser():
    """On the way through redirects it is the same browser that asks, whatever host comes next."""
    middleware = make()
    start = await written(middleware)
    for n in range(8):
        hop = Request(f"http://cdn{n}.test/x.jpg", meta={keys.FETCH: new_state(1, URL, PAGE) | {"url": URL}})
        await middleware.process_request(hop)
        assert header(hop, "User-Agent") == header(start, "User-Agent")


async def test_pages_are_opened_and_images_embedded():
    """A page is asked for as by its reader, an image as by its page."""
    middleware = make()
    page = await written(middleware, "https://www.p.test/x", meta={keys.PAGE: True})
    image = await written(middleware, "https://img.a.test/1.jpg")
    assert header(page, "Sec-Fetch-Dest") == "document"
    assert header(image, "Sec-Fetch-Dest") == "image"
    assert "text/html" in (header(page, "Accept") or "")


async def test_cookies_and_login_are_kept_and_nothing_else():
    """Headers of an earlier attempt are replaced; cookies and authorization stay."""
    old = {"Cookie": "a=1", "Authorization": "Basic eA==", "User-Agent": "Scrapy", "X-Old": "1"}
    request = await written(make(), headers=old)
    assert (header(request, "Cookie"), header(request, "Authorization")) == ("a=1", "Basic eA==")
    assert header(request, "X-Old") is None
    assert (header(request, "User-Agent") or "").startswith("Mozilla/5.0")


@pytest.mark.parametrize(
    ("mode", "beginning"), [("honest", "imgcrawl/"), ("plain", "python-requests/"), ("rotate", "Mozilla/5.0")]
)
async def test_modes(mode, beginning):
    """The mode decides who asks, and only browsers shake hands as one."""
    request = await written(make(IMGCRAWL_IDENTITY_MODE=mode, IMGCRAWL_CONTACT="ann@example.org"))
    assert (header(request, "User-Agent") or "").startswith(beginning)
    assert request.meta[keys.TLS_PROFILE] is None


async def test_impersonation_can_be_switched_off():
    """Without impersonation the headers stay a browser's and the handshake is our own."""
    request = await written(make(IMGCRAWL_TLS_IMPERSONATION_ENABLED=False))
    assert request.meta[keys.TLS_PROFILE] is None
    assert request.meta[keys.FAMILY] in ("chrome", "edge", "firefox", "safari")


async def test_a_request_without_state_is_honest():
    """robots.txt and the like are asked for under our own name."""
    request = Request("http://a.test/robots.txt")
    await make(IMGCRAWL_CONTACT="ann@example.org").process_request(request)
    assert (header(request, "User-Agent") or "").startswith("imgcrawl/")
    assert "ann@example.org" in (header(request, "User-Agent") or "")


@pytest.mark.parametrize(("contact", "times"), [("", 1), ("ann@example.org", 0)])
async def test_who_asks_under_our_own_name_is_asked_for_a_contact(caplog, contact, times):
    """Where all hosts are asked under our own name, a missing contact is mentioned once, before the first request."""
    with caplog.at_level(logging.WARNING):
        middleware = make(IMGCRAWL_IDENTITY_MODE="honest", IMGCRAWL_CONTACT=contact)
        assert sum("IMGCRAWL_CONTACT" in record.message for record in caplog.records) == times
        await written(middleware, "https://upload.wikimedia.org/1.jpg")
    assert sum("IMGCRAWL_CONTACT" in record.message for record in caplog.records) == times


async def test_a_hosts_policy_rules(caplog):
    """A host that wants to know who asks is told our own name, and a missing contact is mentioned once."""
    middleware = make()
    with caplog.at_level(logging.WARNING):
        for n in range(3):
            request = await written(middleware, f"https://upload.wikimedia.org/{n}.jpg", variant="other_browser")
            assert (header(request, "User-Agent") or "").startswith("imgcrawl/")
            assert request.meta[keys.TLS_PROFILE] is None
    assert sum("IMGCRAWL_CONTACT" in record.message for record in caplog.records) == 1


async def test_the_referer_of_a_policy_stands_for_the_page(tmp_path):
    """Browsers come from it, whether or not the row has a page; a way of asking with another referer keeps that."""
    (tmp_path / "own.toml").write_text('[a]\ndomains = ["a.test"]\nreferer = "https://www.a.org/gallery"\n')
    middleware, url = make(IMGCRAWL_HOST_POLICIES=str(tmp_path / "own.toml")), "https://img.a.test/1.jpg"
    for page_url in (PAGE, None):
        assert header(await written(middleware, url, page_url=page_url), "Referer") == "https://www.a.org/"
        full = await written(middleware, url, variant="other_browser", page_url=page_url)
        assert header(full, "Referer") == "https://www.a.org/gallery"
    own = await written(middleware, url, variant="same_origin_referer")
    assert header(own, "Referer") == "https://img.a.test/"
    assert (
        header(await written(middleware, "http://img.a.test/1.jpg", page_url=PAGE), "Referer") == "https://www.a.org/"
    )
    assert header(await written(middleware, url, variant="no_referer"), "Referer") is None
    assert header(await written(middleware, "https://b.test/1.jpg", page_url=None), "Referer") == "https://b.test/"


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_the_site_that_others_have_shown_to_be_the_images_own_is_named_as_that(scheme):
    """Where the image's own site is to be named, and in no other way of asking."""
    meta = {keys.HOME: "https://www.site.test/"}
    for variant, referer in (
        ("same_origin_referer", meta[keys.HOME]),
        ("no_referer", None),
        ("default", f"{scheme}://a.test/"),
    ):
        request = await written(make(), f"{scheme}://a.test/1.jpg", variant=variant, page_url=None, meta=meta)
        assert header(request, "Referer") == referer


async def test_each_row_names_its_own_page():
    """What is remembered for a host is never the page, the way or the port of another row."""
    middleware, url = make(), "https://a.test/1.jpg"
    rows = [
        ("default", url, "https://a.test/x.html"),
        ("default", url, "https://a.test/y.html"),
        ("default", url, "https://b.test/z.html"),
        ("other_browser", url, "https://b.test/z.html"),
        ("default", "https://a.test:8443/1.jpg", "https://a.test/x.html"),
        ("default", url, f"https://a.test/{'x' * 2000}"),
        ("default", url, f"https://a.test/{'x' * 1999}y"),
    ]
    told = [header(await written(middleware, to, variant=way, page_url=page), "Referer") for way, to, page in rows]
    assert told == [rows[0][2], rows[1][2], "https://b.test/", rows[3][2], "https://a.test/", rows[5][2], rows[6][2]]
