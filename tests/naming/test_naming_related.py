"""What folders, fields and numbers add to a name, where two addresses may name one image."""

from __future__ import annotations

import pytest

from imgcrawl.naming.addresses import Address, read_address
from imgcrawl.naming.same_image import Confidence, declared_relation, relation

SITE, ELSEWHERE = "https://e.example", "https://f.example"
HASH, OTHER = "5d41402abc4b2a76b9719d911017c592", "8f14e45fceea167a5a36dedd4bea2543"
SHA1 = "5d41402abc4b2a76b9719d911017c59212345678"
DRAWN, REDRAWN = "26788fca5b48", "0d4f9a7713be"
EXACT, STEM, ID = Confidence.EXACT, Confidence.SAME_STEM, Confidence.SAME_ID


def read(url: str) -> Address:
    """Return what *url*, on the site if it is a path, says."""
    address = read_address(url if url.startswith("https:") else SITE + url)
    assert address is not None
    return address


def related(one: str, other: str) -> Confidence | None:
    """Relate two addresses, in whichever order."""
    found = relation(read(one), read(other))
    assert relation(read(other), read(one)) is found
    return found


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("/p/old-stone-bridge?token=1", "/p/old-stone-bridge?token=2", EXACT),
        ("/a/old-stone-bridge.jpg?x=1", f"{ELSEWHERE}/b/old-stone-bridge?x=1&y=2", None),
        ("/4821/image.jpg?x=1", "/4821/image.webp?x=1&y=2", None),
        ("/P1234567.jpg?x=1", "/P1234567.jpg?x=1&y=2", STEM),
        (f"/{SHA1}/0_0_1000_700/640.jpg?n=1", f"{ELSEWHERE}/{SHA1}/0_0_1000_700/1200.jpg?n=2", None),
    ],
)
def test_a_field_more_is_another_picture_of_what_is_no_file_or_has_no_name(one, other, expected):
    """A file whose name tells it may carry any; a token tells nothing."""
    assert related(one, other) is expected


