"""What a service has on another host of its own now, and when it is asked for there."""

from __future__ import annotations

import pytest

from imgcrawl.remedies.attempts.steps import Failure
from tests.remedies.planning import ONLY_MENDS, S, begun, make

OLD, NOW = "ia.media-imdb.com", "m.media-amazon.com"
PATH = "/images/M/MV5BMTQ5ABCD._V1_SX300.jpg"


@pytest.mark.parametrize(
    "slug",
    [
        *(S.DNS_NXDOMAIN, S.DNS_NO_ADDRESS, S.TCP_REFUSED, S.TCP_UNREACHABLE, S.TCP_CONNECT_TIMEOUT, S.TLS_HOSTNAME),
        *(S.TLS_EXPIRED, S.TLS_UNTRUSTED, S.CONTENT_HTML, S.CONTENT_TEXT),
        *(S.HTTP_400, S.HTTP_401, S.HTTP_403, S.HTTP_404, S.HTTP_410, S.CONTENT_PLACEHOLDER),
    ],
)
def test_it_is_asked_for_there_before_any_other_form_of_the_address(slug):
    """Whether the service has left the host, or the host has nothing any more, or a page or a picture in its place."""
    state = begun(1, f"http://{OLD}{PATH}", None)
    step = make(remedies=ONLY_MENDS).next_step(state, Failure(slug), host=OLD, now=50.0)
    assert step is not None
    assert (step.remedy, step.url) == ("other_host", f"https://{NOW}{PATH}")


@pytest.mark.parametrize("slug", [S.DNS_TIMEOUT, S.HTTP_429, S.HTTP_500, S.HTTP_503, S.CONTENT_TRUNCATED])
def test_a_host_that_is_there_is_not_left_for_a_while_of_trouble(slug):
    """What passes is waited for, or asked for again, where it is."""
    state = begun(1, f"http://{OLD}{PATH}", None)
    assert make(remedies=ONLY_MENDS).next_step(state, Failure(slug), host=OLD, now=50.0) is None
