"""The rule by which a site has moved its pictures, as one picture shows it, and what it says of others."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgcrawl.naming.moves import Move, may_tell, move_between, moved, name_of

OLD, CDN = "https://old.site.example", "https://cdn.site.example"
BIRD = "grey-heron-lake"

PREFIXES = st.sampled_from(["", "/uploads", "/media", "/photos/x", "/a//b", "/de", "/Gro%C3%9F"])
TAILS = st.sampled_from(["/", "/2019/05/", "/albums/heron-lake/", "/4711822/", "/a/", "//"])
NAMES = st.sampled_from([BIRD, "IMG_1234", "beach", "1", "DSC04107", "heron-lake", "3125643", "caf%C3%A9-am-see-haus"])
SIZES = st.sampled_from(["", "-300x200", "-scaled", "@2x", "-1"])
ENDINGS = st.sampled_from(["", ".jpg", ".JPG", ".webp", ".jpg.webp", "-1.jpg", "%20.jpg"])
QUERIES = st.sampled_from(["", "", "?v=2", "?w=300", "?id=7", "?auto=format", "?a=*"])
HOSTS = st.sampled_from([OLD, CDN, "http://old.site.example", "https://old.site.example:8080"])
FILES = st.tuples(TAILS, NAMES)


@st.composite
def a_move(draw: st.DrawFn) -> tuple[str, str, str]:
    """Return two addresses of one picture, which may show a rule, and that of another one beside the first."""
    tail, name = draw(FILES)
    size, ending, query = draw(SIZES), draw(ENDINGS), draw(QUERIES)
    at, end = draw(HOSTS) + draw(PREFIXES), draw(SIZES) + ".jpg" + draw(st.sampled_from(["", query]))
    new = draw(HOSTS) + draw(PREFIXES) + tail + name + size + ending + query
    return at + tail + name + end, new, at + "".join(draw(FILES)) + end


@given(a_move())
def test_a_rule_leads_from_the_address_that_has_shown_it_to_where_it_was_found(urls):
    """Whatever the two addresses, a rule that is derived from them says of the one just the other."""
    old, new, _ = urls
    move = move_between(old, new)
    assert move is None or moved(old, move) == new


@given(a_move())
def test_a_rule_keeps_name_and_folders_of_whatever_it_is_applied_to(urls):
    """What a rule makes of any address bears the name of that, below the directories that lie in what has moved."""
    old, new, other = urls
    move = move_between(old, new)
    found = moved(other, move) if move else None
    if move is None or found is None:
        return
    assert found != other
    assert name_of(found) == name_of(other) != ""
    folders = urlsplit(other).netloc + urlsplit(other).path.rpartition("/")[0] + "/"
    assert urlsplit(found).path.startswith(urlsplit(move.new).path + folders.removeprefix(move.old))
    assert folders.startswith(move.old + "/")


WAYS = {
    "folders and form": (f"{OLD}/uploads/2019/05/{BIRD}.jpg", f"{CDN}/media/2019/05/{BIRD}.webp", (".webp", False, "")),
    "form behind": (f"{OLD}/uploads/{BIRD}.jpg", f"{CDN}/media/{BIRD}.jpg.webp", ("*.webp", False, "")),
    "no form": (f"{OLD}/uploads/{BIRD}.jpg", f"{CDN}/media/{BIRD}", ("", False, "")),
    "size dropped": (f"{OLD}/uploads/{BIRD}-300x200.jpg", f"{CDN}/media/{BIRD}.jpg", ("*", False, "")),
    "size kept": (f"{OLD}/uploads/{BIRD}-300x200.jpg", f"{CDN}/media/{BIRD}-300x200.jpg", ("*", True, "")),
    "size of the whole": (
        f"{OLD}/uploads/{BIRD}.jpg",
        f"{CDN}/media/{BIRD}-original.jpg",
        ("-original.jpg", False, ""),
    ),
    "query dropped": (f"{OLD}/uploads/{BIRD}.jpg?w=300", f"{CDN}/media/{BIRD}.jpg", ("*", False, "")),
    "query kept": (f"{OLD}/uploads/{BIRD}.jpg?w=300", f"{CDN}/media/{BIRD}.jpg?w=300", ("*", False, "*")),
    "query new": (f"{OLD}/uploads/{BIRD}.jpg", f"{CDN}/media/{BIRD}.jpg?auto=format", ("*", False, "auto=format")),
}


@pytest.mark.parametrize(("old", "new", "ways"), WAYS.values(), ids=WAYS)
def test_a_rule_has_its_most_general_form(old, new, ways):
    """What stands before the directories that are kept, and what has become of the name's end, is all of it."""
    ending, keeps_size, query = ways
    rule = Move("old.site.example/uploads", f"{CDN}/media", keeps_size=keeps_size, ending=ending, query=query)
    assert move_between(old, new) == rule


