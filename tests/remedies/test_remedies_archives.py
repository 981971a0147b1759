"""Addresses of what archives of the web have kept."""

from __future__ import annotations

import pytest

from imgcrawl.remedies.attempts.steps import Failure
from tests.remedies.planning import S, begun, make


@pytest.mark.parametrize("given", [0, 3])
@pytest.mark.parametrize("is_negotiated", [False, True])
def test_a_copy_in_an_archive_is_asked_for_as_the_file_it_is(given, is_negotiated):
    """Where its page comes in its place, before all waits, other ways and other formats; what is missing is so."""
    planner, host = make(), "web.archive.test"
    for row in range(given):
        planner.learning.succeeded(
            begun(row, f"https://{host}/web/20130823152057im_/http://b.test/{row}.jpg", None), host=host
        )
    url = f"https://{host}/web/20130823152057/http://b.test/users/a/albums/1/SK-2004-4109.jpg"
    failure = Failure(S.CONTENT_HTML, is_negotiated=is_negotiated)
    assert not planner.may_be_turned(begun(1, url, None), failure, host=host, now=50.0)
    step = planner.next_step(begun(1, url, None), failure, host=host, now=50.0)
    assert (step.remedy, step.url) == ("shown", url.replace("57/", "57im_/"))
    step = planner.next_step(begun(2, url, None), Failure(S.HTTP_404), host=host, now=50.0)
    assert step is None or step.remedy != "shown"
