"""A page that is called by all words of a name of two, and shows the picture that has it, wherever that lies now."""

from __future__ import annotations

import pytest

from tests.pages.showing import SITE, look_up

WANTED = f"{SITE}/lake/birds/heron-elm.jpg"
PRESENT = "https://res.example.net/acme-co/image/grove-walk/{}.jpg"
HEAD = '<title>{} | Ex</title><meta property="og:image" content="{}">'


def found(title: str, address: str, wanted: str = WANTED, rest: str = "") -> str | None:
    """Return what a page called *title* that shows and declares *address* gives for *wanted*."""
    choice = look_up(HEAD.format(title, address) + f'<img src="{address}">{rest}', wanted)
    return choice.url if choice else None


def test_what_a_page_is_called_by_is_its_picture():
    """The page's own picture bears the name by which the page is called; the words of folders tell nothing then."""
    at = PRESENT.format("heron-elm")
    assert found("Heron elm", at) == at
    assert found("Heron elm", at, f"{SITE}/2012/birds/heron-elm.jpg") == at
    at = PRESENT.format("heron_elm_621")
    assert found("Heron elm 621", at, f"{SITE}/lake/heron_elm_621.jpg") == at
    at = f"{SITE}/uploads/2024/07/heron_elm_621.jpg"
    assert found("Heron elm 621", at, f"{SITE}/uploads/2012/05/heron_elm_621.jpg") == at


@pytest.mark.parametrize("title", ["Heron and elm", "Heron", "Heron elm two", "Elm heron", "Heron elm 2", "A walk"])
def test_another_title_vouches_for_nothing(title):
    """A word more or less is about something else, of which a picture may bear the same name."""
    assert found(title, PRESENT.format("heron-elm")) is None


@pytest.mark.parametrize(
    ("wanted", "present"),
    [
        ("/red/heron-elm.jpg", "/blue/heron-elm.jpg"),
        ("/de/heron-elm.jpg", "/en/heron-elm.jpg"),
        ("/uploads/2012/05/heron-elm.jpg", "/uploads/2024/07/heron-elm.jpg"),
        ("/birds/lake/heron-elm.jpg", "/birds/river/heron-elm.jpg"),
        ("/authors/heron-elm.jpg", "/products/heron-elm.jpg"),
        ("/lake/heron-elm.jpg", "/grove/heron-elm-2.jpg"),
        ("/lake/heron-elm.jpg", "/grove/heron-elm-back.jpg"),
    ],
)
def test_folders_that_tell_two_things_still_do(wanted, present):
    """A colour, a language, a year, another thing beside the same, a person, a counter or a view is not overheard."""
    assert found("Heron elm", present, f"{SITE}{wanted}") is None


def test_a_listing_is_about_no_picture_of_its_own():
    """What leads to another page is not what the page is about, and two bearers are two pictures."""
    at = PRESENT.format("heron-elm")
    card = f'<title>Heron elm | Ex</title><a href="/story/7"><img src="{at}"></a><img src="/a/reed-moss.jpg">'
    assert look_up(card, WANTED) is None
    other = '<title>Heron elm | Ex</title><img src="/grove/walks/heron-elm.jpg"><img src="/a/reed-moss.jpg">'
    assert look_up(other, WANTED) is None
    assert found("Heron elm", at, rest='<img src="/grove/walks/heron-elm.jpg">') is None