def test_a_field_speaks_against_a_hash_that_is_a_folder_now():
    """And so does a wanted address that is no file's."""
    assert relation(read(f"/a/{HASH}.jpg?n=1"), read(f"/b/{HASH}/1080.webp?n=2")) is None
    assert relation(read(f"/a/{HASH}"), read(f"/b/{HASH}/1080.webp")) is None
    assert relation(read(f"/a/{HASH}.jpg"), read(f"/b/{HASH}/1080.webp")) is ID


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("/red/old-stone-bridge.jpg", f"{ELSEWHERE}/blue/old-stone-bridge.jpg", None),
        ("/x/heron-lake.jpg", "/y/heron-lake.jpg", None),
        ("/xx/lapwing-438616.jpg", "/yy/lapwing-438616.jpg", STEM),
        (f"/{DRAWN}/heron-lake.jpg", f"{ELSEWHERE}/{REDRAWN}/heron-lake.jpg", None),
        (f"/{DRAWN}/xx4711/heron-lake.jpg", f"{ELSEWHERE}/xx4711/heron-lake.jpg", STEM),
        ("/clover/P1234567.jpg", "/P1234567.jpg", None),
        (f"/m/cache/{HASH}/o/l/old-pier.jpg", f"/m/cache/{OTHER}/o/l/old-pier.jpg", EXACT),
    ],
)
def test_a_file_in_another_folder_of_its_host_is_one_by_its_name_alone_if_that_is_sure(one, other, expected):
    """Else the page must decide; so it must where a hash was drawn anew, but for a shop's cache."""
    assert related(one, other) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("/482/image.jpg", "/482/image.webp", STEM),
        ("/48/image.jpg", "/48/image.webp", None),
        ("/old-stone-bridge/image.jpg", "/old-stone-bridge/image.webp", STEM),
        ("/48213/800x600.jpg", "/48213/400x300.jpg", STEM),
        ("/4821/800x600.jpg", "/4821/400x300.jpg", None),
        ("/old-stone-bridge/800x600.jpg", "/old-stone-bridge/400x300.jpg", STEM),
        ("/48213/img/800x600.jpg", "/48213/img/400x300.jpg", None),
        ("/4821/image.jpg", f"{ELSEWHERE}/4821/image.webp", None),
        (f"/{HASH}/image.jpg", f"{ELSEWHERE}/{HASH}/image.webp", STEM),
    ],
)
def test_the_folder_must_name_the_picture_of_a_file_that_has_no_name(one, other, expected):
    """By three digits or a name; of a file called by its size by five, right before it. Elsewhere by a hash."""
    assert related(one, other) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("/photos/48213377/image.jpg", "/pics/48213377/image.jpg", ID),
        ("/photos/48213377/image", "/photos/48213377/original.jpg", ID),
        ("/photos/48213377/original.jpg", "/photos/48213377/image.jpg", None),
        ("/photos/48213377/original.jpg", f"{ELSEWHERE}/photos/48213377.jpg", None),
        ("/48213377-red/full.jpg", "/48213377.jpg", None),
        ("/boats/houses/48213377.jpg", "/boats/48213377.jpg", None),
        ("/photos/48213377.jpg?user=5", "/pics/48213377.jpg", ID),
        ("/get?photoid=48213377", "/show?id=48213377", ID),
        ("/get?userid=48213377", "/get?id=48213377", None),
        ("/get?userid=48213377", "/photos/48213377.jpg", None),
    ],
)
def test_a_number_is_one_pictures_where_both_count_one_kind_of_thing(one, other, expected):
    """On one site; another file of its folder, a view, another word before it and a member's field are no such."""
    assert related(one, other) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("/products/329626/main.jpg", "/media/items/329626/main.jpg", ID),
        ("/products/3296268/1.jpg", "/shop/3296268/1.jpg", ID),
        ("/products/3296268/1.jpg", "/shop/3296268/2.jpg", None),
        ("/products/3296268/1.jpg", "/shop/3296269/1.jpg", None),
        ("/products/32962/1.jpg", "/shop/32962/1.jpg", None),
        ("/products/201905/1.jpg", "/shop/201905/1.jpg", None),
        ("/users/3296268/1.jpg", "/shop/3296268/1.jpg", None),
        ("/boats/3296268/1.jpg", "/shop/3296268/1.jpg", None),
        ("/products/3296268/1.jpg", f"{ELSEWHERE}/shop/3296268/1.jpg", None),
        ("/products/3296268/1.jpg?view=2", "/shop/3296268/1.jpg?view=3", None),
    ],
)
def test_a_long_number_before_a_name_that_says_nothing_is_a_part_of_it(one, other, expected):
    """Behind words for pictures of every kind; a person's, a date and another site's are another's."""
    assert related(one, other) is expected


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        (f"/{SHA1}/0_0_1000_700/640.jpg", f"/{SHA1}/0_0_1000_700/1200.jpg", True),
        (f"/{SHA1}/0_0_1000_700/640.jpg", f"/{SHA1}/9_0_1000_700/1200.jpg", False),
        (f"/{SHA1}/0_0_1000_700/640", f"/{SHA1}/0_0_1000_700/1200", False),
        (f"/{SHA1}/0_0_1000_700/heron.jpg", f"/{SHA1}/0_0_1000_700/crane.jpg", False),
        ("/old/0_0_1000_700/640.jpg", "/old/0_0_1000_700/1200.jpg", False),
        (f"/{SHA1}/top/640.jpg", f"/{SHA1}/top/1200.jpg", False),
    ],
)
def test_one_cut_of_one_picture_has_one_hash_and_one_box(one, other, is_one):
    """On any host, and in any width."""
    assert related(one, ELSEWHERE + other) is (ID if is_one else None)


@pytest.mark.parametrize(
    ("wanted", "other", "width", "expected"),
    [
        ("/a/1.jpg", "/a/1-633.jpg", 633, None),
        ("/a/kettle.jpg", f"{ELSEWHERE}/a/kettle-633.jpg", 633, None),
        ("/a/kettle.jpg", "/a/lamp-633.jpg", 633, None),
        ("/a/kettle.jpg", "/a/kettle.jpg", 633, EXACT),
        ("/a/kettle.jpg", "/a/kettle-640.jpg", None, None),
    ],
)
def test_a_declared_width_is_taken_off_a_name_that_tells_something_on_its_site(wanted, other, width, expected):
    """Without such a number the addresses are compared as they stand."""
    assert declared_relation(read(wanted), read(other), width) is expected
