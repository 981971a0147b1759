"""Long names in the role, the size or the copy for which a new system keeps them, and what is another picture."""

from __future__ import annotations

import pytest

from imgcrawl.pages import Confidence, choose, collect

SITE, CDN = "https://www.ex.example", "https://cdn-zz.example"
PAGE = f"{SITE}/stories/dawn"
WANTED = f"{SITE}/uploads/2016/03/grey-heron-at-willow-lake.jpg"
NAME = "grey-heron-at-willow-lake"
REST = "".join(f'<img data-src="/media/{word}.webp">' for word in ("hero-reed-bed", "moss-carpet-0", "fern-gully"))


def find(*shown: str, wanted: str = WANTED, rest: str = REST) -> str | None:
    """Return what a page with *shown*, each a picture of its own, gives for *wanted*."""
    markup = "".join(f'<img data-src="{url}">' for url in shown) + rest
    choice = choose(collect(markup, PAGE), wanted_url=wanted, page_url=PAGE)
    if choice:
        assert choice.confidence is Confidence.DECORATED
    return choice.url if choice else None


@pytest.mark.parametrize(
    "form",
    [
        "hero-{}",
        "teaser_{}",
        "opt-{}",
        "lg-{}",
        "lead-{}_0",
        "1280_{}",
        "{}_0",
        "{}-1",
        "{}-copy",
        "{}-hero",
        "{}_xl",
        "hero-{}-orig",
        "{}_0-hires",
        "{}.width-800",
        "{}_1200_800_crop",
        "{}.max-800x600",
        "{}.fill-800x600-c100",
        "{}_0.width-800.format-webp",
        "hero-{}_0-large",
    ],
)
@pytest.mark.parametrize("place", [f"{SITE}/media/", f"{SITE}/sites/default/files/", f"{CDN}/26788fca5b48/"])
def test_a_long_name_survives_its_role(form, place):
    """Whatever folder, host and extension it has now."""
    now = f"{place}{form.format(NAME)}.webp"
    assert find(now) == now


ARTICLES = f"{SITE}/catalog/product"


@pytest.mark.parametrize("name", ["FC614481", "XUS-8659896"])
@pytest.mark.parametrize(
    ("form", "title", "alt", "is_found"),
    [
        ("{}_main", "Kettle {}", "", True),
        ("{}_main", "Kettle", "{}", True),
        ("{}-full", "{}", "", True),
        ("{}_main", "Kettle", "", False),
        ("{}_main", "Kettle", "Kettle", False),
        ("{}_back", "Kettle {}", "{}", False),
        ("{}_red", "Kettle {}", "{}", False),
        ("{}_2", "Kettle {}", "", False),
        ("{}7_main", "Kettle {}", "", False),
    ],
)
def test_an_article_s_number_has_a_role_where_the_page_calls_it_so(name, form, title, alt, is_found):
    """In its title, or the picture; a view, a colour, a counter and another number are other pictures'."""
    now = f"{ARTICLES}/{form.format(name)}.jpg"
    markup = f'<title>{title.format(name)}</title><img src="{now}" alt="{alt.format(name)}">'
    choice = choose(collect(markup, PAGE), wanted_url=f"https://img.ex.example/i/5/{name}.jpg", page_url=PAGE)
    assert (choice.url if choice else None) == (now if is_found else None)


def test_an_article_of_which_there_are_views_has_no_one_picture():
    """Any of them may be meant."""
    views = "".join(f'<img src="{ARTICLES}/FC614481_{view}.jpg" alt="FC614481">' for view in ("main", "back"))
    markup = f"<title>FC614481</title>{views}"
    assert choose(collect(markup, PAGE), wanted_url=f"{SITE}/i/5/FC614481.jpg", page_url=PAGE) is None


@pytest.mark.parametrize("name", ["marsh_harrier_20713", "marsh-harrier-207", "old-mill-wheel", "old-mill-by-oak"])
def test_three_parts_are_enough_on_the_own_site(name):
    """A name that others may have is not believed on another host."""
    wanted = f"{SITE}/uploads/{name}.jpg"
    assert find(f"{SITE}/media/hero-{name}.webp", wanted=wanted) == f"{SITE}/media/hero-{name}.webp"
    assert find(f"https://elsewhere.example/b/hero-{name}.webp", wanted=wanted) is None


