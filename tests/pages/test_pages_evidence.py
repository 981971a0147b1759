"""The judgement on short pieces of markup: near-misses first."""

# ruff: noqa: E501  # a row of markup is read best in one line

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.pages import Candidate, Choice, Confidence, Kind, choose, collect
from tests.pages.near_misses import NEAR_MISSES
from tests.pages.versions_found import VERSIONS

PAGE = "https://www.ex.example/page/"


def look_up(markup: str, wanted: str, page: str = PAGE) -> Choice | None:
    """Choose for *wanted* on a page of *markup*."""
    return choose(collect(markup, page), wanted_url=wanted, page_url=page)


@pytest.mark.parametrize(("markup", "wanted", "expected"), [*NEAR_MISSES, *VERSIONS])
def test_near_misses_get_nothing_and_versions_are_found(markup, wanted, expected):
    """Equal evidence gives the address; a digit, a view, a colour, a date or a field that differs gives nothing."""
    choice = look_up(markup, wanted)
    assert (choice.url if choice else None) == expected, choice


@pytest.mark.parametrize(
    "name",
    ["placeholder.png", "no-image.gif", "image-not-available.jpg", "pixel.gif", "placeholder/red-fox-in-snow.jpg"],
)
def test_what_stands_in_is_neither_wanted_nor_given(name):
    """A stand-in is no image, whichever side it is on."""
    assert look_up(f'<img src="/{name}?v=2">', f"https://www.ex.example/{name}?v=1") is None


@pytest.mark.parametrize("name", ["clear-sky-over-hills.jpg", "loading-dock-at-night.jpg", "acme-logo.png"])
def test_a_picture_may_be_called_like_furniture(name):
    """One word does not make a stand-in, and a logo is given to whoever wants that logo."""
    assert look_up(f'<img src="/{name}?v=2">', f"https://www.ex.example/{name}?v=1") is not None


@pytest.mark.parametrize(
    ("markup", "wanted", "confidence"),
    [
        ('<img src="/a/red-fox-in-snow.jpg?token=2">', "/a/red-fox-in-snow.jpg?token=1", Confidence.EXACT),
        ('<img src="/a/red-fox-in-snow-300x200.jpg">', "/a/red-fox-in-snow.jpg", Confidence.SAME_STEM),
        (
            '<img src="/b/5d41402abc4b2a76b9719d911017c592.jpg">',
            "/a/5d41402abc4b2a76b9719d911017c592.jpg",
            Confidence.SAME_ID,
        ),
        (
            '<img src="/q.jpg" srcset="/a/fox-left.jpg 1x, /b/den-right.jpg 2x">',
            "/a/fox-left.jpg",
            Confidence.SAME_ELEMENT,
        ),
    ],
)
def test_the_confidence_says_what_the_choice_rests_on(markup, wanted, confidence):
    """Each kind of evidence has its own name, and the sentence speaks of it."""
    choice = look_up(markup, f"https://www.ex.example{wanted}")
    assert choice is not None
    assert choice.confidence is confidence
    assert choice.evidence.startswith("The page names it by ")


@pytest.mark.parametrize(
    ("markup", "wanted", "smaller"),
    [
        ('<img src="/red-fox-in-snow-300x200.jpg">', "red-fox-in-snow.jpg", True),
        ('<img src="/red-fox-in-snow-300x200.jpg">', "red-fox-in-snow-1024x683.jpg", True),
        ('<img src="/red-fox-in-snow-1024x683.jpg">', "red-fox-in-snow-300x200.jpg", False),
        ('<img src="/red-fox-in-snow.jpg">', "red-fox-in-snow-300x200.jpg", False),
        ('<img src="/red-fox-in-snow.jpg?w=200">', "red-fox-in-snow.jpg?w=800", True),
        ('<img src="/red-fox-in-snow-thumb.jpg">', "red-fox-in-snow-large.jpg", True),
        ('<img src="/thumbs/red-fox-in-snow.jpg">', "red-fox-in-snow.jpg", True),
    ],
)
def test_a_smaller_version_is_taken_and_said_so(markup, wanted, smaller):
    """What is visibly smaller than asked for is marked, in the flag and in the sentence."""
    choice = look_up(markup, f"https://www.ex.example/{wanted}")
    assert choice is not None
    assert choice.smaller is smaller
    assert ("smaller" in choice.evidence) is smaller


