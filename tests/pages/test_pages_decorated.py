"""The wanted name with what systems put around names, and names that are only like that."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgcrawl.pages import Confidence, choose, collect
from imgcrawl.pages.choosing.decorated import _rest

PAGE = "https://www.site.example/page/4"
HASH, OTHER_HASH = "0a1b2c3d4e", "9f8e7d6c5b"
UUID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"


def look_up(wanted, *shown, markup=""):
    """Choose for *wanted* on a page with *shown*, each a picture of its own, and *markup*."""
    html = markup + "".join(f'<img src="{url}">' for url in shown)
    return choose(collect(html, PAGE), wanted_url=f"https://www.site.example{wanted}", page_url=PAGE)


@pytest.mark.parametrize(
    ("wanted", "now"),
    [
        ("/user_upload/heron_lake.jpg", f"/fileadmin/_processed_/3/b/csm_heron_lake_{HASH}.jpg"),
        (f"/_processed_/3/b/csm_heron_lake_{OTHER_HASH}.jpg", f"/_processed_/3/b/csm_heron_lake_{HASH}.jpg"),
        ("/img/heron-lake.jpg", "/_astro/heron-lake.BxK3f9Za.jpg"),
        ("/img/heron-lake.jpg", "/assets/heron-lake-0a1b2c3d.webp"),
        ("/img/grove_27.jpg", f"/p/grove_27_hu{HASH * 3}00_88213_800x0_resize_q75_h2_box.webp"),
        ("/img/grove_27.jpg", f"/uploads/grove_27_{HASH}.jpg"),
        ("/assets/heron-lake.jpg", "/assets/Uploads/heron-lake__FillWzEwMCwxMDBd.jpg"),
        ("/uploads/2019/05/heron-lake.jpg", "/uploads/2019/05/heron-lake-scaled-1.jpg.avif"),
        ("/img/heron-lake.jpg", "/i/8f3a2b1c9d.heron-lake.v3"),
        ("/img/heron-lake.jpg", "/files/heron-lake.ashx?h=300"),
        ("/img/heron-lake.jpg", "/img/heron-lake_o.jpg"),
        ("/img/heron-lake.jpg", f"/img/heron-lake-lowres-{HASH}.jpg"),
        ("/img/DSC04107.jpg", f"/assets/DSC04107-{HASH}.jpg"),
        ("/shore/2019/DSC04107.jpg", f"/_processed_/3/b/csm_DSC04107_{HASH}.jpg"),
        ("/img/heron-lake.jpg", f"/a/Heron_Lake_{HASH}.jpg"),
        ("/img/heron-lake.jpg", f"/assets/800x600_x/heron-lake-{HASH}-q75.jpg"),
        ("/img/heron-lake.jpg", "/_astro/heron-lake.BxYz12Ab_Z1abcD.jpg"),
        ("/img/heron-lake.jpg", "/products/12/images/34/heron-lake__12345.1599000000.jpg"),
        ("/img/heron-lake.jpg", "/products/12/images/34/heron-lake__12345.1599000000.1280.1280.jpg"),
        ("/img/heron-lake.jpg", f"/files/heron-lake_{UUID}.jpg"),
        ("/img/heron-lake.jpg", f"/files/{UUID}_heron-lake.jpg"),
    ],
)
def test_decoration_leaves_the_name_what_it_was(wanted, now):
    """Prefixes and digests of content systems, builders and image services tell no other picture."""
    choice = look_up(wanted, now, "/img/another-thing.jpg")
    assert choice is not None
    assert (choice.url, choice.confidence) == (f"https://www.site.example{now}", Confidence.DECORATED)


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("/img/heron_lake_4471.jpg", f"/_processed_/3/b/csm_heron_lake_4472_{HASH}.jpg"),
        ("/img/heron-lake.jpg", f"/assets/heron-lake-2-{HASH}.jpg"),
        ("/img/heron-lake.jpg", f"/assets/blue-heron-lake-{HASH}.jpg"),
        ("/img/heron-lake.jpg", f"/assets/heron-lake-back-{HASH}.jpg"),
        ("/img/heron-lake.jpg", f"/assets/heron-lakes-{HASH}.jpg"),
        ("/img/heron-lake.jpg", f"/assets/heron-big-lake-{HASH}.jpg"),
        ("/img/heron-lake.jpg", f"/assets/heron-lake-heron-lake-{HASH}.jpg"),
        ("/img/heron-lake.jpg", "/img/heron-lake_a.jpg"),  # a view
        ("/img/heron-lake.jpg", "/img/heron-lake-12345678a.jpg"),  # a view of a thing with a number
        ("/img/heron-lake.jpg", "/img/20190503-heron-lake.jpg"),  # a day
        ("/img/heron-lake.jpg", "/img/heron-lake-w124.jpg"),  # a car
        ("/img/heron-lake.jpg", "/img/heron-lake.v2.jpg"),  # another drawing
        ("/img/heron-lake.jpg", "/img/heron-lake-50x70-print.jpg"),
        ("/img/heron-lake.jpg", "/img/heron-lake-large-2.jpg"),
        ("/img/heron-lake.jpg", "/img/heron-lake_hu_20190503.jpg"),  # in Hungarian
        ("/img/heron-lake.jpg", "/img/xxl_heron-lake.jpg"),
        ("/img/copper-butterfly.jpg", "/img/large-copper-butterfly.jpg"),  # another species
        ("/img/heron-lake.jpg", "/a/heron_lake.jpg"),  # another spelling, and not the page's main picture
        ("/img/beach.jpg", f"/assets/beach-{HASH}.jpg"),
        ("/img/image1.jpg", f"/assets/image1-{HASH}.jpg"),
        ("/img/2300/main.jpg", f"/assets/main-{HASH}.jpg"),
        ("/red/heron-lake.jpg", f"/blue/heron-lake-{HASH}.jpg"),
        ("/2019/heron-lake.jpg", f"/2020/heron-lake-{HASH}.jpg"),
        ("/img/DSC04107.jpg", f"https://elsewhere.example/assets/DSC04107-{HASH}.jpg"),
        ("/img/heron-lake", f"/img/heron-lake-{HASH}.jpg"),
        ("/img/grove_27.jpg", f"/a/grove-27-{HASH}.jpg"),
        ("/img/heron-lake.jpg", "/a/heron-lake.northern-winter.jpg"),
        ("/img/heron-lake.jpg", "/a/heron-lake__12345.20190503.jpg"),
        ("/img/heron-lake-mist.jpg", "/a/heron-lake-mist-4ed3.jpg"),  # not the page's main picture
    ],
)
def test_more_than_decoration_is_another_picture(wanted, shown):
    """A word, a counter, a view, a date or a model more; a name that many share; a directory that speaks against it."""
    assert look_up(wanted, shown, "/img/another-thing.jpg") is None


def test_two_digests_are_two_pictures():
    """Unless the page's markup makes them one, or the digest is one of the rendition."""
    wanted, one, two = "/img/grove_27.jpg", f"/a/grove_27_{HASH}.jpg", f"/a/grove_27_{OTHER_HASH}.jpg"
    assert look_up(wanted, one, two) is None
    assert look_up(wanted, one, one) is not None
    assert look_up(wanted, markup=f'<img src="{one}" srcset="{two} 900w">') is not None
    assert look_up(wanted, f"/a/csm_grove_27_{HASH}.jpg", f"/a/csm_grove_27_{OTHER_HASH}.jpg") is not None
    assert look_up(wanted, f"/a/csm_grove_27_{HASH}.jpg", f"/b/3/csm_grove_27_{OTHER_HASH}.jpg") is None


