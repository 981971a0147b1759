from __future__ import annotations

from imgcrawl.validation.placeholders.shelves import Shelves


def test_what_is_near_is_found_on_its_shelf():
    """Pictures are near by the bits in which their hashes differ, on the shelf of their key alone."""
    shelves: Shelves[str] = Shelves(8, capacity=8)
    for picture, bits in (("one", 0), ("two", 0b11), ("three", 0b111)):
        shelves.add("a", bits, picture)
    assert shelves.get("a").near(0, 2) == [0, 1]
    assert shelves.get("b").near(0, 64) == []


def test_what_is_met_again_stays_longest():
    """Of a shelf the pictures met last are kept, each with its own hash."""
    shelves: Shelves[str] = Shelves(2, capacity=8)
    shelves.add("a", 1, "one")
    shelves.add("a", 2, "two")
    shelves.use("a").move_to_end(0)
    shelves.add("a", 4, "three")
    shelf = shelves.get("a")
    assert shelf.pictures == ["one", "three"]
    assert [shelf.pictures[at] for at in shelf.near(1, 0)] == ["one"]
    assert len(shelves) == 2


def test_memory_is_bounded():
    """The shelf that was used longest ago goes, and all that was on it counts no more."""
    shelves: Shelves[str] = Shelves(4, capacity=6)
    for key in "ab":
        for bits in range(3):
            shelves.add(key, bits, key)
    shelves.use("a")
    shelves.add("c", 0, "c")
    assert [len(shelves.get(key).pictures) for key in "abc"] == [3, 0, 1]
    assert len(shelves) == 4


def test_what_is_lost_is_known():
    """Of a shelf that was full, and of one that is gone, also when there is a new one; not of others."""
    shelves: Shelves[str] = Shelves(2, capacity=3)
    for key, number in (("a", 2), ("b", 3), ("a", 1)):
        for bits in range(number):
            shelves.add(key, bits, key)
    assert [shelves.get(key).has_lost for key in "abc"] == [True, True, False]
    assert [len(shelves.get(key).pictures) for key in "abc"] == [1, 2, 0]
