"""When two addresses name one image."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.pages.addresses import read_address
from imgcrawl.pages.identity import Confidence, declared_relation, dirs_conflict, relation

E = "https://e.example"
HASH = "5d41402abc4b2a76b9719d911017c592"


def related(one: str, other: str) -> Confidence | None:
    """Relate two addresses."""
    return relation(read_address(one), read_address(other))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (f"{E}/a/fox.jpg?token=1", f"{E}/a/fox.jpg?token=2", Confidence.EXACT),
        (f"{E}/get?id=7&sig=1", f"{E}/get?id=7&sig=2", Confidence.EXACT),
        (f"{E}/get?sig=1", f"{E}/get?sig=2", None),
        (f"{E}/get?id=7", f"{E}/get?id=8", None),
        (f"{E}/a/old-stone-bridge.jpg", "https://cdn.example/b/old-stone-bridge.webp", Confidence.SAME_STEM),
        (f"{E}/2019/old-stone-bridge.jpg", f"{E}/2020/old-stone-bridge.jpg", None),
        (f"{E}/a/fox.jpg", f"{E}/b/fox.jpg", None),
        (f"{E}/a/fox.jpg", f"{E}/a/fox.webp", Confidence.SAME_STEM),
        (f"{E}/a/fox.jpg", "https://f.example/a/fox.jpg", None),
        (f"{E}/2019/fox.jpg", "https://f.example/x/2019/fox.jpg", Confidence.SAME_STEM),
        (f"{E}/a/image.jpg", f"{E}/a/image.webp", None),
        (f"{E}/4821/image.jpg", f"{E}/4821/image.webp", Confidence.SAME_STEM),
        (f"{E}/4821/image.jpg", f"{E}/4822/image.jpg", None),
        (f"{E}/a/{HASH}.jpg", f"https://f.example/b/{HASH}.png", Confidence.SAME_ID),
        (f"{E}/{HASH}/original.jpg", f"https://f.example/{HASH}-large.jpg", Confidence.SAME_ID),
        (f"{E}/{HASH}-front.jpg", f"{E}/{HASH}-back.jpg", None),
        (f"{E}/photos/48213377/original.jpg", f"{E}/photos/48213377.jpg", Confidence.SAME_ID),
        (f"{E}/items/48213377.jpg", f"{E}/sellers/48213377/image.jpg", None),
        (f"{E}/s/old1/media/ab12/IMG_2004.jpg", f"{E}/s/F17.25/media/ab12/IMG_2004.jpg", Confidence.EXACT),
        (f"{E}/s/old1/media/ab12/IMG_2004.jpg", f"{E}/s/F17.25/media/ab13/IMG_2004.jpg", None),
        (f"{E}/s/old1/media/ab12/IMG_2004.jpg", f"{E}/s/F17.25/media/ab12/IMG_2005.jpg", None),
        (f"{E}/s/old1/media/IMG_2004.jpg", f"{E}/s/F17.25/media/IMG_2004.jpg", None),
        (f"{E}/u/old1/media/ab12/IMG_2004.jpg", f"{E}/u/F17.25/media/ab12/IMG_2004.jpg", None),
        (f"{E}/s/2019/media/ab12/IMG_2004.jpg", f"{E}/s/2020/media/ab12/IMG_2004.jpg", None),
        (
            f"{E}/{HASH}/1700000000/ab12/IMG_2004.jpg",
            f"{E}/{HASH[::-1]}/1800000000/ab12/IMG_2004.jpg",
            Confidence.EXACT,
        ),
        (f"{E}/{HASH}/2019/ab12/IMG_2004.jpg", f"{E}/{HASH[::-1]}/2020/ab12/IMG_2004.jpg", None),
        (f"{E}/{HASH}/IMG_2004.jpg", f"{E}/{HASH[::-1]}/IMG_2004.jpg", None),
        (f"{E}/exp=1~hmac=ab/ab12/IMG_2004.jpg", f"{E}/exp=2~hmac=cd/ab12/IMG_2004.jpg", Confidence.EXACT),
        (f"{E}/s/old1/media/ab12/image.jpg", f"{E}/s/F17.25/media/ab12/image.jpg", None),
    ],
)
def test_relations(one, other, expected):
    """Each kind of evidence binds, and each near-miss does not; the order of the two does not matter."""
    assert related(one, other) is expected
    assert related(other, one) is expected


def test_a_declared_width_makes_a_number_a_size():
    """``srcset`` vouches for the number; without it, or in another directory, the number is part of the name."""
    wanted = read_address(f"{E}/a/kettle.jpg")
    assert declared_relation(wanted, f"{E}/a/kettle-633.jpg", 633) is Confidence.SAME_STEM
    assert declared_relation(wanted, f"{E}/a/kettle-633.jpg", 634) is None
    assert declared_relation(wanted, f"{E}/a/kettle-633.jpg", None) is None
    assert declared_relation(wanted, f"{E}/b/kettle-633.jpg", 633) is None
    assert declared_relation(wanted, f"{E}/a/kettle.html", 633) is None


def test_directories_conflict_by_number_anywhere_and_by_word_on_one_host():
    """A moved site changes its folders' words; another date or product number is another picture."""
    one = read_address(f"{E}/red/x.jpg")
    assert dirs_conflict(one, read_address(f"{E}/blue/x.jpg"))
    assert not dirs_conflict(one, read_address("https://f.example/blue/x.jpg"))
    assert not dirs_conflict(one, read_address(f"{E}/images/x.jpg"))


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, 99_999),
    st.integers(0, 99_999),
    st.sampled_from(["IMG_{:04}", "red-fox-in-snow-{}", "{:08}", "photo{}", "a_{}"]),
)
def test_names_that_differ_in_a_number_are_different_images(one, other, form):
    """However the files are counted."""
    same = related(f"{E}/x/{form.format(one)}.jpg", f"{E}/x/{form.format(other)}.jpg?v=2")
    assert same is None or one == other
