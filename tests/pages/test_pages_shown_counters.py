"""Counters and numbers on other hosts: the whole path, the month, and the pictures taken before and after."""

from __future__ import annotations

import pytest

from imgcrawl.naming.stems import Claim
from tests.pages.showing import CDN, CLAIMS, COUNTED, PAGE, REST, SITE, shown, url_on

ELSEWHERE = "https://elsewhere.example"


@pytest.mark.parametrize("name", COUNTED)
def test_a_counter_is_taken_at_its_whole_path_on_the_host_of_most_pictures(name):
    """Its folder may tell nothing, but there must be one; on any other host that is too little."""
    assert shown(f"{CDN}/x/{name}.jpg", f"{SITE}/x/{name}.jpg", rest=REST) == f"{CDN}/x/{name}.jpg"
    assert shown(f"{CDN}/{name}.jpg", f"{SITE}/{name}.jpg", rest=REST) is None
    assert shown(f"{ELSEWHERE}/x/{name}.jpg", f"{SITE}/x/{name}.jpg", rest=REST) is None


@pytest.mark.parametrize(
    ("name", "is_found"), [("85469076", True), ("854690", False), ("20190405", False), ("DSC_0042", False)]
)
def test_a_long_number_of_the_main_picture_may_have_any_host(name, is_found):
    """No other picture bears it; where the page shows others beside it, that is too little."""
    new, old = f"{ELSEWHERE}/1c78747c/{name}.jpg", f"https://img.ex.example/p/3681973/{name}.jpg"
    assert shown(new, old, rest="") == (new if is_found else None)
    assert shown(new, old, rest=REST) is None


@pytest.mark.parametrize("name", CLAIMS[Claim.FIRST][:-1])
def test_a_first_counter_is_not(name):
    """Every camera begins so."""
    assert shown(f"{CDN}/x/{name}.jpg", f"{SITE}/x/{name}.jpg", rest=REST) is None


def test_a_counter_is_taken_on_the_page_s_own_host():
    """Wherever the wanted one lay."""
    assert shown(f"{SITE}/y/DSC04107.jpg", "https://i.pics.example/x/DSC04107.jpg", rest=REST) is not None


@pytest.mark.parametrize(
    ("wanted", "folder", "apart", "ending", "is_found"),
    [
        ("x", "moss", 100, ".jpg", True),
        ("x", "moss", 101, ".jpg", False),
        ("x", "moss", 1, "", False),
        ("2024", "2024", 1, ".jpg", True),
    ],
)
def test_the_pictures_taken_before_and_after_vouch_for_a_counter(wanted, folder, apart, ending, is_found):
    """A hundred before or behind it at most; elsewhere it would be another camera's."""
    place = f"{ELSEWHERE}/b/{folder}"
    album = "".join(f'<img src="{place}/DSC{4107 + step:05}{ending}">' for step in (apart, -apart))
    now = shown(f"{place}/DSC04107.jpg", f"{SITE}/{wanted}/DSC04107.jpg", rest=REST + album)
    assert (now is not None) is is_found


@pytest.mark.parametrize(
    ("name", "month", "is_found"),
    [
        ("grove_27", "2016/12", True),
        ("grove_27", "2016/11", False),
        ("DSC04107", "2016/12", False),
        ("DSC04107", "2016/12/clover", False),
    ],
)
def test_a_main_picture_with_a_number_may_have_any_host_in_its_month(name, month, is_found):
    """A camera's counter may not."""
    now, was = f"{ELSEWHERE}/i/{month}/{name}.jpg", month.replace("11", "12")
    found = url_on(f'<meta property="og:image" content="{now}">{REST}', f"{SITE}/uploads/{was}/{name}.jpg", PAGE)
    assert found == (now if is_found else None)


def test_a_size_is_no_name_and_a_name_without_an_ending_no_file():
    """Neither tells which picture it is of."""
    assert shown(f"{CDN}/photos/clover/800x600.jpg", f"{SITE}/photos/clover/800x600.jpg", rest=REST) is None
    assert shown(f"{SITE}/y/grove_27", f"{SITE}/x/grove_27.jpg", rest=REST) is None
