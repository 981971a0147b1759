"""Where a row's page is when it is not at its address, and its image when it is not where the page says."""

from __future__ import annotations

import pytest

from imgcrawl.errors import ErrorSlug
from imgcrawl.remedies.attempts.state import new_state
from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.hosts.memory import HostMemory
from imgcrawl.remedies.places.paging import ONWARD, step_after_page, step_to_page
from imgcrawl.remedies.rules.signs import Sign

S = ErrorSlug


@pytest.mark.parametrize(
    ("slug", "by_hash", "goes_on"),
    [
        (S.HTTP_404, False, True),
        (S.CONTENT_HASH_MISMATCH, False, True),
        (S.HTTP_403, False, False),
        (S.CONTENT_PLACEHOLDER, False, False),
        (S.HTTP_403, True, True),
        (S.CONTENT_PLACEHOLDER, True, True),
    ],
)
def test_the_next_address_of_the_page_follows(slug, by_hash, goes_on):
    """Where the last one has nothing, or another image; whatever came of a picture that the hash alone could tell."""
    state = new_state(1, "http://a.test/1.jpg", "http://site.test/p", "0" * 32)
    state |= {"remedy": "page", "instead": ["http://site.test/2.jpg"], "by_hash": by_hash}
    step = step_after_page(state, Failure(slug, url="http://site.test/1.jpg"), HostMemory())
    assert ((step and step.url) == "http://site.test/2.jpg") is goes_on
    assert bool(state["instead"]) is not goes_on


@pytest.mark.parametrize(("slug", "comes_again"), [(S.HTTP_503, True), (S.TCP_RESET, True), (S.HTTP_404, False)])
def test_a_picture_that_failed_for_the_moment_is_asked_for_after_the_others(slug, comes_again):
    """It may be the one with the hash; once, and then it is retried like any other."""
    state = new_state(1, "http://a.test/1.jpg", "http://site.test/p", "0" * 32)
    first, second = "http://site.test/1.jpg", "http://site.test/2.jpg"
    state |= {"remedy": "page", "instead": [second], "by_hash": True}
    assert step_after_page(state, Failure(slug, url=first), HostMemory()).url == second
    after = step_after_page(state, Failure(S.CONTENT_HASH_MISMATCH, url=second), HostMemory())
    assert (after and after.url) == (first if comes_again else None)
    assert step_after_page(state, Failure(slug, url=first), HostMemory()) is None


def asked(given, *slugs, memory=None, onward=False):
    """Return the addresses at which the page *given* is asked for after failures with *slugs*, one after the other."""
    state = new_state(1, "http://a.test/1.jpg", given)
    state["remedy"] = "page"
    state["tried"] = ["page", *([ONWARD] if onward else [])]
    url, found = given if "://" in given else f"https://{given}", []
    for slug in slugs:
        step = step_after_page(state, Failure(slug, url=url, is_page=True), memory or HostMemory())
        if step is None:
            break
        assert step.page
        url = step.url
        found.append(url)
    return found


@pytest.mark.parametrize(
    ("given", "slugs", "found"),
    [
        ("http://site.test/p", [S.TCP_REFUSED], ["https://site.test/p"]),
        ("http://site.test/p", [S.TCP_RESET], ["https://site.test/p"]),
        ("http://site.test/p", [S.TCP_REFUSED, S.TCP_REFUSED], ["https://site.test/p", "https://www.site.test/p"]),
        ("https://site.test/p", [S.DNS_NXDOMAIN], ["https://www.site.test/p"]),
        ("https://www.site.test/p", [S.TLS_HOSTNAME], ["https://site.test/p"]),
        ("http://site.test/p", [S.DNS_NXDOMAIN, S.TCP_REFUSED], ["http://www.site.test/p", "https://www.site.test/p"]),
        ("site.test/p", [S.TCP_REFUSED], ["http://site.test/p"]),
        ("site.test/p", [S.TLS_UNTRUSTED], ["http://site.test/p"]),
        ("https://site.test/p", [S.TLS_UNTRUSTED], []),  # nothing that was to be secure becomes less so
        ("http://site.test:8000/p", [S.TCP_RESET], []),  # another port speaks one of the two
        ("http://site.test/p", [S.HTTP_404], []),
        ("http://site.test/p", [S.HTTP_503], []),
        ("https://sub.site.test/p", [S.DNS_NXDOMAIN], []),
    ],
)
def test_a_page_that_cannot_be_reached_is_asked_for_otherwise(given, slugs, found):
    """Over https where nobody answers over http, and under the other name of its host."""
    assert asked(given, *slugs) == found


