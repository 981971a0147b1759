from __future__ import annotations

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scrapy import Request, Spider
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from imgcrawl import keys
from imgcrawl.errors import ErrorSlug
from imgcrawl.middlewares.opt_out import OptOutMiddleware

URL = "http://a.test/1.jpg"


async def ask(*values: str) -> Response:
    """Return what becomes of a response with these X-Robots-Tag fields."""
    request = Request(URL)
    response = Response(URL, headers={"X-Robots-Tag": list(values)} if values else {}, request=request)
    return await OptOutMiddleware().process_response(request, response)


@pytest.mark.parametrize(
    "values",
    [
        ("noai",),
        ("noimageai",),
        ("NoAI, NoImageAI",),
        ("noindex, noai",),
        ("noindex,noimageai,nofollow",),
        ("googlebot: noindex", "noai"),
        ("googlebot: noindex, imgcrawl: noai",),
        ("max-image-preview: large, noai",),
        ("unavailable_after: 25 Jun 2030 15:00:00 GMT, *: noimageai",),
    ],
)
async def test_who_opts_out_is_left_out(values):
    """Both noai and noimageai are honoured in any case, among other words, in any of several fields, and quoted."""
    response = await ask(*values)
    assert response.meta[keys.VERDICT] == ErrorSlug.POLICY_OPT_OUT
    assert "ai" in response.meta[keys.VERDICT_REASON].lower()


@pytest.mark.parametrize(
    "values",
    [
        (),
        ("noindex",),
        ("all",),
        ("noairplanes",),
        ("max-image-preview:large",),
        ("otherbot: noai",),
        ("otherbot: noindex, noimageai",),
        ("noindex, otherbot: noai", "thirdbot: noimageai"),
    ],
)
async def test_others_are_not(values):
    """Words that speak of search alone change nothing, and neither does what is said to another robot."""
    assert keys.VERDICT not in (await ask(*values)).meta


def test_it_can_be_switched_off():
    """IMGCRAWL_OPT_OUT_ENABLED decides."""
    assert OptOutMiddleware.from_crawler(get_crawler(Spider))
    with pytest.raises(NotConfigured):
        OptOutMiddleware.from_crawler(get_crawler(Spider, {"IMGCRAWL_OPT_OUT_ENABLED": False}))


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(["noai", "noimageai", "no", "ai", ",", ":", " ", "\xff", "\0", "noindex"])).map("".join)
)
def test_no_field_breaks_it(value):
    """Whatever the field says, the response passes or opts out, and only for a word of its own."""
    response = asyncio.run(ask(value))
    if keys.VERDICT in response.meta:
        assert "noai" in value or "noimageai" in value
