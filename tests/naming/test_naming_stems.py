"""How much a file name tells."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.naming.stems import Claim, Power, claim, ids, power, residue, strong_ids, unmistakable


@pytest.mark.parametrize(
    "stem", ["", "1", "12", "image", "img_1", "photo-12", "default", "index", "main", "cover", "product-image"]
)
def test_generic_names_tell_nothing(stem):
    """Such names stand in every directory."""
    assert power(stem) is Power.NONE


@pytest.mark.parametrize("stem", ["beach", "IMG_1234", "DSC00123", "fox-2", "12345678", "house_a"])
def test_common_names_and_counters_tell_little(stem):
    """Cameras and people use them again."""
    assert power(stem) is Power.WEAK


@pytest.mark.parametrize("stem", ["red-fox-in-snow", "IMG_20200517_123456", "sunset-2019", "日本庭園", "9780140449136"])
def test_descriptions_and_time_stamps_tell_much(stem):
    """Nobody picks them twice by accident."""
    assert power(stem) is Power.NAME


@pytest.mark.parametrize(
    "stem",
    [
        "5d41402abc4b2a76b9719d911017c592",
        "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
        "AbC1dEf2GhI3jKl4",
        "tumblr_n5x8k2Qq1p1r2s3t4o1",
    ],
)
def test_random_names_tell_all(stem):
    """Hashes, UUIDs and random ids belong to one thing."""
    assert power(stem) is Power.ID


def test_ids_are_strong_ones_or_long_numbers():
    """A short number is no id; hex is compared without case, base62 with it."""
    assert ids("photo 48213377 x") == {"48213377"}
    assert ids("12345") == frozenset()
    assert strong_ids("5D41402ABC4B2A76B9719D911017C592") == strong_ids("5d41402abc4b2a76b9719d911017c592")
    assert strong_ids("AbC1dEf2GhI3") != strong_ids("aBc1DeF2gHi3")


def test_the_residue_keeps_what_tells_views_apart():
    """Format and size words go; front, back and numbers stay."""
    key = frozenset({"48213377"})
    assert residue("48213377-large-photo", key) == ()
    assert residue("48213377-front", key) == ("front",)
    assert residue("48213377_2", key) == ("2",)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_text_has_a_power(stem):
    """Nothing raises."""
    assert power(stem) in Power
    assert isinstance(residue(stem, ids(stem)), tuple)


@pytest.mark.parametrize(
    ("stem", "proves"),
    [
        ("heron-lake-mist", True),
        ("heron_lake_mist_2", True),
        ("heron-lake", False),
        ("heron-lake-heron", False),
        ("heron-lake-of-the-photo", False),
        ("lunch-menu-january", False),
        ("our-team-banner", False),
        ("summer-heron-lantern", False),
        ("summer-heron-lantern-487", True),
        ("summer-heron-lantern-2019", False),
        ("summer-heron-lantern-1200", False),
        ("heron-123456", True),
        ("heron-12345", False),
        ("heron-050317", False),
        ("heron-750317", True),
        ("heron-050017", True),
        ("heron-051300", True),
        ("x7gk2pq9", True),
        ("x7gk2pq", False),
        ("abcdefgh", False),
        ("20200517t1234", False),
        ("img_20190917_222847", True),
        ("pxl-20190917222847", True),
        ("img_20191917_222847", False),
        ("img_20190917_2228", False),
        ("img-20190917-wa0004", False),
        ("123456789012345", True),
        ("12345678901234", False),
        ("日本庭園秋紅葉", True),
        ("日本", False),
        ("", False),
    ],
)
def test_three_words_or_a_random_part_are_unmistakable(stem, proves):
    """Different words that few pictures share count, and the second of a shot; words of sites and days do not."""
    assert unmistakable(stem) is proves


@pytest.mark.parametrize(
    ("stem", "like", "unlike"),
    [
        ("old-sunset-487", "elm-sunset-487", None),
        ("old-autumn-611", "elm-autumn-611", None),
        ("fern-old-736", "fern-elm-736", None),
        ("photo-old-611", "photo-new-611", "photo-elm-611"),
        ("old-photo-611", "new-photo-611", "elm-photo-611"),
        ("sunset-487-old", "sunset-487-new", "sunset-487-elm"),
        ("old-logo-487", "new-logo-487", "elm-logo-487"),
        ("old-autumn-12", "new-autumn-12", None),
        ("old-autumn-2012", "new-autumn-2012", None),
        ("old-487", "new-487", "elm-487"),
    ],
)
def test_old_is_a_word_of_a_title_in_a_numbered_name_alone(stem, like, unlike):
    """It tells a version at the end, and nothing beside words that many pictures share."""
    assert (power(stem), claim(stem)) == (power(like), claim(like))
    assert unlike is None or (power(stem), claim(stem)) != (power(unlike), claim(unlike))


@pytest.mark.parametrize(
    ("stem", "level"),
    [
        ("AB.Cd.123456", Claim.NUMBERED),
        ("k.b.zz.0042", Claim.NUMBERED),
        ("RMNH.AVES.123456", Claim.NAMED),
        ("AB.Cd.123456.b", Claim.COUNTED),
        ("AB.Cd.123", Claim.COUNTED),
        ("AB.Cd.2019", Claim.GENERIC),
        ("AB.Cd.1280", Claim.GENERIC),
        ("AB.Cd.20190517", Claim.GENERIC),
        ("my.b.123456", Claim.GENERIC),
        ("img.p.123456", Claim.COUNTED),
        ("AB.123456", Claim.COUNTED),
        ("AB-Cd-123456", Claim.COUNTED),
    ],
)
def test_a_number_behind_letters_and_dots_is_one_of_a_collection(stem, level):
    """No year, date or width, and no letters that many have."""
    assert claim(stem) is level


@pytest.mark.parametrize(
    ("stem", "level"),
    [
        ("20190517-winter-354", Claim.NUMBERED),
        ("event_2019-05-17_0042", Claim.NUMBERED),
        ("2019_05_17-red-354", Claim.NUMBERED),
        ("20190517-winter-12", Claim.GENERIC),
        ("20190517-winter-1280", Claim.GENERIC),
        ("20190517-winter-2018", Claim.GENERIC),
        ("20190517-winter-190518", Claim.GENERIC),
        ("20190517-winter", Claim.GENERIC),
        ("2019-05-winter-354", Claim.GENERIC),
        ("2019-05_17-winter-354", Claim.GENERIC),
        ("20190517-image-354", Claim.GENERIC),
        ("IMG-20190517-WA0012", Claim.GENERIC),
        ("20190517-354", Claim.GENERIC),
    ],
)
def test_what_was_counted_on_a_day_beside_a_word_is_one_picture(stem, level):
    """Be the word common; a few pictures of that day, or of its month, have a counter that many share."""
    assert claim(stem) is level
