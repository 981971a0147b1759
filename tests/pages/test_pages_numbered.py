"""A name of words and a long number of which the number alone is left, and what else such a number may be."""

from __future__ import annotations

import pytest

from tests.pages.showing import url_on

SITE = "https://www.ex.example"
PAGE = f"{SITE}/stories/dawn.html"
IMG, OG, FIGURE = '<img src="{}">', '<meta property="og:image" content="{}">', '<figure><img src="{}"></figure>'
CARD = '<a href="/stories/next"><img src="{}"></a>'
NUMBER, NEXT = "517161096", "517161097"
WANTED = f"{SITE}/pix/shoe-parade-{NUMBER}.jpeg"
REST = IMG.format("/media/moss-bed.webp")


def find(markup: str, wanted: str = WANTED, page: str = PAGE) -> str | None:
    """Return what a page of *markup* gives for *wanted*."""
    return url_on(markup, wanted, page)


@pytest.mark.parametrize("wanted", [WANTED, f"{SITE}/pix/{NUMBER}_manuscript-mosaic-scaled.jpg"])
@pytest.mark.parametrize(
    "place",
    ["/images/{}.jpg", "/media/{}-full.jpg", "/api/images/{}/content", "/media/{}/full.jpg", "/x?photo_id={}"],
)
def test_the_number_is_the_main_pictures(wanted, place):
    """Declared, the only figure, or beside none but links; its neighbours bear others, and are never taken."""
    now, other = SITE + place.format(NUMBER), SITE + place.format(NEXT)
    for markup in (OG.format(now) + REST, FIGURE.format(now) + REST, IMG.format(now)):
        assert find(markup + CARD.format(other), wanted) == now
    for markup in (OG, FIGURE, IMG, CARD):
        assert find(markup.format(other), wanted) is None
        assert find(markup.format(other.replace(NEXT, f"{NUMBER}1")), wanted) is None


def test_one_of_several_pictures_may_be_any():
    """The page must be about it."""
    assert find(IMG.format(f"/images/{NUMBER}.jpg") + REST) is None
    assert find(CARD.format(f"/images/{NUMBER}.jpg") + REST) is None


@pytest.mark.parametrize(
    "place",
    ["/images/{}-back.jpg", "/images/{}_2.jpg", "/images/red-{}.jpg", "/media/{}-green/1.jpg", "/m/{}/7.jpg"],
)
def test_another_bearer_tells_that_the_number_has_several(place):
    """Views, counts, other words: alone they are others' as well."""
    assert find(OG.format(place.format(NUMBER))) is None
    assert find(OG.format(f"/images/{NUMBER}.jpg") + IMG.format(place.format(NUMBER))) is None


@pytest.mark.parametrize(
    "name",
    [
        f"shoe-back-{NUMBER}",
        f"shoe-green-{NUMBER}",
        f"shoe-detail-{NUMBER}",
        f"shoe-parade-2-{NUMBER}",
        f"shoe-{NUMBER}",
        "shoe-parade-20190517",
        "shoe-parade-1700000000",
        "shoe-parade-5171610",
        f"{NUMBER}-shoe-parade-{NEXT}",
    ],
)
def test_words_may_tell_a_view_and_numbers_a_date(name):
    """One word is what a view is told by; a short number counts things."""
    number = name.split("-")[0] if name[0].isdigit() else name.rpartition("-")[2]
    assert find(OG.format(f"/images/{number}.jpg"), f"{SITE}/pix/{name}.jpg") is None


def test_the_number_may_be_a_things_or_a_persons():
    """By its page, or by its folder."""
    markup = OG.format(f"/images/{NUMBER}.jpg")
    assert find(markup, page=f"{SITE}/shoes/{NUMBER}.html") is None
    assert find(OG.format(f"{SITE}/images/{NUMBER}.jpg"), page="https://other.example/stories/dawn") is None
    assert find(OG.format(f"https://cdn.zz.example/images/{NUMBER}.jpg")) is None
    assert find(OG.format(f"/products/{NUMBER}/full.jpg")) is None
    assert find(OG.format(f"/albums/12/{NUMBER}.jpg"), WANTED.replace("pix", "albums/13")) is None
    assert find(OG.format(f"/pix/12/{NUMBER}.jpg"), WANTED.replace("pix", "pix/13")) is None


def test_words_without_the_number_are_too_little():
    """Other things are called so."""
    assert find(OG.format("/images/shoe-parade.jpg")) is None


def test_two_places_of_the_number_are_two_pictures():
    """And what is a background, or stands in a script, alone is not heard."""
    assert find(OG.format(f"/images/{NUMBER}.jpg") + IMG.format(f"/reed/{NUMBER}.jpg")) is None
    assert find(OG.format(f"/9f8e7d6c/{NUMBER}.jpg")) is not None
    assert find(OG.format(f"/9f8e7d6c/{NUMBER}.jpg") + OG.format(f"/8e7d6c5b/{NUMBER}.jpg")) is None
    assert find(f'<div style="background:url(/images/{NUMBER}.jpg)"></div>') is None
