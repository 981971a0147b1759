"""A camera's counter on a host that nothing vouches for, among the pictures of its album."""

from __future__ import annotations

import pytest

from tests.pages.showing import CDN, COUNTED, SITE, look_up

OLD = ["https://dead.example", SITE]
PLACES = [
    '<img src="{}">',
    """<div data-slides='[{{"image":"{}"}}]'></div>""",
    '<div data-bg="{}"></div>',
]


def counted(name: str, by: int) -> str:
    """Return the name that the camera gave *by* so many pictures later."""
    digits = len(name) - len(name.rstrip("0123456789"))
    return f"{name[:-digits]}{int(name[-digits:]) + by:0{digits}}"


def album(name: str, *steps: int, folder: str = "b", form: str = '<img src="{}">') -> str:
    """Return what shows the pictures so many steps from *name*."""
    return "".join(form.format(f"{CDN}/{folder}/{counted(name, by)}.jpg") for by in steps)


@pytest.mark.parametrize("old", OLD)
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", COUNTED)
def test_a_counter_among_its_next_ones_is_the_pictures(name, place, old):
    """Those of one folder, close to it; the next ones themselves are never taken."""

    def find(*rest: str, now: str = f"{CDN}/b/{name}.jpg") -> str | None:
        choice = look_up(place.format(now) + "".join(rest), f"{old}/x/{name}.jpg")
        return choice.url if choice else None

    assert find(album(name, 1, 2)) == f"{CDN}/b/{name}.jpg"
    assert find(album(name, -1, 40)) == f"{CDN}/b/{name}.jpg"
    assert find(album(name, 1)) is None
    assert find(album(name, 101, 102, 103)) is None
    assert find(album(name, 1, 2, folder="c")) is None
    assert find(album(name, 1, 2, form='<a href="/albums/4"><img src="{}"></a>')) is None
    assert find(album(f"X{name}", 1, 2)) is None
    assert find(album(name, 1, 2), now=f"{CDN}/b/{counted(name, 3)}.jpg") is None
    assert find(album(name, 1, 2), now=f"{CDN}/b/{name}-2.jpg") is None
    assert find(album(name, 1, 2), place.format(f"{CDN}/c/{name}.jpg")) is None


@pytest.mark.parametrize("name", COUNTED)
def test_another_album_has_the_same_counters(name):
    """Its folder says so; and the first ones are in every album."""
    for folder, is_its in (("clover", True), ("fern", False)):
        markup = album(name, 0, 1, 2, folder=folder)
        assert (look_up(markup, f"https://dead.example/clover/{name}.jpg") is not None) is is_its
    assert look_up(album("DSC_0042", 0, 1, 2), "https://dead.example/x/DSC_0042.jpg") is None


@pytest.mark.parametrize("folder", ["rome-2019", "rome2019", "20190603", "2019-06", "2019"])
def test_an_album_of_another_year_has_other_pictures(folder):
    """However its folder writes the year; where one of both has none that says nothing."""
    markup = album("IMG_2300", 0, 1, 2, folder=folder)
    for gone, is_its in (("2012", False), ("2012/06", False), ("x", True)):
        assert (look_up(markup, f"https://dead.example/{gone}/IMG_2300.jpg") is not None) is is_its
