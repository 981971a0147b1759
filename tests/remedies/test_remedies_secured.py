"""Redirects that have gone by way of a row's address over https: what is asked for there no more."""

from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.http import Response

from imgcrawl.remedies.answers.failures import failure_of_answer
from tests.remedies.planning import S, begun, make, walk


@pytest.mark.parametrize(
    ("by_way_of", "landed", "is_met"),
    [
        (["https://a.test/1.jpg"], "https://a.test/2.jpg", True),
        (["https://www.a.test/1.jpg", "http://a.test/3.jpg"], "http://a.test/2.jpg", True),
        (["https://a.test/1.jpg?x=1"], "https://a.test/2.jpg", False),
        (["http://www.a.test/1.jpg"], "https://a.test/2.jpg", False),
        ([], "https://a.test/2.jpg", False),
    ],
)
def test_an_address_that_redirects_have_met_over_https_is_not_asked_for_there(by_way_of, landed, is_met):
    """A loop that has been there would be walked once more, and what it ends with comes again."""
    request = Request(landed, meta={"redirect_urls": ["http://a.test/1.jpg", *by_way_of]})
    answer = Response(landed, status=302, request=request)
    failure = failure_of_answer(request, answer, S.HTTP_REDIRECT_LOOP, "")
    assert failure.is_secured is is_met
    steps = walk(make(remedies=("https",)), begun(1, "http://a.test/1.jpg", None), failure)
    assert [step and step.url for step in steps] == [None if is_met else "https://a.test/1.jpg"]
