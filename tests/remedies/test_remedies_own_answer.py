"""What names the picture at a row's own address is followed before other ways of asking."""

from __future__ import annotations

import pytest

from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.rules.signs import Sign
from tests.remedies.planning import NO_HTTPS, S, begun, make, walk

VIEW, FULL = "http://a.test/media/1", "http://a.test/full/1.jpg"


class Answer:
    """An answer that *names* an address, and counts how often it was read for that."""

    def __init__(self, names: str | None) -> None:
        self.names = names
        self.times_read = 0

    def __call__(self, *, whole: bool = False) -> str | None:
        self.times_read += 1
        return self.names


@pytest.mark.parametrize("wait_s", [None, 7.0])
@pytest.mark.parametrize("slug", [S.CONTENT_HTML, S.CONTENT_TEXT])
def test_what_names_a_time_is_followed_after_that(slug, wait_s):
    """The host has asked for it, whatever else its answer says; that is read once."""
    answer = Answer(FULL)
    failure = Failure(slug, wait_s, present_url=answer, is_document=slug is S.CONTENT_TEXT)
    (step,) = walk(make(), begun(1, VIEW, None), failure)
    assert step is not None
    assert (step.url, step.delay_s) == (FULL, wait_s or 0.0)
    assert answer.times_read == 1


@pytest.mark.parametrize(("other", "times"), [(VIEW, 2), (f"{VIEW}/login", 3)])
def test_a_page_that_names_nothing_is_read_once_before_other_ways(other, times):
    """It mostly names nothing to the others either, unless they are led elsewhere; the last one is read once more."""
    answer = Answer(None)
    failures = [Failure(S.CONTENT_HTML, present_url=answer, url=url) for url in (VIEW, VIEW, *[other] * 7)]
    planner = make(remedies=NO_HTTPS, outlook=lambda _host: 100)
    steps = walk(planner, begun(1, VIEW, None), *failures)
    assert len([step for step in steps if step]) >= 2
    assert answer.times_read == times


@pytest.mark.parametrize("remedies", [NO_HTTPS, tuple(name for name in NO_HTTPS if name != "page")])
def test_a_pointer_is_followed_where_pages_are(remedies):
    """It names another address as a page does; each is asked for once."""
    failure = Failure(S.CONTENT_TEXT, sign=Sign.POINTER, present_url=Answer(FULL))
    found = walk(make(remedies=remedies), begun(1, VIEW, None), failure, failure)
    assert [step and (step.remedy, step.url) for step in found].count(("page", FULL)) == ("page" in remedies)


@pytest.mark.parametrize(("wait_s", "delay_s"), [(None, 0.0), (7.0, 7.0), (301.0, 0.0)])
@pytest.mark.parametrize("sign", [Sign.POINTER, None], ids=["pointer", "description"])
def test_what_a_pointer_or_a_description_names_is_asked_for_when_it_says(sign, wait_s, delay_s):
    """A time that comes with it is waited for, unless that is too long for anybody to mean it."""
    state = begun(1, "http://a.test/iiif/2/x/full/max/0/default.jpg", None)
    state["remedy"] = None if sign else "iiif"
    url = "http://a.test/iiif/2/x/info.json"
    failure = Failure(S.CONTENT_TEXT, wait_s, sign=sign, present_url=Answer(FULL), url=url, is_document=True)
    (step,) = walk(make(remedies=NO_HTTPS), state, failure)
    assert step is not None
    assert (step.url, step.delay_s) == (FULL, delay_s)


@pytest.mark.parametrize(
    ("slug", "remedy", "name", "is_followed"),
    [
        (S.CONTENT_TEXT, "iiif", "info.json", True),
        (S.CONTENT_HTML, "iiif", "info.json", False),
        (S.CONTENT_TEXT, "iiif", "full/max/0/default.jpg", False),
        (S.CONTENT_TEXT, "spaced", "info.json", False),
    ],
)
def test_what_a_service_describes_is_asked_for_once(slug, remedy, name, is_followed):
    """Where it was asked to describe its picture, and does; a page in that place is none."""
    state, url = begun(1, "http://a.test/iiif/2/x/full/max/0/default.jpg", None), f"http://a.test/iiif/2/x/{name}"
    state["remedy"] = remedy
    failure = Failure(slug, present_url=Answer(FULL), url=url, is_document=slug is S.CONTENT_TEXT)
    found = walk(make(remedies=("iiif", "page")), state, failure, failure)
    assert [step and (step.remedy, step.url) for step in found].count(("iiif", FULL)) == is_followed
