"""Addresses under which a host gives one of its stock."""

from __future__ import annotations

from random import Random

from imgcrawl.validation.facts import ImageFacts
from imgcrawl.validation.placeholders.vacant import VacantAddresses

DRAWN = bytes([250] * 768)


def photo(name: str, looks: bytes | None = None) -> ImageFacts:
    """Return the facts of a photograph like no other, unless its *looks* are given."""
    rng = Random(name)
    shot = rng.randbytes(768)
    return ImageFacts(name, 5000, "JPEG", "jpg", 100, 80, "RGB", f"{rng.getrandbits(64):016x}", 1, looks or shot)


def is_vacant(*given: ImageFacts) -> bool:
    """Say whether an address is vacant for which *given* came."""
    addresses = VacantAddresses(capacity=2)
    for facts in given:
        addresses.note("a", facts)
    assert not addresses.is_vacant("b")
    return addresses.is_vacant("a")


def test_two_photographs_make_an_address_vacant():
    """One that comes again is one, and so is none."""
    assert is_vacant(photo("one"), photo("two"), photo("three"))
    assert not is_vacant()
    assert not is_vacant(photo("one"), photo("one"))


def test_notices_count_for_nothing():
    """A host that is busy gives a drawing in its place, in one form or another."""
    assert not is_vacant(photo("one", DRAWN), photo("two", DRAWN), photo("three"))


def test_the_address_longest_unused_is_forgotten():
    """Room is kept for so many."""
    addresses = VacantAddresses(capacity=1)
    for url, name in (("a", "one"), ("a", "two"), ("b", "one")):
        addresses.note(url, photo(name))
    assert not addresses.is_vacant("a")
