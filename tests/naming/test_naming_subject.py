from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.naming.subject import are_set_apart, is_of_its_own, may_be_one_thing, say_different_things, subject


@pytest.mark.parametrize(
    "urls",
    [
        ("/logo.png?v=1", "/logo.png?v=2", "/logo.png", "/Logo.PNG"),
        ("/en/assets/logo.png", "/de/assets/logo.png", "/pt-br/assets/logo.png"),
        ("/img/300/heron.jpg", "/img/600/heron.jpg", "/img/large/heron.webp"),
        ("/heron-300x200.jpg", "/heron-1024x683.jpg", "/heron.jpg"),
        ("/show?id=5&w=300", "/show?id=5&w=600"),
        ("/pictures/300/1.jpg", "/pictures/600/1.jpg", "/fr/pictures/1.jpg"),
        tuple(f"/catalog/4711123-heron-size-{size}.jpg" for size in ("xs", "s", "m", "l", "xxl", "42")),
        ("/parka_S.jpg", "/parka_M.jpg", "/parka_3XL.jpg", "/parka.jpg"),
        ("/4711123-heron-red-m.jpg", "/4711123-heron-dark-blue.jpg", "/4711123-heron-2.jpg", "/4711123-heron.jpg"),
    ],
    ids=["version", "language", "folder", "suffix", "query", "number", "sizes", "letters", "article"],
)
def test_one_picture_has_one_name(urls):
    """Size, language, version and format make no other name, nor do the variations of an article."""
    assert len({subject(f"http://a.test{url}") for url in urls}) == 1


@pytest.mark.parametrize(
    "urls",
    [
        ("/heron.jpg", "/bridge.jpg", "/mill.jpg"),
        ("/1/large.jpg", "/2/large.jpg", "/1041/large.jpg"),
        ("/0640/1.jpg", "/0800/1.jpg"),
        ("/show?id=5", "/show?id=6"),
        ("/image.php?id=5&w=300", "/image.php?id=6&w=300"),
        ("/a/1.jpg", "/b/1.jpg", "/b/2.jpg"),
        ("/item1.jpg", "/item2.jpg"),
        ("/", "/x/"),
        ("/4711123-heron-size-m.jpg", "/4711124-heron-size-m.jpg", "/4711123-mill-size-m.jpg"),
        ("/rose-red.jpg", "/rose-white.jpg", "/rose-1.jpg", "/rose-2.jpg"),
        ("/20210501-1.jpg", "/20210501-2.jpg", "/20210501_red.jpg"),
        ("/a/img-s.jpg", "/b/img-s.jpg"),
        ("/cam3688/current.jpg", "/cam1644/current.jpg", "/cam2026/latest.jpg"),
        ("/users/17/avatar.png", "/users/18/avatar.png"),
    ],
    ids=[
        "words",
        "folders",
        "counters",
        "query",
        "script",
        "numbers",
        "items",
        "nothing",
        "articles",
        "roses",
        "days",
        "letters",
        "cameras",
        "members",
    ],
)
def test_other_pictures_have_others(urls):
    """What tells pictures apart is kept: the stem, else the folders or the query."""
    assert len({subject(f"http://a.test{url}") for url in urls}) == len(urls)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_every_address_has_a_name(path):
    """Any address has one, and it is not empty."""
    assert subject(f"http://a.test/{path}")


def test_a_folder_may_be_a_number_of_any_length():
    """A folder of more digits than Python turns into a number is no width; it tells pictures apart."""
    one, other = (subject(f"http://a.test/{digit * 5_000}/1.jpg") for digit in "12")
    assert one != other


