from __future__ import annotations

from random import Random

from imgcrawl.validation.facts import ImageFacts
from imgcrawl.validation.placeholders.circumstances import Stored
from imgcrawl.validation.placeholders.lookalikes import Lookalikes

NOW = 1_578_564_000.0
"""Ten in the morning of the ninth of January 2020."""


def facts(name: str, *, seed: int = 1, phash: int = 0, shift: int = 0, width: int = 100) -> ImageFacts:
    """Return the facts of a picture in twelve flat colours from *seed*, *shift* levels brighter."""
    looks = b"".join(bytes([level // 2 + 60 + shift] * 64) for level in Random(seed).randbytes(12))
    return ImageFacts(name, 5000, "JPEG", "jpg", width, 80, "RGB", f"{phash:016x}", 1, looks)


def test_a_picture_is_named_after_the_first_like_it():
    """What looks alike bears the name of the first of its kind; what does not, its own."""
    known = Lookalikes()
    assert known.name("a", facts("first")) == "first"
    assert known.name("a", facts("second", shift=3, phash=(1 << 24) - 1)) == "first"
    assert known.name("a", facts("other", seed=2)) == "other"


def test_hash_size_and_host_keep_apart():
    """Equal cells are not enough: more than 24 bits of the hash, another size or another host make another picture."""
    known = Lookalikes()
    known.name("a", facts("first"))
    assert known.name("a", facts("hash", phash=(1 << 25) - 1)) == "hash"
    assert known.name("a", facts("size", width=101)) == "size"
    assert known.name("b", facts("host")) == "host"


def test_files_of_different_times_are_different():
    """Two files that were stored at different times are two pictures; of the same time, or of no known one, one."""
    known, first, later, fresh = Lookalikes(), *(Stored(f"0{day} Jan 2020 10:00:00 GMT", NOW) for day in (1, 2, 9))
    assert known.name("a", facts("first"), stored=first) == "first"
    assert known.name("a", facts("later", shift=1), stored=later) == "later"
    assert known.name("a", facts("anew", shift=2)) == "anew"
    assert known.name("a", facts("copy", shift=1), stored=first) == "first"
    assert known.name("a", facts("once more", shift=1), stored=fresh) == "anew"


def test_without_looks_there_is_no_name():
    """A picture whose looks nobody took is not known by them."""
    bare = ImageFacts("x", 5000, "JPEG", "jpg", 100, 80, "RGB", "0" * 16, 1)
    assert Lookalikes().name("a", bare) is None


def test_memory_is_bounded():
    """Of a host the pictures met last are known, and in all no more than there is room for."""
    known = Lookalikes(per_size=4, capacity=10)
    for number in range(6):
        known.name("a", facts(f"a{number}", seed=number))
        known.name("a", facts("again", seed=0))
    assert known.name("a", facts("again", seed=0)) == "a0"
    assert known.name("a", facts("again", seed=1)) == "again"
    for host in range(30):
        known.name(f"h{host}", facts("p"))
    assert known.name("a", facts("forgotten", seed=0)) == "forgotten"


def test_a_picture_is_not_compared_with_itself(monkeypatch):
    """A picture that is asked about again has its own name, without a look at any other."""
    known = Lookalikes()
    assert known.name("a", facts("first")) == "first"
    monkeypatch.setattr(known, "_same", None)
    assert known.name("a", facts("first")) == "first"
