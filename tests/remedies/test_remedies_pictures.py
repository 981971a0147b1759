from __future__ import annotations

from imgcrawl.remedies.hosts.memory import HostMemory
from imgcrawl.remedies.hosts.pictures import Evidence, Pictures


def test_a_picture_of_its_own_is_evidence():
    """One that came to no other row speaks for the way in which it was asked for, once for each row."""
    pictures = Pictures()
    assert pictures.came("a", [1], Evidence(1, "default")) == (True, [])
    assert pictures.came("a", [2], Evidence(2, "default")) == (True, [])
    assert pictures.came("a", [2], Evidence(2, "no_referer")) == (False, [])
    assert pictures.came("b", [1], Evidence(3, "default")) == (True, [])


def test_a_picture_that_comes_to_two_rows_is_evidence_of_nothing():
    """The first row's goes with the second's, by bytes or by address, and a third one finds nothing to take."""
    pictures = Pictures()
    assert pictures.came("a", [1, 9], Evidence(1, "no_referer")) == (True, [])
    assert pictures.came("a", [2, 9], Evidence(2, "default")) == (False, ["no_referer"])
    for mark in (1, 2, 9):
        assert pictures.came("a", [mark], Evidence(3, "default")) == (False, [])


def test_of_one_row_the_last_picture_counts():
    """What it got before was no image if another look brought another picture."""
    pictures = Pictures()
    pictures.came("a", [1], Evidence(1, "no_referer"))
    assert pictures.came("a", [2], Evidence(1, "default")) == (True, ["no_referer"])
    assert pictures.came("a", [1], Evidence(2, "default")) == (False, [])


def test_a_rejected_picture_takes_back_what_it_was_evidence_of():
    """Once, in the way in which it first came; nothing if it was shared. One that is forgotten takes what it claims."""
    pictures = Pictures()
    pictures.came("a", [1], Evidence(1, "no_referer"))
    pictures.came("a", [1], Evidence(1, "default"))
    assert pictures.rejected("a", [1], Evidence(1, "default")) == "no_referer"
    assert pictures.rejected("a", [1], Evidence(1, "default")) is None
    pictures.came("a", [2], Evidence(2, "default"))
    pictures.came("a", [2], Evidence(3, "default"))
    assert pictures.rejected("a", [2], Evidence(2, "default")) is None
    assert pictures.rejected("a", [3], Evidence(4, "default")) == "default"


def test_what_is_remembered_is_bounded():
    """Of a host the last 32 marks, and 4,096 hosts, those that were met last."""
    pictures = Pictures()
    pictures.came("early", [0], Evidence(0, "default"))
    for row in range(33):
        pictures.came("a", [row], Evidence(row, "default"))
    assert pictures.came("a", [1], Evidence(99, "default"))[0] is False
    assert pictures.came("a", [0], Evidence(99, "default"))[0] is True
    for n in range(4095):
        pictures.came(f"h{n}", [0], Evidence(0, "default"))
    assert pictures.came("early", [0], Evidence(1, "default"))[0] is True


def test_ways_that_bring_all_rows_one_picture_never_win():
    """Such a way is neither the favourite nor tried for each row, whatever was refused, and has no win to take back."""
    memory = HostMemory()
    memory.refused("a", "default")
    for row in range(5):
        memory.won("a", "no_referer", row=row, marks=[7])
        assert (memory["a"].favourite().name == "no_referer") is (row == 0)
    memory.won("a", "other_browser", row=9, marks=[9])
    memory.lost_again("a", "no_referer", row=1, marks=[7])
    assert memory["a"].favourite().name == "other_browser"
    assert (memory["a"].wins, memory["a"].images) == ({"no_referer": 0, "other_browser": 1}, 1)
