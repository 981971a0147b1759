"""An identifier that was a file's whole name, with a role, a size or a hash beside it, and what else it may be."""

from __future__ import annotations

import pytest

from tests.pages.showing import url_on

SITE = "https://www.ex.example"
PAGE = f"{SITE}/stories/dawn.html"
NUMBER, NEXT = "355249739", "355249740"
SHORT, SHORT_NEXT = "47110428", "47110429"
HASH, OTHER = "4f3cee38dc12788aa0bee0d72c2f5b2d", "4f3cee38dc12788aa0bee0d72c2f5b2e"
UUID, ANOTHER = "0255def6-e40a-4371-9a5b-1a2b3c4d5e6f", "0255def6-e40a-4371-9a5b-1a2b3c4d5e6a"
OG = '<meta property="og:image" content="{}">'
CARD = '<a href="/stories/next"><img src="{}"></a>'
IMG = '<img src="{}">'
FORMS = [
    "hero-{}",
    "opt-{}",
    "full_{}",
    "lg.{}",
    "hires-{}",
    "{}_21383cb2d7",
    "{}-a988192004c5652d5c7c",
    "312c5616_{}",
    "{}_312c5616-800x600",
    "web-{}_1000",
    "w800-{}",
    "q80_{}",
]


def find(markup: str, wanted: str, page: str = PAGE) -> str | None:
    """Return what a page of *markup* gives for *wanted*."""
    return url_on(markup, wanted, page)


def media(name: str) -> str:
    """Return the address of the file of that name."""
    return f"{SITE}/media/{name}.webp"


@pytest.mark.parametrize(("key", "other"), [(NUMBER, NEXT), (SHORT, SHORT_NEXT), (HASH, OTHER), (UUID, ANOTHER)])
@pytest.mark.parametrize("form", FORMS)
def test_the_identifier_is_the_pictures_whatever_role_it_has(key, other, form):
    """Beside neighbours of the same role that bear another one, which are never taken, alone or not."""
    now, next_one = media(form.format(key)), media(form.format(other))
    for markup in (IMG.format(now), OG.format(now), IMG.format(now) + IMG.format(next_one)):
        assert find(markup + CARD.format(next_one), f"{SITE}/pix/{key}.jpg") == now
        assert find(markup + CARD.format(next_one), f"{SITE}/pix/{key}-300x225.jpg") == now
    for markup in (IMG, OG, CARD):
        assert find(markup.format(next_one), f"{SITE}/pix/{key}.jpg") is None


@pytest.mark.parametrize("key", [HASH, UUID])
def test_a_hash_is_the_pictures_on_any_host(key):
    """A number is that of another thing there."""
    now = "https://cdn.elsewhere.example/media/web-{}_1600.webp"
    assert find(IMG.format(now.format(key)), f"{SITE}/pix/{key}.jpg") == now.format(key)
    assert find(IMG.format(now.format(NUMBER)), f"{SITE}/pix/{NUMBER}.jpg") is None


@pytest.mark.parametrize(
    "form",
    ["{}-2", "{}_312c5616-2", "green-{}", "{}-back", "{}a", "{}4", "1{}", "{}_12345", "avatar-{}", "map-{}", "{}-300"],
)
def test_a_word_a_counter_or_a_digit_more_is_another_picture(form):
    """Beside the right one it says that the number has several pictures, unless it is another number."""
    wanted = f"{SITE}/pix/{NUMBER}.jpg"
    assert find(IMG.format(media(form.format(NUMBER))), wanted) is None
    both = IMG.format(media(f"hero-{NUMBER}")) + IMG.format(media(form.format(NUMBER)))
    is_another = form in {"{}a", "{}4", "1{}", "avatar-{}"}
    assert find(both, wanted) == (media(f"hero-{NUMBER}") if is_another else None)


def test_two_hashes_of_one_number_are_two_pictures():
    """Two sizes of one are not."""
    one, two = media(f"{NUMBER}_21383cb2d7"), media(f"{NUMBER}_a19a402b0f")
    assert find(IMG.format(one) + IMG.format(two), f"{SITE}/pix/{NUMBER}.jpg") is None
    assert find(IMG.format(media(f"{NUMBER}_21383cb2d7_a19a402b0f")), f"{SITE}/pix/{NUMBER}.jpg") is None
    sizes = IMG.format(media(f"{NUMBER}_21383cb2d7-800x600")) + IMG.format(one)
    assert find(sizes, f"{SITE}/pix/{NUMBER}.jpg") is not None


