"""Names in CamelCase count as the words that they are made of."""

from __future__ import annotations

from time import process_time

import pytest

from imgcrawl.pages import choose, collect

SITE = "https://www.site.example"
PAGE = f"{SITE}/page/4"


def look_up(markup, wanted):
    """Choose for *wanted* on a page of *markup*."""
    choice = choose(collect(markup, PAGE), wanted_url=f"{SITE}{wanted}", page_url=PAGE)
    return choice.url if choice else None


@pytest.mark.parametrize(
    ("wanted", "now"),
    [
        ("/files/2022-03/GreyTentLamp.jpg", "/i/2025/11/GreyTentLamp.jpg"),
        ("/files/2022-03/GreyTentLamp.jpg", "/i/2025/11/greytentlamp.jpg"),
        ("/data/photo/2011/01/BoldDuneVarna.jpg", "/_assets/0da2a1cecc/BoldDuneVarna.webp"),
        ("/files/2022-03/GreyTentLamp.jpg", "/i/2025/11/GreyTentLamp-0a1b2c3d.jpg"),
        ("/files/2022-03/GreyTentLamp.jpg", "/i/2025/11/55232_GreyTentLamp.jpg"),
    ],
)
def test_three_words_are_three_however_short(wanted, now):
    """As with hyphens between them."""
    others = '<img src="/b/ReedMoss.jpg"><img src="/b/SlateRoofGable.jpg">'
    assert look_up(f'<img src="{now}">{others}', wanted) == f"{SITE}{now}"


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("/files/2022-03/GreyTentLamp.jpg", "/i/2025/11/GreyTentLamps.jpg"),
        ("/files/2022-03/GreyTentLamp.jpg", "/i/2025/11/BlueGreyTentLamp.jpg"),
        ("/files/2022-03/GreyTentLamp.jpg", "/i/2025/11/GreyTentLampBack.jpg"),
        ("/files/2022-03/GreyTentLamp.jpg", "/i/2025/11/GreyTentLampLarge.jpg"),  # of goods, too
        ("/files/2022-03/GreyTentLamp2.jpg", "/i/2025/11/GreyTentLamp3.jpg"),
        ("/files/2022-03/GreyTentLamp.jpg", "/i/2025/11/GreyTentLamp-2.jpg"),
        ("/files/red/GreyTentLamp.jpg", "/files/blue/GreyTentLamp.jpg"),
        ("/products/80249/GreyTentLamp.jpg", "/products/80250/GreyTentLamp.jpg"),
        ("/files/2022-03/MainPhotoHeader.jpg", "/i/2025/11/MainPhotoHeader.jpg"),
        ("/files/2022/YouTubeLogo.jpg", "/i/2025/YouTubeLogo.jpg"),
        ("/files/2022-03/greytentlamp.jpg", "/i/2025/11/greytentlamp.jpg"),
    ],
)
def test_what_hyphens_do_not_make_one_picture_capitals_do_not(wanted, shown):
    """A word, a count, a colour or a number more or other; words that all have. Small letters alone show no words."""
    assert look_up(f'<img src="{shown}"><img src="/b/ReedMoss.jpg">', wanted) is None


def test_two_places_and_the_next_of_a_series_leave_a_doubt():
    """As of any name."""
    one, two = '<img src="/i/2025/11/GreyTentLamp.jpg">', '<img src="/i/2025/12/GreyTentLamp.jpg">'
    assert look_up(one + two, "/files/2022-03/GreyTentLamp.jpg") is None
    assert look_up(f'{one}<img src="/files/2022-03/GreyTentLamp-2.jpg">', "/files/2022-03/GreyTentLamp.jpg") is None


@pytest.mark.parametrize("wanted", ["/files/2022-03/GreyTentLamp.jpg", "/files/GreyTentLamp-0a1b2c3d.jpg"])
def test_such_a_name_beside_a_picture_is_the_files(wanted):
    """In capitals as the file has them, where nothing else is said."""
    drawn = "/i/8f3a2b1c9d0e.jpg"
    told = '<img src="{}" alt="{}.jpg"><img src="/b/ReedMoss.jpg">'
    assert look_up(told.format(drawn, "GreyTentLamp"), wanted) == f"{SITE}{drawn}"
    assert look_up(told.format(drawn, "GreyTentLamps"), wanted) is None


def test_a_page_of_many_such_names_takes_time_in_proportion():
    """They are read twice at most."""
    markup = "".join(f'<img src="/i/{n}/GreyTentLampBack{n}.jpg">' for n in range(2_000))
    before = process_time()
    assert look_up(markup, "/files/2022-03/GreyTentLamp.jpg") is None
    assert process_time() - before < 5