def test_a_bearer_without_decoration_in_another_place_is_a_second_picture():
    """Then it is not clear which is meant."""
    assert look_up("/red/heron-lake.jpg", f"/a/heron-lake-{HASH}.jpg", "/blue/heron-lake.jpg") is None


def test_the_sibling_is_passed_over():
    """A series is told apart by its counter, each with a digest of its own."""
    choice = look_up("/img/heron-lake.jpg", f"/a/heron-lake-2-{OTHER_HASH}.jpg", f"/a/heron-lake-{HASH}.jpg")
    assert choice is not None
    assert choice.url.endswith(f"/heron-lake-{HASH}.jpg")


def test_the_next_of_a_series_in_the_old_place_leaves_a_doubt():
    """Where the next one lies in the very directory, the wanted one would lie there too, were it not gone."""
    wanted, now = "/hill/elm-oak.jpg", f"/photos/elm-oak-{HASH}.jpg"
    assert look_up(wanted, now, "/hill/pine-oak.jpg") is not None
    assert look_up(wanted, now, "/hill/elm-oak-2.jpg") is None


def test_a_day_before_the_name_is_no_identifier():
    """Not of the page's main picture either."""
    now = '<meta property="og:image" content="/a/20190503-heron-lake.jpg">'
    assert look_up("/img/heron-lake.jpg", markup=now) is None


@pytest.mark.parametrize("prefix", ["1699999999123-", "4711042_"])
def test_a_number_before_the_name_is_believed_of_the_pages_main_picture(prefix):
    """It may be an upload's time or a thing's number."""
    wanted, now = "/img/heron-lake.jpg", f"/a/{prefix}heron-lake.jpg"
    assert look_up(wanted, now, "/b.jpg") is None
    assert look_up(wanted, "/b.jpg", markup=f'<meta property="og:image" content="{now}">') is not None
    assert look_up("/img/heron-lake-of-sorrow-gorge.jpg", f"/a/{prefix}heron-lake-of-sorrow-gorge.jpg", "/b.jpg")


