"""A name that every album has, in an album whose folder was kept."""

from __future__ import annotations

import pytest

from tests.pages.showing import url_on

SITE = "https://www.ex.example"
PAGE = f"{SITE}/stories/17/"
OTHERS = '<a href="/stories/18/"><img src="/photos/paris/cover.jpg"></a><img src="/photos/rome/forum.jpg">'


def look_up(wanted: str, *shown: str, rest: str = "", page: str = PAGE) -> str | None:
    """Return what is chosen for *wanted* on a page that shows the pictures *shown* and has the markup *rest*."""
    html = "".join(f'<img src="{url}">' for url in shown) + rest
    return url_on(html, f"{SITE}{wanted}", page, without=SITE)


@pytest.mark.parametrize(
    ("wanted", "now"),
    [
        ("/pics/rome/cover.jpg", "/photos/rome/cover.jpg"),
        ("/pics/rome/cover.jpg", "/media/img/rome/cover.webp"),
        ("/pics/rome/cover.jpg", "https://img.ex.example/rome/cover.jpg"),
        ("/pics/2019/rome/cover.jpg", "/photos/2019/rome/cover.jpg"),
        ("/albums/rome-2019/01.jpg", "/photos/rome-2019/01.jpg"),
        ("/pics/rome/beach.jpg", "/photos/rome/beach.jpg"),
        ("/pics/u/44274/cover.jpg", "/photos/u/44274/cover.jpg"),
        ("/pics/u/44274/cover.jpg", "/users/44274/cover.jpg"),
        ("/pics/44274/cover.jpg", "/photos/44274/cover.jpg"),
        ("/album/44274/cover.jpg", "/media/albums/44274/cover.jpg"),
        ("/pics/great-heron/chapter-3/01.jpg", "/photos/great-heron/chapter-3/01.jpg"),
        ("/pics/page-44274/01.jpg", "/photos/page-44274/01.jpg"),
        ("/albums/2019/rome/cover.jpg", "/photos/2019/rome/cover.jpg"),
    ],
)
def test_the_folder_tells_whose_the_picture_is(wanted, now):
    """Words for pictures of every kind may change around it, also where the page shows what other albums have."""
    assert look_up(wanted, now) == now
    assert look_up(wanted, now, rest=OTHERS) == now


@pytest.mark.parametrize(
    ("wanted", "now"),
    [
        ("/pics/rome/cover.jpg", "/photos/paris/cover.jpg"),
        ("/pics/rome/cover.jpg", "/photos/rome-2/cover.jpg"),
        ("/pics/rome/cover.jpg", "/photos/rome/cover-2.jpg"),
        ("/pics/rome/cover.jpg", "/photos/rome/header.jpg"),
        ("/pics/2018/rome/cover.jpg", "/photos/2019/rome/cover.jpg"),
        ("/pics/rome/en/cover.jpg", "/photos/rome/de/cover.jpg"),
        ("/pics/rome/day/cover.jpg", "/photos/rome/night/cover.jpg"),
        ("/pics/great-heron/s1/cover.jpg", "/photos/great-heron/s2/cover.jpg"),
        ("/pics/great-heron/v1/cover.jpg", "/photos/great-heron/v2/cover.jpg"),
        ("/pics/rome/cover.jpg", "/photos/italy/rome/cover.jpg"),
        ("/pics/anna/rome/cover.jpg", "/photos/bert/rome/cover.jpg"),
        ("/pics/44274/cover.jpg", "/photos/44275/cover.jpg"),
        ("/pics/u/44274/cover.jpg", "/photos/44274/cover.jpg"),
        ("/users/44274/cover.jpg", "/albums/44274/cover.jpg"),
        ("/pics/anna/cover.jpg", "/users/anna/cover.jpg"),
        ("/category/rome/cover.jpg", "/products/rome/cover.jpg"),
        ("/posts/44274/cover.jpg", "/items/44274/cover.jpg"),
        ("/album/44274/cover.jpg", "/photos/44274/cover.jpg"),
        ("/album/44274/cover.jpg", "/gallery/44274/cover.jpg"),
        ("/pics/44274/cover.jpg", "/uploads/44274/cover.jpg"),
        ("/pics/2019/cover.jpg", "/photos/2019/cover.jpg"),
        ("/pics/2019-05/cover.jpg", "/photos/2019-05/cover.jpg"),
        ("/pics/rome/en/cover.jpg", "/photos/rome/en/cover.jpg"),
        ("/pics/rome/artists/cover.jpg", "/photos/rome/cover.jpg"),
        ("/pics/en/chapter-3/01.jpg", "/photos/en/chapter-3/01.jpg"),
        ("/pics/blue/cover.jpg", "/photos/blue/cover.jpg"),
        ("/pics/cover.jpg", "/photos/cover.jpg"),
        ("/pics/slider/01.jpg", "/photos/slider/01.jpg"),
        ("/pics/home/image.jpg", "/photos/home/image.jpg"),
        ("/pics/chapter-3/01.jpg", "/photos/chapter-3/01.jpg"),
        ("/pics/gallery1/01.jpg", "/photos/gallery1/01.jpg"),
        ("/pics/rome/cover.jpg", "https://anna.ex.example/photos/rome/cover.jpg"),
        ("/pics/rome/cover.jpg", "https://img.other.example/photos/rome/cover.jpg"),
        ("/pics/rome/cover.jpg?v=17&n=2", "/photos/rome/cover.jpg?n=3"),
        ("/pics/rome/cover", "/photos/rome/cover.jpg"),
        ("/pics/rome/cover.jpg", "/photos/rome/cover"),
    ],
)
def test_another_folder_is_another_album(wanted, now):
    """Of another place, year, language, side, season or user, or of one of which the folder tells nothing."""
    assert look_up(wanted, now) is None
    assert look_up(wanted, now, rest=OTHERS) is None


def test_the_page_shows_one_such_album():
    """Two of one name leave a doubt, and so does another picture in the old place; a script's word is too little."""
    wanted, now = "/pics/rome/cover.jpg", "/photos/rome/cover.jpg"
    assert look_up(wanted, now, "/archive/rome/cover.jpg") is None
    assert look_up(wanted, now, "/media/rome/cover.jpg") is None
    assert look_up(wanted, now, "/photos/paris/cover.jpg") is None
    assert look_up(wanted, now, "/pics/rome/forum.jpg") is None
    assert look_up(wanted, rest=f'<script>var a = ["{now}"];</script>') is None
    assert look_up(wanted, now, rest='<a href="/stories/18/"><img src="/archive/rome/cover.jpg"></a>') is None
    assert look_up(wanted, SITE + now, page="https://www.guide.example/rome") is None


def test_what_stays_the_same_leaves_no_doubt():
    """Nor does the wanted address itself, on a page that shows it still, nor a host of the user whose album it is."""
    wanted, now = "/pics/rome/cover.jpg", "/photos/rome/cover.jpg"
    assert look_up(wanted, now, wanted) == now
    assert url_on(f'<img src="{now}">', f"https://anna.ex.example{wanted}", "https://anna.ex.example/stories/17/")