def test_a_rule_holds_for_other_months_forms_and_sizes():
    """The folders below, the extension and a size are each picture's own; what lies elsewhere has no rule."""
    move = move_between(f"{OLD}/uploads/2019/05/{BIRD}.jpg", f"{CDN}/media/2019/05/{BIRD}.jpg")
    assert move is not None
    assert moved("http://old.site.example/uploads/2020/11/IMG_1234-300x200.png?w=3", move) == (
        f"{CDN}/media/2020/11/IMG_1234.png"
    )
    assert moved(f"{OLD}/uploads-2/2019/05/white-stork-nest.jpg", move) is None
    assert moved(f"{OLD}/2019/05/white-stork-nest.jpg", move) is None
    assert moved(f"{CDN}/uploads/2019/05/white-stork-nest.jpg", move) is None


DOUBTFUL = {
    "other name": (f"{OLD}/uploads/{BIRD}.jpg", f"{CDN}/media/red-kite-sky.jpg"),
    "next of a series": (f"{OLD}/uploads/{BIRD}.jpg", f"{CDN}/media/{BIRD}-2.jpg"),
    "part of the name": (f"{OLD}/uploads/{BIRD}-1962.jpg", f"{CDN}/media/{BIRD}.jpg"),
    "smaller by name": (f"{OLD}/uploads/{BIRD}.jpg", f"{CDN}/media/{BIRD}-300x200.jpg"),
    "smaller by query": (f"{OLD}/uploads/{BIRD}.jpg", f"{CDN}/media/{BIRD}.jpg?w=300"),
    "smaller by folder": (f"{OLD}/uploads/{BIRD}.jpg", f"{CDN}/thumb/{BIRD}.jpg"),
    "number": (f"{OLD}/uploads/3125643.jpg", f"{CDN}/media/3125643.jpg"),
    "counter": (f"{OLD}/uploads/IMG_1234.jpg", f"{CDN}/media/IMG_1234.jpg"),
    "common word": (f"{OLD}/uploads/beach.jpg", f"{CDN}/media/beach.jpg"),
    "no name, by date": (f"{OLD}/uploads/2019/05/1.jpg", f"{CDN}/media/2019/05/1.jpg"),
    "field that tells": (f"{OLD}/uploads/{BIRD}.jpg?id=7", f"{CDN}/media/{BIRD}.jpg"),
    "other person": (f"{OLD}/anna/heron-lake.jpg", f"{CDN}/bella/heron-lake.jpg"),
    "other language": (f"{OLD}/de/{BIRD}.jpg", f"{CDN}/en/{BIRD}.jpg"),
    "size for a name": (f"{OLD}/uploads/4711822/300x200.jpg", f"{CDN}/media/4711822/300x200.jpg"),
    "no file": (f"{OLD}/image.php?file={BIRD}.jpg", f"{CDN}/media/{BIRD}.jpg"),
    "login": (f"https://u:p@old.site.example/uploads/{BIRD}.jpg", f"{CDN}/media/{BIRD}.jpg"),
    "login there": (f"{OLD}/uploads/{BIRD}.jpg", f"https://u:p@cdn.site.example/media/{BIRD}.jpg"),
    "nowhere else": (f"{OLD}/uploads/{BIRD}.jpg", f"{OLD}/uploads/{BIRD}.jpg"),
}


@pytest.mark.parametrize(("old", "new"), DOUBTFUL.values(), ids=DOUBTFUL)
def test_what_leaves_a_doubt_shows_nothing(old, new):
    """Names that many pictures bear, other names, versions of some size, other things: none of them makes a rule."""
    assert move_between(old, new) is None


