from __future__ import annotations

import pytest

from imgcrawl.errors import ErrorSlug, Stage
from imgcrawl.meanings import ERRORS
from imgcrawl.remedies.rules.groups import HOST_DOWN, TURNS
from imgcrawl.remedies.rules.table import _GROUPS, REMEDIES, Kind


def test_every_slug_has_one_rule():
    """The table covers the enum, and no slug stands in two groups."""
    assert set(REMEDIES) == set(ErrorSlug)
    assert sum(len(slugs) for slugs in _GROUPS.values()) == len(REMEDIES)


@pytest.mark.parametrize("slug", [slug for slug, rule in REMEDIES.items() if Kind.RETRY in rule.kinds])
def test_what_is_retried_may_pass(slug):
    """Only what may pass by itself is asked for again in the same way, at least once and at most three times."""
    assert ERRORS[slug].retryable
    assert 1 <= REMEDIES[slug].retries <= 3


@pytest.mark.parametrize("slug", [slug for slug in ErrorSlug if slug.stage in (Stage.POLICY, Stage.STORAGE)])
def test_our_own_refusals_are_final(slug):
    """What we refuse, and what our own disk cannot take, no other request can help."""
    assert REMEDIES[slug].kinds == ()


@pytest.mark.parametrize("slug", sorted(HOST_DOWN))
def test_a_host_is_down_before_it_speaks(slug):
    """Only failures to reach a host at all speak of the whole host."""
    assert slug.stage in (Stage.DNS, Stage.TCP, Stage.TLS)


def test_the_page_comes_last():
    """Whatever else may help is tried before the page is asked."""
    for rule in REMEDIES.values():
        assert Kind.PAGE not in rule.kinds[:-1]


def test_a_limit_may_have_any_status():
    """But those by which a host speaks of the address or of a proxy, and those that call themselves limits."""
    errors = {slug for slug in ErrorSlug if slug.startswith(("http_4", "http_5"))}
    assert {slug.removeprefix("http_") for slug in errors - TURNS} == {"404", "407", "410", "414", "429", "451", "503"}
    assert {ErrorSlug.HTTP_OTHER_4XX, ErrorSlug.HTTP_OTHER_5XX, ErrorSlug.HTTP_UNEXPECTED_STATUS} <= TURNS
