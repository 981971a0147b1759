"""What counts as a size in an address."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.naming.sizes import query_width, segment_width, split_bare_width, split_name


@pytest.mark.parametrize(
    ("name", "stem", "width"),
    [
        ("fox-300x200", "fox", 300),
        ("fox_600x", "fox", 600),
        ("fox_x600", "fox", 600),
        ("fox_{width}x", "fox", None),
        ("fox-{width}x{height}", "fox", None),
        ("fox-1024x683-scaled", "fox", 1024),
        ("fox-scaled", "fox", 2560),
        ("fox@2x", "fox", None),
        ("fox_300x@2x", "fox", 300),
        ("fox-640w", "fox", 640),
        ("fox_1200px", "fox", 1200),
        ("300px-Fox", "Fox", 300),
        ("thumb_fox", "fox", 150),
        ("fox_large", "fox", 1024),
        ("fox_LARGE", "fox", 1024),
        ("fox-original", "fox", None),
        ("fox_11_0000_max_476x317", "fox_11_0000", 476),
        ("mad-max-300x200", "mad-max", 300),
        ("mad_max_300x200", "mad_max", 300),
        ("fox-p-800", "fox", 800),
        ("AbC=s1600", "AbC", 1600),
        ("AbC=w600-h400-no", "AbC", 600),
        ("AbC=s0", "AbC", None),
        ("71a._AC_SL1500_", "71a", 1500),
        ("51234567890_a1b2c3d4e5_b", "51234567890_a1b2c3d4e5", 1024),
        ("51234567890_a1b2c3d4e5", "51234567890_a1b2c3d4e5", 500),
        ("fox-e1557000000000", "fox", None),
        ("medium_5551234", "5551234", None),
        ("large", "", 1024),
        ("300x200", "", 300),
    ],
)
def test_sizes_are_taken_from_names(name, stem, width):
    """What sites append or prepend for a size goes, and its width is read."""
    assert split_name(name) == (stem, width)


@pytest.mark.parametrize(
    "name",
    [
        "rug-8x10",
        "poster-50x70",
        "sofa-240x95",
        "house_b",
        "fox-2",
        "DSC_0042",
        "small-boat",
        "full-moon",
        "fox-640",
        "xlarge",
        "fox-2x",
    ],
)
def test_what_may_tell_pictures_apart_stays(name):
    """Small numbers, letters, counters and leading adjectives are part of the name."""
    assert split_name(name)[0] == name


def test_bare_numbers_are_sizes_only_when_declared_or_standard():
    """A declared width must be met exactly; without one only widths that sites render count."""
    assert split_bare_width("cover-633", 633) == ("cover", 633)
    assert split_bare_width("cover-633", 640) == ("cover-633", None)
    assert split_bare_width("cover-640") == ("cover", 640)
    assert split_bare_width("cover-641") == ("cover-641", None)
    assert split_bare_width("640") == ("640", None)


@pytest.mark.parametrize(
    ("segment", "sized", "width"),
    [
        ("thumb", True, 150),
        ("originals", True, None),
        ("236x", True, 236),
        ("300x200", True, 300),
        ("s1600", True, 1600),
        ("s320-h", True, 320),
        ("w640-h480", True, 640),
        ("c_fill,h_200,w_300", True, 300),
        ("width=80,quality=75", True, 80),
        ("w_500", True, None),
        ("resize:fit:1400", True, None),
        ("rs:fill:300:200", True, 300),
        ("w:300", True, 300),
        ("tr:w-300", True, None),
        ("filters:quality(80)", True, None),
        ("ns:6485", False, None),
        ("uuid:0a1b2c3d", False, None),
        ("resize:lake:300", False, None),
        ("rs:fill:lake", False, None),
        ("v1612345678", True, None),
        ("o", True, None),
        ("2019", False, None),
        ("summer", False, None),
        ("my_dir", False, None),
        ("a,b", False, None),
    ],
)
def test_directories_that_only_choose_a_version_are_known(segment, sized, width):
    """Sizes, transformations and versions are told from names and dates."""
    found = segment_width(segment)
    assert found[0] is sized
    assert found[1] == width or (sized and width is None)


def test_the_query_names_a_width():
    """The usual fields are read, and others are not."""
    assert query_width([("w", "640"), ("q", "75")]) == 640
    assert query_width([("resize", "300,200")]) == 300
    assert query_width([("fit", "crop"), ("id", "300"), ("w", "x")]) is None


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab-_x0123456789=.@pws", max_size=60))
def test_any_name_is_split_without_error(name):
    """What is left is part of the name."""
    assert split_name(name)[0] in name
    assert segment_width(name) is not None


NO_SIZES = """
    harbour_p_101 report-p-100 thinkpad-x220 fujifilm_x100 w204 h205 4711234_20190501_1 4711234_20190501_2
    4711234_12345678_b 4711234_0a1b2c3d_x2
"""


@pytest.mark.parametrize("stem", NO_SIZES.split())
def test_pages_models_and_counters_are_no_sizes(stem):
    """A book has pages, cars and computers have numbers behind a letter, and a day with a counter is no secret."""
    assert split_name(stem) == (stem, None)


@pytest.mark.parametrize(
    ("stem", "base", "width"),
    [
        ("heron-p-500", "heron", 500),
        ("heron_x800", "heron", 800),
        ("w1200", "", 1200),
        ("51234567890_0a1b2c3d4e_b", "51234567890_0a1b2c3d4e", 1024),
    ],
)
def test_what_services_write_so_is_one(stem, base, width):
    """Webflow, Shopify and Flickr each have their own few."""
    assert split_name(stem) == (base, width)
