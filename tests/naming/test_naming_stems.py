"""How much a file name tells."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.naming.stems import (
    Claim,
    Power,
    claim,
    distinctive,
    ids,
    is_counted,
    power,
    random_part,
    residue,
    strong_ids,
    unmistakable,
)


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


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("日本庭", Power.WEAK),
        ("old-216", Power.NONE),
        ("1600000000x", Power.NAME),
        ("x355249739", Power.NAME),
        ("100-2016051712", Power.WEAK),
        ("aBcDeFgH1J", Power.ID),
        ("aBcDeFgHiJ", Power.NAME),
        ("x7gk2pq9ab", Power.ID),
        ("x7gk2pq9a", Power.WEAK),
        ("abcd1efgh2", Power.NAME),
        ("lake-mill", Power.NAME),
        ("elm-lake", Power.WEAK),
        ("heron-4711", Power.NAME),
        ("mill-4711", Power.WEAK),
    ],
)
def test_where_the_powers_of_names_end(stem, expected):
    """A time to the second and nine digits tell much, a day little; an id has ten signs, four turns and a digit."""
    assert power(stem) is expected


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("100_0099", Claim.FIRST),
        ("DSC_0100", Claim.COUNTED),
        ("US-1994-12", Claim.GENERIC),
        ("US-1994-13", Claim.NAMED),
        ("US-1994-1994", Claim.GENERIC),
        ("US-1995-1994", Claim.NAMED),
        ("red-1994-2773", Claim.GENERIC),
        ("A-1960-1960", Claim.GENERIC),
        ("A-1960-2773", Claim.COUNTED),
        ("abc.de.4711", Claim.NUMBERED),
        ("abc.abd.4711", Claim.NAMED),
        ("red.ab.123456", Claim.COUNTED),
        ("elm-oak-map-2016", Claim.NUMBERED),
        ("heron-old-map-216", Claim.NUMBERED),
        ("lake-red-101", Claim.NAMED),
        ("heron-0000000640", Claim.NAMED),
    ],
)
def test_where_the_claims_of_names_end(stem, expected):
    """A month, a span of years, a colour for letters and a width are no numbers of a collection or of a picture."""
    assert claim(stem) is expected


@pytest.mark.parametrize(
    ("stem", "is_so"),
    [
        ("elm-map-red-216", True),
        ("elm-oak-map-27", False),
        ("elm-map-story-216", False),
        ("elm-oak-216", False),
        ("elm-oak-map-2016", False),
        ("ab12345678", True),
        ("qwrtz-plkjhgfdplkj", True),
        ("abcdefghijklmno", False),
    ],
)
def test_where_a_name_becomes_unmistakable(stem, is_so):
    """By a number of three digits beside two words, or a long word for two; one word alone may be any length."""
    assert unmistakable(stem) is is_so


def test_an_article_is_numbered_behind_two_letters_with_eight_digits():
    """Fewer need a word."""
    assert distinctive("ab12345678")
    assert not distinctive("ab1234567")
    assert not distinctive("a12345678")
    assert distinctive("abc1234567")


def test_an_id_has_seven_digits():
    """Six may count what many have."""
    assert ids("heron-4386162") == {"4386162"}
    assert ids("heron-438616") == frozenset()


def test_a_uuid_is_drawn_whatever_its_digits():
    """And so are fifteen digits in a row, not fifteen letters."""
    assert random_part("11111111-1111-1111-1111-111111111111")
    assert random_part("123456789012345")
    assert not random_part("abcdefghijklmno")


def test_a_number_with_zeros_before_a_width_is_counted_by_nine_digits():
    """What stands behind these is no width."""
    assert is_counted("heron-0000000640")
    assert not is_counted("elm-oak-map-000000640")
