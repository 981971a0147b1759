"""Redirects whose target shows a slip, and those whose target is what it is."""

from __future__ import annotations

from time import process_time

import pytest

from imgcrawl.errors import ErrorSlug as S
from imgcrawl.intake.astray import led_aright

A, B = "https://a.test", "https://b.test"
P = "/pics/heron.jpg"

SLIPS = {
    "port": (f"{A}{P}", f"http://www.a.test:8181{P}", S.TCP_REFUSED, f"http://www.a.test{P}"),
    "port-from-https": (f"https://a.test{P}", f"http://a.test:8181{P}", S.TCP_REFUSED, f"http://a.test{P}"),
    "no-slash": (f"{A}{P}", "https://b.testpics/heron.jpg", S.DNS_NXDOMAIN, f"{B}{P}"),
    "inner-name": (f"http://a.test{P}", "http://web01.lan/new/heron.jpg", S.DNS_NXDOMAIN, f"{A}/new/heron.jpg"),
    "inner-number": (f"http://a.test{P}", f"http://10.1.2.3{P}", S.POLICY_PRIVATE_ADDRESS, f"{A}{P}"),
    "address-twice": (f"{A}{P}", f"{B}/{B}{P}", S.HTTP_404, f"{B}{P}"),
    "host-twice": (f"{A}{P}", f"{B}/b.test{P}", S.HTTP_404, f"{B}{P}"),
    "folder-twice": (f"{A}{P}", f"{B}/pics{P}", S.HTTP_410, f"{B}{P}"),
    "encoded-twice": (f"{A}{P}", f"{B}/grey%2520heron.jpg", S.HTTP_404, f"{B}/grey%20heron.jpg"),
    "slash": (f"{A}{P}", f"{B}{P}/", S.CONTENT_HTML, f"{B}{P}"),
    "query-of-another-site": ("http://a.test/img?id=3", f"{B}/img", S.HTTP_404, f"{B}/img?id=3"),
    "query": ("http://a.test/i.php?id=3", f"{A}/i.php", S.HTTP_400, f"{A}/i.php?id=3"),
}
TRUE = {
    "port-of-a-mirror": (f"{A}{P}", f"http://b.test:8181{P}", S.TCP_REFUSED),
    "own-port": (f"http://a.test:8181{P}", f"http://www.a.test:8181{P}", S.TCP_REFUSED),
    "port-that-answers": (f"{A}{P}", f"http://www.a.test:8181{P}", S.HTTP_404),
    "name-of-its-own": (f"{A}{P}", "https://b.testpics/other.jpg", S.DNS_NXDOMAIN),
    "other-site": (f"{A}{P}", f"{B}{P}", S.DNS_NXDOMAIN),
    "same-again": (f"{A}{P}", f"http://10.1.2.3{P}", S.POLICY_PRIVATE_ADDRESS),
    "proxy-before": (f"{A}/fetch/https://c.test{P}", f"{B}/fetch/https://c.test{P}", S.HTTP_404),
    "back-to-what-was-asked": (f"{A}{P}", f"{B}/{A}{P}", S.HTTP_404),
    "login": (f"{A}{P}", f"{B}/login?next={A}/other.jpg", S.CONTENT_HTML),
    "twice-before": (f"{A}/pics{P}", f"{B}/pics{P}", S.HTTP_404),
    "twice-of-another": (f"{A}{P}", f"{B}/pics/pics/other.jpg", S.HTTP_404),
    "numbered-folders": (f"{A}{P}", f"{B}/12/12/heron.jpg", S.HTTP_404),
    "escape-before": (f"{A}/a%2520b.jpg", f"{B}/a%2520b.jpg", S.HTTP_404),
    "folder": (f"{A}{P}", f"{B}/pics/heron/", S.HTTP_404),
    "other-script": ("http://a.test/i.php?id=3", f"{A}/home.php", S.HTTP_400),
    "other-sites-page": ("http://a.test/i.php?id=3", f"{B}/i.php", S.CONTENT_HTML),
    "other-sites-script": ("http://a.test/i.php?id=3", f"{B}/j.php", S.HTTP_404),
    "other-sites-home": ("http://a.test/?id=3", f"{B}/", S.HTTP_404),
    "other-site-with-a-query": ("http://a.test/img?id=3", f"{B}/img?v=1", S.HTTP_404),
    "secret-of-its-own-site": ("http://a.test/img?id=3&access_token=9f", f"{B}/img", S.HTTP_404),
    "name-of-a-person": ("http://a.test/img?u=ann%40a.test", f"{B}/img", S.HTTP_404),
    "is-there": (f"{A}{P}", f"{B}{P}/", S.HTTP_500),
}


@pytest.mark.parametrize(("asked", "led", "slug", "meant"), SLIPS.values(), ids=list(SLIPS))
def test_what_a_redirect_must_have_meant(asked, led, slug, meant):
    """The slip that its target shows is undone, where it ends in the failure that this brings."""
    assert led_aright(asked, led, slug) == meant


@pytest.mark.parametrize(("asked", "led", "slug"), TRUE.values(), ids=list(TRUE))
def test_what_shows_no_slip(asked, led, slug):
    """What was there before the redirect, another name or another failure tells of none."""
    assert led_aright(asked, led, slug) is None


@pytest.mark.parametrize("folders", ["1/" * 4000, "1/" * 2000 + "a/" + "1/" * 2000, "a" * 20_000 + "/"])
def test_an_endless_path_costs_little(folders):
    """A host may lead to any path, and to any name in it: to look for what stands twice takes no time that is felt."""
    began = process_time()
    assert led_aright(f"{A}{P}", f"{B}/{folders}heron.jpg", S.HTTP_404) is None
    assert process_time() - began < 0.2


def test_folders_of_several_levels_that_stand_twice_are_one():
    """Up to six levels are compared."""
    six, seven = ("/".join("abcdefg"[:levels]) for levels in (6, 7))
    assert led_aright(f"{A}{P}", f"{B}/{six}/{six}{P}", S.HTTP_404) == f"{B}/{six}{P}"
    assert led_aright(f"{A}{P}", f"{B}/{seven}/{seven}{P}", S.HTTP_404) is None
