from __future__ import annotations

import logging

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from imgcrawl.logformatter import QuietLogFormatter


def test_what_goes_its_way_is_not_logged():
    """Responses, outcomes and bodies that gave way to another attempt make no line."""
    formatter, spider = QuietLogFormatter(), Spider("images")
    response = Response("http://a.test/", request=Request("http://a.test/"))
    assert formatter.crawled(response.request, response, spider) is None
    assert formatter.scraped({}, response, spider) is None
    assert formatter.dropped({}, Exception("x"), response, spider) is None


def test_faults_are_logged():
    """An error of a pipeline or the spider is still an error in the log."""
    formatter, spider = QuietLogFormatter(), Spider("images")
    response = Response("http://a.test/", request=Request("http://a.test/"))
    line = formatter.item_error({}, Exception("x"), response, spider)
    assert line["level"] == logging.ERROR
    assert (
        formatter.spider_error(Failure(ValueError("x")), response.request, response, spider)["level"] == logging.ERROR
    )