def test_the_largest_version_wins():
    """The widest entry beats the narrower ones, and a full-size link beats every named width."""
    versions = '<img src="/old-town-hall-300x200.jpg" srcset="/old-town-hall-900x600.jpg 900w, /old-town-hall-600x400.jpg 600w">'
    wanted = "https://www.ex.example/old-town-hall-450x300.jpg"
    assert look_up(versions, wanted).url.endswith("/old-town-hall-900x600.jpg")
    assert look_up(f'<a href="/old-town-hall.jpg">{versions}</a>', wanted).url.endswith("/old-town-hall.jpg")


@pytest.mark.parametrize(
    "wanted", ["", "x", "http://", "http://[::1", "ftp://a/b.jpg", "https://e.example/a.html", "\ud800"]
)
def test_an_address_that_is_none_gets_nothing(wanted):
    """What cannot be an image's address is looked for in vain, without an error."""
    assert look_up('<img src="/red-fox-in-snow.jpg">', wanted) is None


NAMES = st.lists(
    st.sampled_from(
        ["fox", "Snow", "image", "12345678", "-", "_", "/", ".jpg", "-300x200", "=s1600", "?id=1", "é", "%"]
    )
)


@settings(max_examples=150, deadline=None)
@given(st.lists(NAMES.map("".join), max_size=8), NAMES.map("".join), st.sampled_from(list(Kind)))
def test_choose_never_raises_and_never_gives_the_wanted_address(paths, wanted, kind):
    """The choice is one of the candidates and not the address that failed."""
    wanted_url = f"https://e.example/{wanted}"
    candidates = [Candidate(f"https://e.example/{path}", kind, n, n) for n, path in enumerate(paths)]
    choice = choose(candidates, wanted_url=wanted_url, page_url="https://e.example/")
    if choice is not None:
        assert choice.url in {c.url for c in candidates}
        assert choice.url != wanted_url


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (["/aa/bb/heron-lake.jpg", "/aa/heron-lake.webp"], "/aa/heron-lake.webp"),
        (["/aa/heron-lake.webp", "/cc/aa/heron-lake.jpg"], "/aa/heron-lake.webp"),
        (["/aa/bb/heron-lake.jpg", "/aa/cc/heron-lake.webp"], None),
        (["/aa/bb/heron-lake.jpg", "/cc/aa/heron-lake.webp"], None),
        (["/aa/bb/heron-lake.jpg"], "/aa/bb/heron-lake.jpg"),
    ],
)
def test_of_a_name_in_several_folders_the_wanted_one_tells(shown, expected):
    """A folder below or above it may be another thing's; alone it is where the picture lies now."""
    choice = look_up("".join(f'<img src="{url}">' for url in shown), "https://www.ex.example/aa/heron-lake.jpg")
    assert (choice and choice.url) == (expected and f"https://www.ex.example{expected}")


def test_one_element_means_one_picture_where_its_names_agree():
    """In any folder; an address without a name is a link's target, and not what a script loads."""
    wanted = "https://www.ex.example/en/heron-lake.jpg"
    agreed = look_up('<a href="/fr/heron-lake.jpg"><img src="/en/heron-lake.jpg"></a>', wanted)
    assert agreed is not None
    assert agreed.url == "https://www.ex.example/fr/heron-lake.jpg"
    assert look_up('<a href="/full/9914.jpg"><img src="/en/heron-lake.jpg"></a>', wanted) is not None
    assert look_up('<img src="/en/heron-lake.jpg" data-src="/full/9914.jpg">', wanted) is None


@pytest.mark.parametrize(("folder", "is_told"), [("", False), ("/4821", True)])
def test_two_signatures_of_a_name_that_tells_nothing_may_be_two_pictures(folder, is_told):
    """Unless the folder tells which."""
    markup = f'<img src="{folder}/image.jpg?sig=1"><img src="{folder}/image.jpg?sig=2">'
    assert (look_up(markup, f"https://www.ex.example{folder}/image.jpg") is not None) is is_told
