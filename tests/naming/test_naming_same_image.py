"""When two addresses name one image."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcrawl.naming.addresses import read_address
from imgcrawl.naming.same_image import Confidence, declared_relation, relation

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
        (f"{E}/photos/48213377.jpg", f"{E}/artists/48213377/large.jpg", None),
        (f"{E}/photos/48213377.jpg", f"{E}/artists/ann/48213377.jpg", Confidence.SAME_ID),
        (f"{E}/artists/48213377.jpg", f"{E}/artists/48213377/large.jpg", Confidence.SAME_ID),
        (f"{E}/d/letter-of-anna.jpg", f"{E}/d/letter-of-anna.jpg?seq=2", None),
        (f"{E}/d/letter-of-anna.jpg", f"{E}/d/letter-of-anna.jpg?seq=1", Confidence.EXACT),
        (f"{E}/d/oslo-chair-oak.jpg?color=red", f"{E}/d/oslo-chair-oak.jpg", None),
        (f"{E}/d/{HASH}?frame=2", f"{E}/d/{HASH}?frame=1", None),
        (f"{E}/d/{HASH}?frame=2", f"{E}/d/{HASH}?frame=2&x=4", Confidence.SAME_ID),
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
        (
            f"{E}/t/{HASH[:16]}/1560000000/media/IMG_2004.jpg",
            f"{E}/t/{HASH[16:]}/1900000000/media/IMG_2004.jpg",
            None,
        ),
        (
            f"{E}/t/{HASH[:16]}/1560000000/ab12/IMG_2004.jpg",
            f"{E}/t/{HASH[16:]}/1900000000/ab12/IMG_2004.jpg",
            Confidence.EXACT,
        ),
        (f"{E}/t/{HASH[:16]}/ab12/IMG_2004.jpg", f"{E}/t/{HASH[16:]}/ab12/IMG_2004.jpg", None),
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
    assert declared_relation(wanted, read_address(f"{E}/a/kettle-633.jpg"), 633) is Confidence.SAME_STEM
    assert declared_relation(wanted, read_address(f"{E}/a/kettle-633.jpg"), 634) is None
    assert declared_relation(wanted, read_address(f"{E}/a/kettle-633.jpg"), None) is None
    assert declared_relation(wanted, read_address(f"{E}/b/kettle-633.jpg"), 633) is None


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


MD5, OTHER_MD5 = "8f14e45fceea167a5a36dedd4bea2543", "c9f0f895fb98ab9159f51fd0297e236d"


@pytest.mark.parametrize(
    ("wanted", "other"),
    [
        # the size is the whole name, the directory tells the picture
        ("/images/g/AbCAAOSwQ2dZ1x9k/s-l500.jpg", "/images/g/AbCAAOSwQ2dZ1x9k/s-l1600.webp"),
        # an edited upload, with and without sizes
        ("/up/2018/04/heron.jpg", "/up/2018/04/heron-e1523098771.jpg"),
        ("/up/2018/04/heron-300x200.jpg", "/up/2018/04/heron-e1523098771123-768x512.jpg"),
        # letters of size after a hash
        (f"/cache/{MD5}_M.jpg", f"/cache/{MD5}_XL.jpg"),
        (f"/cache/{MD5}_Generic.jpg", f"/cache/{MD5}_S.jpg"),
        # the hash that was the name is now the directory
        (f"/a/{MD5}.jpg", f"/b/{MD5}/1080.webp"),
        (f"/a/{MD5}.jpg", f"/b/{MD5}/large.webp"),
        # a shop's cache: one hash for each size
        (f"/m/cache/{MD5}/p/i/piano.jpg", f"/m/cache/{OTHER_MD5}/p/i/piano.jpg"),
        (f"/m/cache/{MD5}/p/h/photo-354.jpg", f"/m/cache/{OTHER_MD5}/p/h/photo-354.jpg"),
        (f"/m/cache/1/image/600x/{MD5}/p/h/photo.jpg", f"/m/cache/1/small_image/{OTHER_MD5}/p/h/photo.jpg"),
    ],
)
def test_versions_that_software_makes_are_one_picture(wanted, other):
    """Sizes, edits and caches by the rules of known software leave the picture what it was."""
    site = "https://www.ex.example"
    for one, two in ((wanted, other), (other, wanted)) if "/b/" not in other else ((wanted, other),):
        assert relation(read_address(site + one), read_address(site + two)) is not None


@pytest.mark.parametrize(
    ("wanted", "other"),
    [
        ("/images/g/AbCAAOSwQ2dZ1x9k/s-l500.jpg", "/images/g/AbCAAOSwQ2dZ1x9m/s-l1600.jpg"),
        ("/images/s-l500.jpg", "/images/s-l1600.jpg"),
        ("/up/2018/04/heron.jpg", "/up/2018/04/heron-e15230.jpg"),
        ("/up/2018/04/heron.jpg", "/up/2018/04/heron-2523098771.jpg"),
        ("/up/2018/04/heron.jpg", "/up/2018/04/heron-e2523098771.jpg"),
        (f"/cache/{MD5}_M.jpg", f"/cache/{OTHER_MD5}_XL.jpg"),
        (f"/cache/{MD5}_M.jpg", f"/cache/{MD5}_B.jpg"),
        ("/cache/shirt_M.jpg", "/cache/shirt_XL.jpg"),
        (f"/a/{MD5}.jpg", f"/a/{OTHER_MD5}/1080.webp"),
        (f"/a/{MD5}.jpg", f"/a/{MD5}/17.webp"),
        (f"/a/{MD5}/900.jpg", f"/a/{MD5}/1000.jpg"),
        ("/a/heron/720.jpg", "/a/heron.jpg"),
        ("/a/heron.jpg", "/a/heron/720.jpg"),
        (f"/m/cache/{MD5}/p/h/photo-354.jpg", f"/m/cache/{OTHER_MD5}/p/h/photo-355.jpg"),
        (f"/m/cache/{MD5}/a/b/photo-354.jpg", f"/m/cache/{OTHER_MD5}/a/b/photo-354.jpg"),
        (f"/m/{MD5}/p/h/photo-354.jpg", f"/m/{OTHER_MD5}/p/h/photo-354.jpg"),
        (f"/shop-a/cache/{MD5}/p/h/photo.jpg", f"/shop-b/cache/{OTHER_MD5}/p/h/photo.jpg"),
        (f"/m/cache/{MD5}/p/h/photo.jpg?id=1", f"/m/cache/{OTHER_MD5}/p/h/photo.jpg?id=2"),
        ("/m/cache/red/p/h/photo.jpg", "/m/cache/blue/p/h/photo.jpg"),
    ],
)
def test_what_only_looks_like_such_a_version_is_another_picture(wanted, other):
    """Another directory, hash, letter, number or name is another picture."""
    site = "https://www.ex.example"
    assert relation(read_address(site + wanted), read_address(site + other)) is None


def test_a_cache_is_one_shops():
    """What another site keeps by the same letters is its own."""
    one, two = (
        f"https://{host}/m/cache/{md5}/p/h/photo.jpg" for host, md5 in (("a.example", MD5), ("b.test", OTHER_MD5))
    )
    assert relation(read_address(one), read_address(two)) is None