def test_folders_for_everything_make_no_thing():
    """Files of one folder that are called by hashes alone have nothing in common that tells what they show."""
    hashes = ("95302cc7-3040-489d-afa3-6cb304c9ffe5", "fab9c5b1-a955-4647-a5c1-7e579a9eb15e")
    assert not may_be_one_thing({subject(f"https://a.test/assets/{name}/full.jpg") for name in hashes})
    assert may_be_one_thing({subject(f"https://a.test/assets/kettle/{name}/full.jpg") for name in hashes})


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("/.jpg", ".jpg"),
        ("/w800/1.jpg", "1"),
        ("/a/heron?", "heron"),
        ("/m-xl.jpg", "m-xl"),
    ],
)
def test_what_an_address_without_a_name_is_called_by(url, name):
    """An ending alone is a name, and so is a size of goods without goods; a folder for a size tells nothing."""
    assert subject(f"http://a.test{url}") == name


@pytest.mark.parametrize(("word", "is_one"), [("abc", True), ("ab", False), ("20190517", False), ("1600", False)])
def test_what_tells_a_thing_is_a_word_or_a_number_of_its_own(word, is_one):
    """Two letters, a day and a width stand in the names of many."""
    assert may_be_one_thing([f"x1 {word}", f"y2 {word}"]) is is_one


def test_two_names_are_set_apart_where_no_other_picture_is_called_so():
    """One alone shares nothing, and of a single other picture too little is known."""
    names, others = ["a heron", "b heron"], ["mill", "crane"]
    assert are_set_apart(names, others)
    assert not are_set_apart(names[:1], others)
    assert not are_set_apart(names, others[:1])
    assert not are_set_apart(names, ["heron mill", "crane"])
    assert not are_set_apart(["heron", "tower"], others)


@pytest.mark.parametrize(
    ("one", "other", "is_so"),
    [
        ("heron lake", "crane moor", True),
        ("heron lake", "crane lake", False),
        ("heron", "crane moor", False),
        ("K000045786", "NY0123456", True),
        ("K000045786", "K000045787", False),
        ("K000045786", "heron lake", False),
    ],
)
def test_names_of_two_things_share_no_word(one, other, is_so):
    """Each of two words, or the barcodes of two collections; one may have several of its own."""
    assert say_different_things([one, other]) is is_so


@pytest.mark.parametrize(
    ("names", "is_so"),
    [
        (["noble-viaduct-shrine", "oval-maple-dam", "p104466", "p108328"], True),
        (["noble-viaduct-shrine", "oval-maple-dam", "grey-heron", "p108328"], True),
        (["noble-viaduct-shrine", "oval-maple-dam", "p108328"], False),
        (["noble-viaduct-shrine", "p104466", "p108328", "p108329", "p108330"], False),
        (["noble-viaduct-shrine", "oval-maple-shrine", "p104466", "p108328"], False),
        (["noble-viaduct-shrine", "oval-maple-canal", "canal", "p108328"], False),
    ],
)
def test_names_that_say_nothing_take_nothing_back(names, is_so):
    """Two of four tell that they are no one thing's, as three do beside any; not where any shares a word."""
    assert say_different_things(names) is is_so


OF_ITS_OWN = (
    *("heron-lake.jpg", "2019/07/heron-lake-300x200.jpg", "heron-423.jpg", "p.php?id=40712", "407123/large.jpg"),
    *("d41d8cd98f00b204e9800998ecf8427e.jpg", "img12/1234/dsc0123.jpg", "0017/423/1.jpg?v=9", "vi/xQ7ze4Lk2Yp/0.jpg"),
)
OF_MANY = (
    *("current.jpg", "current.jpg?t=1701234567", "cam4.jpg", "heron.jpg", "heron-42.jpg", "1.jpg", "logo.png", ""),
    *("snap/20240103-120000.jpg", "2024/01/03/235959.jpg", "axis-cgi/jpg/image.cgi?resolution=640x480", "stream.mjpg"),
    *("DSC04107.jpg", "6123x4077/image.jpg", "1920/snapshot_001.jpg", "channels/101/picture"),
)


@pytest.mark.parametrize("path", OF_ITS_OWN + OF_MANY)
def test_an_address_tells_which_picture_it_is_of(path):
    """By a hash, digits that are no time or size, or words; cameras and users have the rest under one name each."""
    assert is_of_its_own(f"http://cam4.a.test/{path}") is (path in OF_ITS_OWN)
