"""Where a picture is to be had if there is nothing at the address that was chosen."""

from __future__ import annotations

import pytest

from imgcrawl.naming.addresses import read_address
from imgcrawl.naming.same_image import Confidence
from imgcrawl.pages import Candidate, Kind, choose, collect
from imgcrawl.pages.choosing.choice import Match, largest
from imgcrawl.pages.choosing.leading import leads_away

SITE = "https://forum.example"
PAGE = f"{SITE}/threads/trip.12/"
WANTED = f"{SITE}/attachments/heron-lake-jpg.1234/?hash=ab12"
FULL, THUMB = "/attachments/heron-lake-jpg.1234/", "/data/attachments/1/1234-9f8e7d6c5b4a39281706f5e4d3c2b1a0.jpg"


def match(path: str, confidence: Confidence = Confidence.TOLD, width: int | None = None) -> Match:
    """Return a match at *path*."""
    address = read_address(SITE + path)
    assert address is not None
    return Match(Candidate(SITE + path, Kind.SRC, position=0, group=0, width=width), address, confidence)


def test_the_next_ones_by_the_same_evidence_are_asked_for_instead():
    """In the order of their size, each once, two at most, and never the wanted address itself."""
    matches = [match(f"/{width}.jpg", width=width) for width in (200, 800, 400, 800, 600)]
    choice = largest([*matches, match("/wanted.jpg", width=900)], f"{SITE}/wanted.jpg")
    assert choice is not None
    assert choice.url == f"{SITE}/800.jpg"
    assert choice.instead == (f"{SITE}/600.jpg", f"{SITE}/400.jpg")


def test_what_rests_on_other_evidence_is_not():
    """Two kinds of it may be about two pictures."""
    matches = [match("/a.jpg", width=800), match("/b.jpg", Confidence.SAME_ELEMENT, width=600)]
    choice = largest(matches, f"{SITE}/wanted.jpg")
    assert choice is not None
    assert choice.instead == ()


def test_the_attachment_of_a_forum_is_a_file():
    """The link to it leads to the picture, and its thumbnail stands in for that where nothing else is known."""
    linked = f'<a href="{FULL}"><img src="{THUMB}" alt="heron-lake.jpg"></a>'
    for wanted in (WANTED, f"{SITE}/old/heron-lake.jpg"):
        choice = choose(collect(linked, PAGE), wanted_url=wanted, page_url=PAGE)
        assert choice is not None
        assert choice.url == SITE + FULL
    told = f'<a href="/attachments/1234/"><img src="{THUMB}" alt="heron-lake.jpg"></a>'
    choice = choose(collect(told, PAGE), wanted_url=WANTED, page_url=PAGE)
    assert choice is not None
    assert choice.url == SITE + THUMB


def test_a_link_to_an_attachment_leads_to_no_other_page():
    """The thumbnail in it is the picture's own, as in a link to a file."""
    thumb = next(candidate for candidate in collect(f'<a href="{FULL}"><img src="{THUMB}"></a>', PAGE))
    assert not leads_away(thumb)


def test_another_attachment_is_another_file():
    """By its number where the name is one that many have."""
    wanted = f"{SITE}/attachments/image-jpg.1234/?hash=ab12"
    other = '<a href="/attachments/image-jpg.1235/"><img src="/t/1.jpg"></a>'
    assert choose(collect(other, PAGE), wanted_url=wanted, page_url=PAGE) is None


@pytest.mark.parametrize(
    ("wanted", "path", "width", "is_smaller"),
    [
        ("/a-800x600.jpg", "/b.jpg", 640, True),
        ("/a-800x600.jpg", "/b.jpg", 800, False),
        ("/a-800x600.jpg", "/b.jpg", None, False),
        ("/a.jpg", "/b.jpg", 640, False),
        ("/a.jpg", "/b-640x480.jpg", None, True),
        ("", "/b-640x480.jpg", None, False),
    ],
)
def test_a_version_is_smaller_than_what_the_wanted_address_names(wanted, path, width, is_smaller):
    """By its own name or by what is declared; of a whole picture any named size is, and of none nothing."""
    choice = largest([match(path, width=width)], wanted and SITE + wanted)
    assert choice is not None
    assert choice.smaller is is_smaller
