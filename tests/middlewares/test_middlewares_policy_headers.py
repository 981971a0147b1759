from __future__ import annotations

from typing import Any

import pytest
from scrapy import Request, Spider
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from imgcrawl import keys
from imgcrawl.middlewares.policy_headers import PolicyHeadersMiddleware

URL = "https://img.a.test/1.jpg"


@pytest.fixture
def make(tmp_path):
    """Make the middleware for a policy of a.test with what is given as its headers."""

    def made(headers: str) -> PolicyHeadersMiddleware:
        file = tmp_path / "own.toml"
        file.write_text(f'[a]\ndomains = ["a.test"]\nheaders = {headers}\n')
        return PolicyHeadersMiddleware.from_crawler(get_crawler(Spider, {"IMGCRAWL_HOST_POLICIES": str(file)}))

    return made


def test_it_is_not_there_where_no_policy_has_headers(make):
    """The packaged policies have none; an empty table is none either."""
    for middleware in (lambda: PolicyHeadersMiddleware.from_crawler(get_crawler(Spider)), lambda: make("{}")):
        with pytest.raises(NotConfigured):
            middleware()


@pytest.mark.parametrize("ends", ["response", "exception"])
async def test_headers_are_there_on_the_way_and_gone_after_it(make, ends):
    """In the place of what was there; of nothing that is added does the request know when it is back."""
    middleware = make('{ X-Key = "S3C", Accept = "image/png", Cookie = "session=S3C" }')
    request = Request(URL, headers={"Accept": "*/*", "Cookie": "seen=1", "X-Other": "1"})
    before: dict[Any, Any] = dict(request.headers)
    await middleware.process_request(request)
    assert {name: request.headers.getlist(name) for name in request.headers} == {
        b"X-Key": [b"S3C"],
        b"Accept": [b"image/png"],
        b"Cookie": [b"seen=1; session=S3C"],
        b"X-Other": [b"1"],
    }
    if ends == "response":
        response = Response(URL)
        assert await middleware.process_response(request, response) is response
    else:
        assert await middleware.process_exception(request, OSError()) is None
    assert (dict(request.headers), keys.BARE_HEADERS in request.meta) == (before, False)


@pytest.mark.parametrize("url", ["https://b.test/1.jpg", "https://a.test.evil.test/1.jpg", "http://img.a.test/1.jpg"])
async def test_nobody_else_is_told(make, url):
    """Neither another host, nor who listens to http; what comes back is left as it is."""
    middleware, request = make('{ X-Key = "S3C" }'), Request(url, headers={"Accept": "*/*"})
    await middleware.process_request(request)
    assert dict(request.headers) == {b"Accept": [b"*/*"]}
    await middleware.process_response(request, Response(url))
    assert dict(request.headers) == {b"Accept": [b"*/*"]}


async def test_http_is_said_to_go_without_them_once(make, caplog):
    """The warning names the policy and the address."""
    middleware = make('{ X-Key = "S3C" }')
    for number in (1, 2):
        await middleware.process_request(Request(f"http://img.a.test/{number}.jpg"))
    assert [record.getMessage() for record in caplog.records] == [
        "the headers of the host policy [a] are sent over https alone, so not with http://img.a.test/1.jpg"
    ]