@pytest.mark.parametrize(
    "form",
    [
        "{}-2",
        "{}2",
        "1281_{}",
        "{}-10",
        "blue-{}",
        "{}-back",
        "{}-detail",
        "2-{}",
        "{}-1-2",
        "main-{}",
        "large_{}",
        "{}-cover",
    ],
)
def test_another_word_or_counter_is_another_picture(form):
    """A view, a second picture, a word that may belong to the name."""
    assert find(f"{SITE}/media/{form.format(NAME)}.webp") is None


@pytest.mark.parametrize(
    "name",
    [
        *("heron", "heron-4471", "IMG_2300", "DSC04107", "photo-2016-05-17", "image-1", "heron-lake-2"),
        *("oak-elm-fir", "x7gk2pq9", "sandpiper-marshland", "marsh-harrier-20", "latest-news-banner"),
    ],
)
def test_short_names_and_counters_stay_refused(name):
    """They are part of many names; so are two words, a short number and words of every site."""
    assert find(f"{SITE}/media/hero-{name}.webp", wanted=f"{SITE}/uploads/{name}.jpg") is None


@pytest.mark.parametrize("other", ["{}-2.webp", "blue-{}.webp", "{}_1.webp", "{}-back.jpg"])
def test_a_second_bearer_leaves_a_doubt(other):
    """Then the name tells several pictures."""
    assert find(f"{SITE}/media/{NAME}_0.webp", f"{SITE}/media/{other.format(NAME)}") is None


def test_one_picture_in_two_roles_is_one_only_in_one_folder():
    """Another folder is another thing's."""
    assert find(f"{SITE}/media/hero-{NAME}.webp", f"{SITE}/media/teaser-{NAME}.webp") is not None
    assert find(f"{SITE}/clover/hero-{NAME}.webp", f"{SITE}/fern/teaser-{NAME}.webp") is None


@pytest.mark.parametrize("digit", ["4", "5"])
def test_a_number_that_differs_by_a_digit_is_another_one(digit):
    """And a digit behind a number is a view."""
    wanted = f"{SITE}/uploads/lapwing-438616.jpg"
    assert find(f"{SITE}/media/hero-lapwing-43861{digit}.webp", wanted=wanted) is None
    assert find(f"{SITE}/media/hero-lapwing-438616{digit}.webp", wanted=wanted) is None
    assert find(f"{SITE}/media/lapwing-438616-1.webp", wanted=wanted) is None


def test_both_are_files():
    """An address without an ending may be a page's."""
    assert find(f"{SITE}/media/hero-{NAME}.webp", wanted=WANTED.removesuffix(".jpg")) is None
    assert find(f"{SITE}/media/hero-{NAME}") is None


def test_the_wanted_address_itself_is_no_second_copy():
    """Where the page still shows it."""
    now = WANTED.replace(NAME, f"{NAME}_0")
    assert find(now, WANTED) == now


def test_the_old_folder_keeps_its_series():
    """Where the next of a series lies in the old place the picture has not moved."""
    kept = f'<img src="{WANTED.replace("lake.jpg", "lake-2.jpg")}">'
    assert find(f"{SITE}/media/hero-{NAME}.webp", rest=kept) is None


@pytest.mark.parametrize("name", ["dca04743-4f9d-4b07-a933-d6e12f7708c9", "4475828cbfc2515e1e8581e10a7b494b"])
def test_a_hash_in_a_role_is_still_the_picture(name):
    """A counter behind it is another picture of the same thing."""
    wanted = f"{SITE}/images/{name}.jpg"
    assert find(f"{SITE}/media/1280_{name}-1200x800.webp", wanted=wanted)
    assert find(f"{SITE}/media/lead-{name}_2.webp", wanted=wanted) is None


def test_a_number_before_a_name_may_count_where_others_do():
    """Houses of a street, entries of a list; a size stands alone or among sizes."""
    hero, house = f"{SITE}/media/hero-{NAME}.webp", '<img data-src="/media/1204-oak-avenue.webp">'
    assert find(hero, rest=REST + house) == hero
    for number in ("1200", "500", "100"):
        now = f"{SITE}/media/{number}-{NAME}.webp"
        for other, is_size in (("800-moss-carpet", True), ("1204-oak-avenue", False), ("99-reed-bed", False)):
            assert find(now, rest=f'{REST}<img data-src="/media/{other}.webp">') == (now if is_size else None)
