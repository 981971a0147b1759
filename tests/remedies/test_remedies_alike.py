"""What a host has for several addresses: it is known again, and one row asks in each way."""

from __future__ import annotations

from collections import Counter

import pytest
from scrapy import Request
from scrapy.http import Response

from imgcrawl import keys
from imgcrawl.remedies.answers.failures import failure_of_answer
from imgcrawl.remedies.answers.landing import ALIKE, case_of
from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.hosts.alike import as_alike
from imgcrawl.remedies.hosts.memory import HostMemory
from tests.remedies.planning import HOST, LADDER, S, begun, make, walk

PAGE = Failure(S.CONTENT_HTML, likeness=1)
PICTURE = Failure(S.CONTENT_PLACEHOLDER)
OF_TWO = ("www.b.test", "www.c.test")
OF_WAYS = ("same_origin_referer", "no_referer", "other_browser", "third_browser", "bot_identity")


def likeness(path: str, body: str, slug=S.CONTENT_HTML, *, host: str = HOST) -> int | None:
    """Return by what the page *body* for *path* is known again."""
    url = f"http://{host}{path}"
    request = Request(url, meta={keys.FETCH: begun(1, url, None)})
    return failure_of_answer(request, Response(url, body=body.encode(), request=request), slug, "").likeness


def test_a_page_is_known_again_whatever_address_it_names():
    """The whole path, or its last part, and its host; another text is another page, and an error has none."""
    heron = likeness("/a/heron.jpg", "<html>No /a/heron.jpg here: heron.jpg</html>")
    assert heron == likeness("/b/egret.jpg", "<html>No /b/egret.jpg here: egret.jpg</html>")
    sold = [likeness("/a.jpg", f"<html>{host} is for sale, {host[4:]}</html>", host=host) for host in OF_TWO]
    assert sold[0] == sold[1] == likeness("/b.jpg", "<html>d.test is for sale, d.test</html>", host="d.test")
    assert heron != likeness("/a/heron.jpg", "<html>Here it is: heron.jpg</html>")
    assert likeness("/", "<html>/</html>") != likeness("/", "<html></html>")
    assert likeness("/a/heron.jpg", "<html>No.</html>", S.HTTP_404) is None


def test_a_page_that_another_row_had_is_one_for_several():
    """From the second row on, for the first one too once it has it again; not what is another page, or a row's own."""
    pages, first, second = HostMemory().in_place, begun(1, "", None), begun(2, "", None)
    met = [(first, PAGE), (first, PAGE), (second, PAGE), (first, PAGE), (second, PAGE._replace(likeness=2))]
    found = [as_alike(state, failure, pages) for state, failure in met]
    assert [failure.is_alike for failure in found] == [False, False, True, True, False]
    assert case_of(found[2]) == ALIKE
    assert not as_alike(second, PAGE._replace(is_page=True), pages).is_alike
    assert not as_alike(second, Failure(S.HTTP_403), pages).is_alike


def asked(planner, rows: int, failure: Failure) -> list[str]:
    """Return the ways in which the *rows* of a host are asked for that all end with *failure*, one after the other."""
    ways = []
    for row in range(rows):
        state = begun(row, f"http://{HOST}/{row}.jpg", None)
        while (step := walk(planner, state, failure)[0]) is not None:
            ways.append(step.remedy)
            assert len(ways) < 60
    return [way for way in ways if way in LADDER]


@pytest.mark.parametrize("failure", [PAGE, PICTURE], ids=["page", "picture"])
@pytest.mark.parametrize(("rows", "images", "times"), [(3, 0, 1), (15, 0, 2), (15, 2, 1)])
def test_few_rows_ask_in_each_way_for_what_is_the_same_for_all(failure, rows, images, times):
    """Two of four rows, and three of sixteen; where the host gives others their images one."""
    planner = make(remedies=OF_WAYS)
    for _ in range(images):
        planner.memory.won(HOST, "default")
    ways = asked(planner, rows, failure)
    assert max(Counter(ways).values()) == times
    assert set(LADDER) - set(ways) <= {"third_browser"}


def test_pages_that_differ_are_met_in_more_ways():
    """Each of them may be about its row."""
    planner = make(remedies=OF_WAYS)
    ways = [way for n in range(5) for way in asked(planner, 1, PAGE._replace(likeness=n))]
    assert len(ways) > len(set(ways))


def test_a_way_that_wins_is_had_by_all():
    """However often it was asked in, rows are asked for in it."""
    planner = make(remedies=OF_WAYS)
    asked(planner, 4, PICTURE)
    for _ in range(2):
        planner.memory.won(HOST, "no_referer")
    assert asked(planner, 2, PICTURE).count("no_referer") == 2