@pytest.mark.parametrize("name", ["20190517", "2019051712", "1700000000", "4711042"])
def test_dates_and_short_numbers_are_no_identifiers(name):
    """Many pictures have them."""
    assert find(IMG.format(media(f"{name}_21383cb2d7")) + IMG.format(media("moss")), f"{SITE}/pix/{name}.jpg") is None


def test_a_number_is_believed_on_its_own_site():
    """Other sites count as high."""
    wanted, now = f"{SITE}/pix/{NUMBER}.jpg", f"https://cdn.zz.example/media/hero-{NUMBER}.jpg"
    assert find(IMG.format(now), wanted) is None
    assert find(IMG.format(media(f"hero-{NUMBER}")), wanted, "https://other.example/stories/dawn") is None
    assert find(IMG.format(now.replace(NUMBER, HASH)), f"{SITE}/pix/{HASH}.jpg") is not None


@pytest.mark.parametrize("ending", ["", ".html"])
def test_the_number_of_the_page_may_be_that_of_a_thing(ending):
    """Its hero, its card and its picture all bear it."""
    page = f"{SITE}/people/{NUMBER}{ending}"
    assert find(IMG.format(media(f"hero-{NUMBER}")), f"{SITE}/pix/{NUMBER}.jpg", page) is None


@pytest.mark.parametrize(
    ("key", "now"),
    [
        (NUMBER, f"users/{NUMBER}_21383cb2d7"),
        (NUMBER, f"avatars/{NUMBER}_21383cb2d7"),
        (NUMBER, f"{NUMBER}-green/{NUMBER}_21383cb2d7"),
        (HASH, f"users/q80_{HASH}"),
    ],
)
def test_a_folder_may_tell_another_thing(key, now):
    """A person's, or the number with more beside it."""
    for kept in ("pix", "img"):
        assert find(IMG.format(f"{SITE}/{now}.jpg"), f"{SITE}/{kept}/{key}.jpg") is None


def test_other_numbers_of_one_kind_count_other_things():
    """As albums do; what was drawn is the picture's in any."""
    wanted, now = f"{SITE}/albums/1006/{NUMBER}.jpg", f"{SITE}/albums/2830/hero-{NUMBER}.jpg"
    assert find(IMG.format(now), wanted) is None
    assert find(IMG.format(now.replace(NUMBER, HASH)), wanted.replace(NUMBER, HASH)) is not None


def test_a_background_alone_is_not_heard():
    """Nor is what stands in a script, nor either beside the wanted address itself."""
    now, wanted = media(f"hero-{NUMBER}"), f"{SITE}/img/{NUMBER}.jpg"
    for rest in ("", IMG.format(wanted)):
        assert find(f'<div style="background:url({now})"></div>{rest}', wanted) is None


def test_both_are_files_and_no_field_tells_another():
    """An address without the ending of a picture's, or with a field that may count, is a script's."""
    wanted, now = f"{SITE}/pix/{NUMBER}.jpg", media(f"hero-{NUMBER}")
    assert find(IMG.format(now), wanted.removesuffix(".jpg")) is None
    assert find(IMG.format(now.removesuffix(".webp")), wanted) is None
    assert find(IMG.format(f"{now}?n=2"), wanted) is None


def test_a_page_whose_address_is_not_known_tells_no_number():
    """Nothing is taken there, for the number may be that of a thing."""
    for page in ("", f"{SITE}/feed.xml"):
        assert find(IMG.format(media(f"hero-{NUMBER}")), f"{SITE}/pix/{NUMBER}.jpg", page) is None


@pytest.mark.parametrize("form", ["hero-{}-green", "hero-{}-2", "{}-back", "reed-{}"])
@pytest.mark.parametrize("place", ["hero-{}", "{}_1600"])
def test_a_link_to_another_page_speaks_not_against_the_exact_one(form, place):
    """It shows another thing, and is never taken itself; of a hash no other view does."""
    now, other = media(place.format(NUMBER)), media(form.format(NUMBER))
    wanted = f"{SITE}/pix/{NUMBER}.jpg"
    assert find(IMG.format(now) + CARD.format(other), wanted) == now
    assert find(CARD.format(other), wanted) is None
    assert find(IMG.format(now) + IMG.format(other), wanted) is None
    drawn, view = now.replace(NUMBER, HASH), other.replace(NUMBER, HASH)
    assert find(IMG.format(drawn) + IMG.format(view), wanted.replace(NUMBER, HASH)) == drawn
