"""Names behind the codes of a store."""

from __future__ import annotations

import pytest

from imgcrawl.pages import Confidence, choose, collect

PAGE = "https://www.site.example/page/4"
FOLDER = "https://cdn.site.example/f"


def look_up(wanted, *names, folder=FOLDER):
    """Choose for *wanted* on a page with files of these *names*."""
    html = "".join(f'<img src="{name if "/" in name else f"{folder}/{name}"}">' for name in names)
    choice = choose(collect(html, PAGE), wanted_url=f"https://www.site.example/img/{wanted}", page_url=PAGE)
    return choice and (choice.url.removeprefix(f"{folder}/"), choice.confidence)


@pytest.mark.parametrize("name", ["heron-lake-4711.jpg", "heron-lake.jpg", "grove_27.jpg"])
def test_a_code_before_every_name_is_the_stores(name):
    """Each file has another one."""
    found = look_up(name, f"a1b-{name}", "7fe-owl-gorge-12.jpg", "c09_pine.jpg")
    assert found == (f"a1b-{name}", Confidence.DECORATED)


@pytest.mark.parametrize(
    "others",
    [
        (),  # nothing tells that it is a code
        ("owl-gorge-12.jpg",),  # a name without one
        ("7fe-owl-gorge-12.jpg", "pine.jpg"),
        ("a1b-owl-gorge-12.jpg",),  # the same: that of an album
        ("a1b2-owl-gorge-12.jpg",),  # another length
        ("01-owl-gorge.jpg", "02-pine.jpg", "abc-elm.jpg"),  # few that no word and no counter could be
        ("7fe-heron-lake-4711.jpg",),  # two of the name
        ("https://else.example/f/7fe-owl.jpg",),  # of another store
        ("7fe-owl-gorge-12",),  # of no file
    ],
)
def test_where_a_code_may_be_a_name_nothing_is_taken(others):
    """A product's number, a word or a counter is no code."""
    assert look_up("heron-lake-4711.jpg", "a1b-heron-lake-4711.jpg", *others) is None


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("heron-lake-4711.jpg", "a1b-heron-lake-4712.jpg"),
        ("heron-lake-4711.jpg", "a1b-c-heron-lake-4711.jpg"),
        ("heron-lake-4711.jpg", "a1b-heron-lake-4711-2.jpg"),
        ("heron-lake-4711.jpg", "abc-heron-lake-4711.jpg"),
        ("heron-lake-4711.jpg", "123-heron-lake-4711.jpg"),
        ("IMG_2300.jpg", "a1b-IMG_2300.jpg"),
        ("front.jpg", "a1b-front.jpg"),
        ("heron-lake-4711", "a1b-heron-lake-4711.jpg"),
    ],
)
def test_the_name_behind_the_code_must_be_the_whole_one_and_tell_enough(wanted, shown):
    """As it must where it stands alone."""
    assert look_up(wanted, shown, "7fe-owl-gorge-12.jpg", "c09-pine.jpg") is None


def test_a_bearer_without_a_code_in_another_place_is_a_second_picture():
    """Then it is not clear which is meant."""
    names = "red/heron-lake-4711.jpg", "a1b-heron-lake-4711.jpg", "7fe-owl.jpg"
    assert look_up(*names) is not None
    assert look_up(*names, "https://www.site.example/blue/heron-lake-4711.jpg") is None


def test_directories_speak_against_it_as_elsewhere():
    """A colour is another picture."""
    wanted = "red/heron-lake-4711.jpg"
    assert look_up(wanted, "a1b-heron-lake-4711.jpg", "7fe-owl.jpg", folder=f"{FOLDER}/blue") is None
    assert look_up(wanted, "a1b-heron-lake-4711.jpg", "7fe-owl.jpg", folder=f"{FOLDER}/red") is not None


@pytest.mark.parametrize(("hosts", "is_found"), [(4, True), (5, False)])
def test_a_store_has_few_hosts(hosts, is_found):
    """Each folder is looked through for itself."""
    places = [f"https://cdn{number}.site.example/f" for number in range(hosts)]
    names = [f"{place}/{name}.jpg" for place in places for name in ("a1b-heron-lake-4711", "7fe-owl")]
    assert (look_up("heron-lake-4711.jpg", *names) is not None) is is_found


def test_a_name_that_nothing_else_has_is_taken_in_any_store():
    """Though the page has most of its pictures in another one."""
    names = [f"https://else.example/f/{name}.jpg" for name in ("a1b-piano-cloud-desk-354", "7fe-owl")]
    assert look_up("piano-cloud-desk-354.jpg", *names, "owl.jpg", "pine.jpg", "elm.jpg") is not None
    assert (
        look_up(
            "grove_27.jpg",
            names[0].replace("piano-cloud-desk-354", "grove_27"),
            names[1],
            "owl.jpg",
            "pine.jpg",
            "elm.jpg",
        )
        is None
    )
