"""Rows that wait for what another row of their host finds over https."""

from __future__ import annotations

import pytest

from tests.remedies.planning import HOST, PAGE, SECURE, URL, S, begun, make, walk


def refused_at(planner, *, slug=S.HTTP_404, url=URL):
    """Return where a row waits that https is not tried for: others may find out."""
    for _ in range(9):
        planner.memory.odds.note(slug, "https", helped=False)
    state = begun(1, url, PAGE)
    walk(planner, state, slug)
    return state["refused_at"]


def planner_for(rows=2):
    """Make a planner that asks for nothing else, of a host with so many rows to come."""
    return make(remedies=("https",), outlook=lambda _host: rows)


@pytest.mark.parametrize("slug", [S.HTTP_404, S.CONTENT_HTML])
def test_the_first_row_that_http_lacks_waits_for_the_others(slug):
    """What hardly ever helps is worth a request for several rows; the first to fail is one."""
    assert refused_at(planner_for(), slug=slug) == HOST


def test_a_row_that_nobody_can_help_does_not_wait():
    """It is the last, over https already, or of no host; or that gives images over http, or is known over https."""
    assert refused_at(planner_for(1)) is None
    assert refused_at(planner_for(), slug=S.DNS_NXDOMAIN) is None
    assert refused_at(planner_for(), url=SECURE) is None
    for fact in ("images", "https_vain", "https_losses"):
        planner = planner_for()
        setattr(planner.memory[HOST], fact, 2)
        assert refused_at(planner) is None, fact