SURE = {
    "number in an album": (
        f"{OLD}/uploads/albums/lake-herons/3125643.jpg",
        f"{CDN}/media/albums/lake-herons/3125643.jpg",
    ),
    "counter by date": (f"{OLD}/uploads/2019/05/IMG_1234.jpg", f"{CDN}/media/2019/05/IMG_1234.jpg"),
    "common word by date": (f"{OLD}/uploads/2019/05/beach.jpg", f"{CDN}/media/2019/05/beach.jpg"),
    "no name in an album": (f"{OLD}/uploads/4711822/1.jpg", f"{CDN}/media/4711822/1.jpg"),
    "no name in an album of a name": (f"{OLD}/uploads/barcelona-wedding/1.jpg", f"{CDN}/media/barcelona-wedding/1.jpg"),
    "hash": (f"{OLD}/uploads/{'0cc175b9c0f1b6a8'}.jpg", f"{CDN}/media/{'0cc175b9c0f1b6a8'}.jpg"),
    "second": (f"{OLD}/uploads/IMG_20190917_222847.jpg", f"{CDN}/media/IMG_20190917_222847.jpg"),
    "two words": (f"{OLD}/uploads/heron-lake.jpg", f"{CDN}/media/heron-lake.jpg"),
    "same host": (f"{OLD}/uploads/{BIRD}.jpg", f"{OLD}/media/{BIRD}.jpg"),
    "whole host": (f"{OLD}/{BIRD}.jpg", f"{CDN}/{BIRD}.jpg"),
}


@pytest.mark.parametrize(("old", "new"), SURE.values(), ids=SURE)
def test_a_name_tells_alone_or_by_the_folders_that_it_keeps(old, new):
    """A name of its own does; a number or a common word where what tells the picture has been taken along."""
    assert move_between(old, new) is not None


def test_what_is_sure_for_one_picture_may_not_be_for_another():
    """A rule that an unmistakable name has shown says nothing of a number that lies beside it."""
    move = move_between(f"{OLD}/uploads/{BIRD}.jpg", f"{CDN}/media/{BIRD}.jpg")
    assert move is not None
    assert moved(f"{OLD}/uploads/3125643.jpg", move) is None
    assert moved(f"{OLD}/uploads/white-stork-nest.jpg", move) == f"{CDN}/media/white-stork-nest.jpg"


@pytest.mark.parametrize(
    ("url", "tells"), [(f"{OLD}/1.jpg", True), (f"{OLD}/300x200.jpg", False), (f"{OLD}/{BIRD}", False), ("", False)]
)
def test_only_files_with_names_may_be_found_by_them(url, tells):
    """A row without one is kept for no rule."""
    assert may_tell(url) is tells


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f"{OLD}/uploads/{BIRD}.jpg", CDN),
        (f"{OLD}/uploads/{BIRD}.jpg", f"/media/{BIRD}.jpg"),
        (f"{OLD}/uploads/{BIRD}.jpg", f"{CDN}/lib/exe/detail.php/{BIRD}.jpg"),
        (f"{OLD}/lib/exe/detail.php/{BIRD}.jpg", f"{CDN}/media/{BIRD}.jpg"),
        (f"{OLD}/uploads/{BIRD}.txt", f"{CDN}/media/{BIRD}.txt"),
        (f"{OLD}/uploads/1234/1.jpg", f"{CDN}/media/1234/1.jpg"),
    ],
    ids=["host", "path", "page", "of-page", "text", "number"],
)
def test_what_is_no_picture_s_address_or_has_no_name_shows_no_rule(old, new):
    """A page about a file is called by it; an album's number of four digits may be any other's."""
    assert move_between(old, new) is None


def test_a_word_before_a_name_is_no_size_behind_it():
    """All of the name is kept."""
    move = move_between(f"{OLD}/uploads/thumb_{BIRD}.jpg", f"{CDN}/media/thumb_{BIRD}.jpg")
    assert move is not None
    assert (move.keeps_size, move.ending) == (False, "*")


def test_five_digits_of_an_album_are_enough():
    """For a file that is called by its place in it."""
    assert move_between(f"{OLD}/uploads/12345/1.jpg", f"{CDN}/media/12345/1.jpg") is not None


def test_a_rule_is_of_files_alone():
    """An address without an ending may be a page's; a page about a file has no name of a picture's."""
    move = move_between(f"{OLD}/uploads/{BIRD}.jpg", f"{CDN}/media/{BIRD}.jpg")
    assert move is not None
    assert moved(f"{OLD}/uploads/{BIRD}", move) is None
    assert name_of(f"{OLD}/lib/exe/detail.php/{BIRD}.jpg") == ""
