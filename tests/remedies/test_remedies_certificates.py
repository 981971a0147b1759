"""Pages that stand where the image's server could not prove who it is."""

from __future__ import annotations

import pytest

from imgcrawl.remedies.attempts.steps import Failure
from tests.remedies.planning import S, begun, make, walk

SECURE = "https://a.test/1.jpg"


def remedies(page: str, *failures: Failure) -> list[str | None]:
    """Return the remedies for a row over https with this *page*."""
    steps = walk(make(), begun(1, SECURE, page), *failures)
    return [step and step.remedy for step in steps]


@pytest.mark.parametrize("slug", [S.TLS_EXPIRED, S.TLS_UNTRUSTED, S.TLS_CERTIFICATE])
@pytest.mark.parametrize(
    ("page", "is_asked"),
    [
        ("https://a.test/gallery", False),
        ("https://A.test/gallery", False),
        ("http://a.test/gallery", True),
        ("https://a.test:8443/gallery", True),
        ("https://www.a.test/gallery", True),
    ],
)
def test_the_same_certificate_is_not_asked_for_again(slug, page, is_asked):
    """Who shows it for an image shows it for a page; over http, on another port or by another name it may not."""
    assert remedies(page, Failure(slug, url=SECURE)) == ["page" if is_asked else None]


def test_nor_after_another_name_was_tried():
    """What the image's own server had for it is what counts."""
    failures = Failure(S.TLS_HOSTNAME, url=SECURE), Failure(S.HTTP_404, url="https://www.a.test/1.jpg")
    assert remedies("https://a.test/gallery", *failures) == ["www", None]
    assert remedies("https://www.a.test/gallery", *failures) == ["www", "page"]


@pytest.mark.parametrize("slug", [S.TLS_CLIENT_CERTIFICATE, S.HTTP_410])
def test_what_may_be_about_the_address_has_its_page_asked_for(slug):
    """A certificate may be wanted of who asks for some paths alone."""
    assert remedies("https://a.test/gallery", Failure(slug, url=SECURE)) == ["page"]
