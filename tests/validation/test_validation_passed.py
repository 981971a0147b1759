from __future__ import annotations

import tracemalloc
from hashlib import sha256

import pytest

from imgcrawl.records import Passed
from imgcrawl.validation.placeholders import passed as module
from imgcrawl.validation.placeholders.passed import PassedPictures

HOST = "club.test"


def picture(number: int) -> Passed:
    """Return a picture with a key that may be negative, as those of addresses are."""
    return Passed(-(2**63) + number, sha256(b"%d" % number).hexdigest())


@pytest.fixture
def known() -> PassedPictures:
    """Return four pictures that came in one way, and one of them in another too."""
    known = PassedPictures()
    for number in range(4):
        known.add(HOST, "default", picture(number))
    known.add(HOST, "no_referer", picture(1))
    return known


def test_it_is_known_how_pictures_came(known):
    """By host and way, in their order, each as it was."""
    assert list(known.came_in(HOST, "default")) == [picture(number) for number in range(4)]
    assert list(known.came_in(HOST, "no_referer")) == [picture(1)]
    assert list(known.came_in("other.test", "default")) == []
    assert known.way_of(HOST, picture(1)) == "default"
    assert known.way_of(HOST, picture(4)) is None
    assert known.way_of(HOST, Passed(picture(1).url_key, picture(2).sha256)) is None
    assert len(known) == 5


def test_what_is_taken_has_not_passed(known):
    """In that way; what came in another stays as it was."""
    assert known.take(HOST, "default", {picture(1).sha256, picture(9).sha256}) == {picture(1)}
    assert list(known.came_in(HOST, "default")) == [picture(0), picture(2), picture(3)]
    assert known.way_of(HOST, picture(1)) == "no_referer"
    assert known.take(HOST, "default") == {picture(0), picture(2), picture(3)}
    assert known.take(HOST, "default") == known.take("other.test", "default") == set()
    assert len(known) == 1
    assert known.take(HOST, "no_referer") == {picture(1)}
    assert not known._hosts


def test_of_each_way_the_first_are_remembered(known, monkeypatch):
    """One way that gives much leaves the others their room."""
    monkeypatch.setattr(module, "_MOST_OF_A_WAY", 4)
    known.add(HOST, "default", picture(5))
    known.add(HOST, "no_referer", picture(5))
    assert picture(5) not in known.came_in(HOST, "default")
    assert list(known.came_in(HOST, "no_referer")) == [picture(1), picture(5)]


def test_hosts_that_gave_nothing_for_longest_are_forgotten():
    """All pictures of all hosts have one bound."""
    known = PassedPictures(most=4)
    for number, host in enumerate(("a", "b", "a", "c", "c")):
        known.add(host, "default", picture(number))
    assert [len(list(known.came_in(host, "default"))) for host in "abc"] == [2, 0, 2]
    assert len(known) == 4


def test_a_picture_is_small():
    """It takes some 45 bytes, and a host with one picture some 300 more, however many there are."""
    for hosts, each, most_bytes in ((20, 500, 60), (5_000, 1, 450)):
        known = PassedPictures(most=10_000)
        tracemalloc.start()
        for number in range(2 * hosts * each):
            known.add(f"host-{number // each}.example.test", "default", picture(number))
        size, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert len(known) == 10_000
        assert size / len(known) < most_bytes
