"""What a host's other pictures, and what was found out before, say of how many names are too many."""

from __future__ import annotations

from imgcrawl.records import Passed
from imgcrawl.validation.facts import ImageFacts
from imgcrawl.validation.placeholders.detector import PlaceholderDetector

HOST = "images.example"


def facts(name: str) -> ImageFacts:
    """Return the facts of a picture whose hash is *name*."""
    return ImageFacts(name, 5000, "PNG", "png", 200, 150, "RGB", None, 1)


def note(detector: PlaceholderDetector, name: str, *urls: str) -> list[bool]:
    """Return what the detector says to each of *urls* with the picture *name*."""
    return [detector.note(HOST, f"http://{HOST}/{url}.jpg", facts(name)) for url in urls]


def spared(detector: PlaceholderDetector, name: str, count: int) -> None:
    """Note *count* names of a picture, all of one thing."""
    for number in range(count):
        detector.note(HOST, f"http://{HOST}/{name}{number}.jpg", facts(name), spares=lambda _: True)


def test_addresses_of_one_name_are_no_habit():
    """However often the other picture's version changes."""
    detector = PlaceholderDetector(3)
    for version in range(9):
        detector.note(HOST, f"http://{HOST}/logo.png?v={version}", facts("logo"))
    assert note(detector, "gone", "heron", "mill", "crane") == [False, False, True]


def test_the_names_of_one_thing_are_no_habit():
    """What they are more than enough says nothing of how often the host lists others."""
    detector = PlaceholderDetector(3)
    spared(detector, "thing", 12)
    note(detector, "other", "pier")
    assert note(detector, "gone", "heron", "mill", "crane") == [False, False, True]


def test_what_was_condemned_is_spared_no_more():
    """Whatever its names are, and though the detector counts none."""
    detector = PlaceholderDetector(3)
    detector.condemn(HOST, "thing")
    assert detector.note(HOST, f"http://{HOST}/thing.jpg", facts("thing"), spares=lambda _: True)
    off = PlaceholderDetector(0)
    off.condemn(HOST, "thing")
    assert note(off, "thing", "heron") == [False]


def test_only_what_is_spared_is_called_so():
    """Not a picture of one name, nor one that was found out."""
    detector = PlaceholderDetector(3)
    spared(detector, "thing", 3)
    note(detector, "gone", "heron", "mill", "crane")
    note(detector, "other", "pier")
    assert [detector.is_spared(HOST, name) for name in ("thing", "gone", "other", "unknown")] == [True, *[False] * 3]


def test_what_is_found_out_has_no_names_to_look_at():
    """Nor has what is not known; what would be found out by one more has."""
    detector = PlaceholderDetector(3)
    note(detector, "gone", "heron", "mill", "crane")
    note(detector, "next", "heron-1", "mill-1")
    url = f"http://{HOST}/pier.jpg"
    assert detector.too_many_names(HOST, url, facts("next")) == {"heron-1", "mill-1", "pier"}
    assert detector.too_many_names(HOST, url, facts("gone")) == frozenset()
    assert detector.too_many_names(HOST, url, facts("unknown")) == frozenset()


def test_what_passed_is_kept_within_bounds():
    """Of one address that was asked for in many rows; what passed for none is none of it."""
    detector = PlaceholderDetector(3)
    note(detector, "gone", "heron")
    for number in range(300):
        detector.note(HOST, f"http://{HOST}/heron.jpg", facts("gone"), passed=Passed(number, "gone"))
    detector.condemn(HOST, "gone")
    assert detector.first_seen(HOST, "gone") == {Passed(number, "gone") for number in range(256)}