def test_however_it_fails_it_ends():
    """Each address is asked for once."""
    assert len(asked("http://site.test/p", *[S.TCP_REFUSED] * 9)) <= 3


def test_a_name_that_is_known_not_to_exist_is_not_tried():
    """What another row has found out holds for this one."""
    memory = HostMemory()
    memory["www.site.test"].nameless = True
    assert asked("https://site.test/p", S.TCP_REFUSED, memory=memory) == []


def test_what_a_page_names_and_where_it_leads_is_not_asked_for_otherwise():
    """Only the address that the source gives may be wrong."""
    assert asked("https://site.test/p", S.TCP_REFUSED, onward=True) == []
    state = new_state(1, "http://a.test/1.jpg", "https://site.test/p")
    state["remedy"] = "page"
    failure = Failure(S.TCP_REFUSED, url="https://other.test/p", is_page=True)
    assert step_after_page(state, failure, HostMemory()) is None


@pytest.mark.parametrize(
    ("slug", "count"), [(S.HTTP_404, 2), (S.HTTP_400, 2), (S.HTTP_501, 2), (S.HTTP_403, 0), (S.HTTP_503, 0)]
)
def test_an_address_without_an_image_gives_way_to_the_next(slug, count):
    """One that is refused, or fails for a while, does not; and none is asked for twice."""
    state = new_state(1, "http://a.test/1.jpg", "https://site.test/p")
    state["remedy"], state["instead"] = "page", ["https://i.test/1", "https://i.test/2"]
    steps = [step_after_page(state, Failure(slug, url="https://i.test/0"), HostMemory()) for _ in range(3)]
    assert [step.url for step in steps if step] == ["https://i.test/1", "https://i.test/2"][:count]
    state["remedy"], state["instead"] = "https", ["https://i.test/1"]
    assert step_after_page(state, Failure(S.HTTP_404, url="https://i.test/0"), HostMemory()) is None


SIGNED = "https://i.test/0?sig=1&expires=2"


@pytest.mark.parametrize(
    ("slug", "url", "sign", "asks"),
    [
        (S.HTTP_403, SIGNED, None, True),
        (S.HTTP_410, SIGNED, None, True),
        (S.HTTP_400, "https://i.test/0", Sign.EXPIRED, True),
        (S.HTTP_404, SIGNED, None, False),
        (S.HTTP_403, "https://i.test/0?w=800", None, False),
    ],
)
def test_a_page_whose_signature_is_refused_is_read_once_more(slug, url, sign, asks):
    """It is fetched, past what is kept of it, and goes first; once for a row."""
    state = new_state(1, "http://a.test/1.jpg", "https://a.test/p")
    state["remedy"] = "page"
    failure = Failure(slug, url=url, sign=sign)
    step = step_after_page(state, failure, HostMemory())
    assert (step is not None) is asks
    if step is not None:
        assert (step.url, step.page, step.first, step.fresh) == ("https://a.test/p", True, True, True)
        assert step_after_page(state, failure, HostMemory()) is None


@pytest.mark.parametrize("image", ["http://www.site.test/1.jpg", "http://cdn.test/1.jpg"])
def test_a_page_on_a_host_that_does_not_exist_is_asked_for_under_the_other_name(image):
    """At once where that is known, also if it is the image's own; not where neither exists, or it has no other name."""

    def first(page: str, *nameless: str) -> str | None:
        memory = HostMemory()
        for host in nameless:
            memory[host].nameless = True
        state = new_state(1, image, page)
        state["url"] = image
        slug, host = (S.DNS_NXDOMAIN, "www.site.test") if "www" in image else (S.HTTP_404, "cdn.test")
        step = step_to_page(state, Failure(slug, url=image), host, memory)
        if step is None:
            return None
        assert step.page
        state["remedy"] = "page"
        again = step_after_page(state, Failure(S.TCP_REFUSED, url=step.url, is_page=True), memory)
        is_known = any(f"/{host}/" in str(step.url) for host in nameless)
        assert (again and again.url) == (None if is_known else str(step.url).replace("http:", "https:"))
        return step.url

    assert first("http://www.site.test/p", "www.site.test") == "http://site.test/p"
    neither = first("http://www.site.test/p", "www.site.test", "site.test")
    assert neither == (None if "www" in image else "http://www.site.test/p")
    assert first("http://sub.site.test/p", "sub.site.test") == "http://sub.site.test/p"
    assert first("http://pages.test/p", "www.site.test") == "http://pages.test/p"
