"""Whose pictures a page shows: those of its main host, of hosts that it shares, and of pages that it links to."""

from __future__ import annotations

import pytest

from imgcrawl.naming.addresses import Address, read_address
from imgcrawl.pages.choosing.leading import is_of_another_page, leads_away, main_host, sharing_hosts
from imgcrawl.pages.choosing.offered import Offer
from imgcrawl.pages.reading.kinds import Candidate, Kind

AWAY = ("https://www.ex.example/stories/18/",)


def read(url: str) -> Address:
    """Return what *url* says."""
    address = read_address(url)
    assert address is not None
    return address


def offers(*urls: str, marks: tuple[str, ...] = ()) -> list[Offer]:
    """Return what a page offers at *urls*, each with these *marks*."""
    return [Offer(Candidate(url, Kind.SRC, group, marks=marks), read(url)) for group, url in enumerate(urls)]


def files(host: str, *names: str, ending: str = ".jpg") -> list[str]:
    """Return the addresses of the files of these *names* on *host*."""
    return [f"https://{host}/a/{name}{ending}" for name in names]


def test_the_main_host_has_more_than_half_of_the_files():
    """Half are too few, and what is no file does not count."""
    many, few = files("many.example", "reed", "moss", "fern"), files("few.example", "oak", "elm")
    assert main_host(offers(*many, *few)) == "many.example"
    assert main_host(offers(*many[:2], *few)) == ""
    assert main_host(offers(*files("many.example", "reed", "moss", "fern", ending=""), *few)) == "few.example"
    assert main_host([]) == ""


def test_a_host_is_shared_that_has_three_pictures_of_the_page_s_own():
    """Not two, nor links to other pages, nor what is no file."""
    three = files("cdn.example", "reed", "moss", "fern")
    assert sharing_hosts(offers(*three)) == {"cdn.example"}
    assert sharing_hosts(offers(*three[:2])) == frozenset()
    assert sharing_hosts(offers(*three, marks=AWAY)) == frozenset()
    assert sharing_hosts(offers(*files("cdn.example", "reed", "moss", "fern", ending=""))) == frozenset()


@pytest.mark.parametrize(
    ("mark", "is_away"), [(AWAY[0], True), ("/stories/18/", True), ("hero-4711", False), ("/a/reed.jpg", False)]
)
def test_a_link_leads_away_unless_it_leads_to_a_picture(mark, is_away):
    """An element's own id is no link."""
    assert leads_away(offers("https://www.ex.example/a/reed.jpg", marks=(mark,))[0].candidate) is is_away


@pytest.mark.parametrize(
    ("name", "ending", "is_so"), [("IMG_2300", "", True), ("IMG_2300", ".jpg", False), ("heron-lake", "", False)]
)
def test_a_counter_in_a_link_is_of_that_page_unless_it_lies_among_other_files(name, ending, is_so):
    """A name of its own is none that another page has by chance."""
    linked = offers(f"https://www.ex.example/paris/{name}.jpg", marks=AWAY)
    beside = offers(f"https://www.ex.example/paris/IMG_2301{ending}", marks=AWAY)
    wanted = read(f"https://www.ex.example/{name}.jpg")
    assert is_of_another_page(linked[0], wanted, [*linked, *beside]) is is_so