def test_a_size_before_the_name_is_believed_where_there_are_two():
    """``large`` may be a word of the name; where ``small`` stands before the same name and digest it is a size."""
    wanted, large, small = (
        "/img/copper-moth.jpg",
        f"/a/large_copper_moth_{HASH}.jpg",
        f"/a/small_copper_moth_{HASH}.jpg",
    )
    assert look_up(wanted, large, "/b.jpg") is None
    for shown in ((large, small), (small, large)):
        choice = look_up(wanted, *shown, "/b.jpg")
        assert choice is not None
        assert choice.url.endswith(large)
    assert look_up(wanted, large, small.replace(HASH, OTHER_HASH), "/b.jpg") is None


WORD = st.text("bdghjklmnpqrtuvwyz", min_size=3, max_size=9)
NAMES = st.lists(WORD, min_size=2, max_size=4, unique=True)


@given(
    NAMES, st.sampled_from(["-", "_"]), st.sampled_from(["{}-0a1b2c3d", "csm_{}_0a1b2c3d4e", "{}_1f2e3d4c5b-800x600"])
)
def test_any_name_is_found_in_its_decoration(words, gap, form):
    """Whatever the words are."""
    name = gap.join(words)
    assert _rest(form.format(name), name) is not None


@given(NAMES, WORD, st.data())
def test_no_word_more_is_decoration(words, other, data):
    """Wherever it stands."""
    at = data.draw(st.integers(0, len(words)))
    longer = [*words[:at], f"x{other}", *words[at:]]
    assert _rest("-".join([*longer, HASH]), "-".join(words)) is None


@given(NAMES, st.integers(0, 99_999))
def test_no_counter_is_decoration(words, number):
    """After the name or before it."""
    name = "-".join(words)
    assert _rest(f"{name}-{number}-{HASH}", name) is None
    assert _rest(f"{number}-{name}-{HASH}", name) is None


@pytest.mark.parametrize("piece", ["_smart", "__fillwz00000", "_hu_0a1b2c3d4e5f6a7b8c", "-a", "csm_", "_800x0"])
def test_a_name_made_to_be_slow_is_not(piece):
    """The time grows with the length, which is bounded."""
    before = process_time()
    for number in range(20):
        _rest((piece * 300)[: 300 - number] + "!", "heron-lake")
    assert process_time() - before < 1


@pytest.mark.parametrize("code", ["4ed3", "da21a0", "ceceda11"])
def test_a_short_code_is_believed_of_the_picture_that_the_page_is_about(code):
    """Whatever else the name tells; the view of a numbered thing is none."""
    own = f"https://cdn.example/m/heron-lake-{code}.jpg"
    choice = look_up("/img/heron-lake.jpg", "/x/oak.jpg", markup=f'<meta property="og:image" content="{own}">')
    assert choice is not None
    assert (choice.url, choice.confidence) == (own, Confidence.DECORATED)
    assert look_up("/img/heron-lake.jpg", own, "/x/oak.jpg") is None
    for view in ("4471a", "decade90", "bdfa2019"):
        other = f'<meta property="og:image" content="/m/heron-lake-{view}.jpg">'
        assert look_up("/img/heron-lake.jpg", "/x/oak.jpg", markup=other) is None


NUMBERED = "heron-lake-4711"


@pytest.mark.parametrize(
    ("stem", "is_decorated"),
    [
        (NUMBERED, True),
        ("crane-moor-4712_n", False),
        (f"{NUMBERED}-scaled-1-{HASH}", True),
        (f"{NUMBERED}-scaled-2-{HASH}", False),
        (f"4386162-{NUMBERED}-w800", True),
        (f"{NUMBERED}-w800", False),
        (f"{HASH}-{NUMBERED}".rjust(300, "a").replace("aaa", "a1b", 90), True),
        (f"{HASH}-{NUMBERED}".rjust(301, "a").replace("aaa", "a1b", 90), False),
    ],
    ids=["bare", "another", "taken", "counted", "side", "model", "long", "longer"],
)
def test_what_stands_around_a_name_is_read_as_a_whole(stem, is_decorated):
    """A side beside what was drawn or counted alone; names of more than 300 characters are not read."""
    assert (_rest(stem, NUMBERED) is not None) is is_decorated


def test_an_address_without_an_ending_must_be_shown():
    """A path in a script or a style may be a page's; and both must be files."""
    now = f"/a/{NUMBERED}-{HASH}"
    assert look_up(f"/img/{NUMBERED}.jpg", now) is not None
    scripted = f'<div style="background:url({now})"></div>'
    assert look_up(f"/img/{NUMBERED}.jpg", "/x/oak.jpg", markup=scripted) is None
    assert look_up(f"/img/{NUMBERED}", f"{now}.jpg") is None


def test_of_two_sizes_of_one_hash_the_larger_is_taken():
    """By the size that its name tells."""
    choice = look_up(f"/img/{NUMBERED}.jpg", f"/a/{NUMBERED}-{HASH}-800x600.jpg", f"/a/{NUMBERED}-{HASH}.jpg")
    assert choice is not None
    assert choice.url.endswith(f"/a/{NUMBERED}-{HASH}.jpg")
