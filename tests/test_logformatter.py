from __future__ import annotations

import logging

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from imgcrawl.logformatter import QuietLogFormatter
from imgcrawl.records import Outcome
from imgcrawl.remedies.attempts.outcomes import FetchedImage, MadeUpAnswer


def test_what_goes_its_way_is_not_logged():
    """Responses, outcomes and bodies that gave way to another attempt make no line."""
    formatter, spider = QuietLogFormatter(), Spider("images")
    response = Response("http://a.test/", request=Request("http://a.test/"))
    assert formatter.crawled(response.request, response, spider) is None
    assert formatter.scraped({}, response, spider) is None
    assert formatter.dropped({}, Exception("x"), response, spider) is None


def test_an_item_that_fails_is_named_without_its_login():
    """The line has the row's id, and neither the whole item nor what its URL keeps to itself."""
    outcome = Outcome("7", "http://ann:pw@a.test/1.jpg", extra={"note": "long"})
    for item in (outcome, FetchedImage(outcome, Response(outcome.url), {}), MadeUpAnswer(outcome, None)):
        line = QuietLogFormatter().item_error(item, ValueError("x"), None, Spider("images"))
        shown = line["msg"] % line["args"]
        assert shown == f"row '7' ('http://…@a.test/1.jpg'): ValueError in a pipeline, at {type(item).__name__}"
    line = QuietLogFormatter().item_error({"login": "pw"}, ValueError("x"), None, Spider("images"))
    assert line["msg"] % line["args"] == "row None (''): ValueError in a pipeline, at dict"


def test_faults_are_logged():
    """An error of a pipeline or the spider is still an error in the log."""
    formatter, spider = QuietLogFormatter(), Spider("images")
    response = Response("http://a.test/", request=Request("http://a.test/"))
    line = formatter.item_error({}, Exception("x"), response, spider)
    assert line["level"] == logging.ERROR
    assert (
        formatter.spider_error(Failure(ValueError("x")), response.request, response, spider)["level"] == logging.ERROR
    )
