"""Pictures whose folders are drawn anew, or were counted and are dated."""

from __future__ import annotations

import pytest

from imgcrawl.pages import choose, collect

SITE = "https://www.site.example"
PAGE = f"{SITE}/page/4"
OTHERS = '<img src="/b/reed-moss.jpg"><img src="/b/slate-roof.jpg">'


def look_up(wanted, shown, *, markup=OTHERS, title=""):
    """Choose for *wanted* on a page called *title* with what is *shown*, and *markup*."""
    html = f'<title>{title}</title><a href="/about"><img src="{shown}"></a>{markup}'
    choice = choose(collect(html, PAGE), wanted_url=f"{SITE}{wanted}", page_url=PAGE)
    return choice.url.removeprefix(SITE) if choice else None


@pytest.mark.parametrize("shard", ["59", "38", "e5", "d4"])
def test_a_shard_is_no_things_number(shard):
    """Whether it has letters or not."""
    now = f"/media/{shard}/d4b2ef80/brass-ferry-mantis.png"
    assert look_up("/products/80249/brass-ferry-mantis.jpg", now) == now


@pytest.mark.parametrize(
    "now",
    [
        "/products/59/brass-ferry-mantis.png",
        "/products/59/d4b2ef80/brass-ferry-mantis.png",
        "/media/59/brass-ferry-mantis.png",
        "/media/59/d4b2ef80/brass-ferry-lantern.png",
    ],
)
def test_a_number_is(now):
    """Where nothing drawn follows, or it counts what has pictures of its own; and another name is another's."""
    assert look_up("/products/80249/brass-ferry-mantis.jpg", now) is None


def test_names_that_many_have_are_told_by_their_folders():
    """Whatever these are."""
    assert look_up("/media/59/d4b2ef80/main.jpg", "/media/38/3ae83d41/main.jpg") is None
    assert look_up("/media/59/d4b2ef80/IMG_0042.jpg", "/media/38/3ae83d41/IMG_0042.jpg") is None
    assert look_up("/images/3b/12/IMG_2342.jpg", "/images/5c/18/IMG_2342.jpg") is None
    assert look_up("/images/3b/12/heron-lake.jpg", "/images/5c/18/heron-lake.jpg") is None


def test_a_season_is_a_word_of_the_name_where_the_page_is_called_so():
    """Of two words of its own beside it."""
    short, now = "/gallery/34829/oak_lark_spring.jpg", "/i/2024/10/oak_lark_spring.jpeg"
    assert look_up(short, now, title="Oak Lark Spring") == now
    wanted, now = "/gallery/34829/timber_lark_spring.jpg", "/i/2024/10/timber_lark_spring.jpeg"
    assert look_up(wanted, now, title="Timber Lark Spring") == now
    assert look_up(wanted, now, title="Timber Lark") is None
    again = '<img src="/i/2024/11/timber_lark_spring.jpeg">'
    assert look_up(wanted, now, title="Timber Lark Spring", markup=again) is None


@pytest.mark.parametrize(
    ("wanted", "now"),
    [
        ("/i/2023/10/timber_lark_spring.jpg", "/i/2024/10/timber_lark_spring.jpg"),
        ("/2023/timber_lark_spring.jpg", "/i/2024/10/timber_lark_spring.jpg"),
        ("/gallery/34829/timber_lark_spring.jpg", "/gallery/34830/timber_lark_spring.jpg"),
        ("/gallery/34829/timber_spring.jpg", "/i/2024/10/timber_spring.jpg"),
        ("/gallery/34829/timber_xy_spring.jpg", "/i/2024/10/timber_xy_spring.jpg"),
        ("/gallery/34829/timber_red_spring.jpg", "/i/2024/10/timber_red_spring.jpg"),
        ("/gallery/34829/lunch_menu_january.jpg", "/i/2024/10/lunch_menu_january.jpg"),
        ("/gallery/34829/timber_spring_sale.jpg", "/i/2024/10/timber_spring_sale.jpg"),
        ("/gallery/34829/timber_lark_spring_sale.jpg", "/i/2024/10/timber_lark_spring_sale.jpg"),
        ("/gallery/34829/timber_lark_spring.jpg", "https://elsewhere.example/i/2024/10/timber_lark_spring.jpg"),
    ],
)
def test_another_year_album_or_site_is_another_picture(wanted, now):
    """And so is what comes every month, or has one word of its own alone."""
    title = wanted.rpartition("/")[2].removesuffix(".jpg").replace("_", " ")
    assert look_up(wanted, now, title=title) is None
