"""When content of IPFS is asked for behind another gateway."""

from __future__ import annotations

import pytest

from imgcrawl.remedies.attempts.steps import Failure
from tests.remedies.planning import ONLY_MENDS, S, begun, make, walk

GATEWAY = "cloudflare-ipfs.com"
PATH = "/ipfs/QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG/name.png"
FIRST, SECOND = f"https://ipfs.io{PATH}", f"https://dweb.link{PATH}"


@pytest.mark.parametrize(
    "slug",
    [
        *(S.DNS_NXDOMAIN, S.DNS_SERVFAIL, S.TCP_REFUSED, S.TCP_CONNECT_TIMEOUT, S.TCP_RESET, S.TLS_HOSTNAME),
        *(S.TLS_EXPIRED, S.TLS_HANDSHAKE, S.TLS_TIMEOUT, S.HTTP_400, S.HTTP_402, S.HTTP_404, S.HTTP_410, S.HTTP_429),
        *(S.HTTP_500, S.HTTP_502, S.HTTP_503, S.HTTP_504, S.HTTP_530, S.HTTP_TIMEOUT, S.CONTENT_HTML),
    ],
)
def test_a_gateway_that_is_shut_or_out_of_order_is_replaced(slug):
    """By the project's own, one after the other."""
    state, planner = begun(1, f"https://{GATEWAY}{PATH}", None), make(remedies=ONLY_MENDS)
    first, second, third = walk(planner, state, *[slug] * 3, host=GATEWAY)
    assert first is not None
    assert second is not None
    assert (first.remedy, first.url, second.remedy, second.url) == ("other_host", FIRST, "other_host", SECOND)
    assert third is None


def test_a_refusal_is_worth_one_request_elsewhere():
    """As it may be meant for who asks."""
    state, planner = begun(1, f"https://{GATEWAY}{PATH}", None), make(remedies=ONLY_MENDS)
    steps = walk(planner, state, S.HTTP_403, S.HTTP_403, host=GATEWAY)
    assert [step and step.url for step in steps] == [FIRST, None]


def test_what_comes_broken_is_asked_for_where_it_is():
    """A body that is cut says nothing of the gateway."""
    state = begun(1, f"https://{GATEWAY}{PATH}", None)
    assert make(remedies=ONLY_MENDS).next_step(state, Failure(S.CONTENT_CORRUPT), host=GATEWAY, now=50.0) is None
