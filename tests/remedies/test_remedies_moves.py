"""What shows where a host's pictures have moved, how long it is believed, and what is kept of it."""

from __future__ import annotations

import json

import pytest

from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.rules.groups import SHOWS_MOVE
from tests.remedies.moving_rows import CDN, OLD, PAGES, ROW, SHOWN, asked, name, path, row, show, taught, there
from tests.remedies.planning import S, make, walk


def test_a_page_shows_no_rule():
    """That one bears the name of its picture says nothing of where the picture is."""
    planner = make()
    for key, bird in enumerate(SHOWN):
        state = row(bird, key)
        state["error"], state["remedy"] = S.HTTP_404, "page"
        planner.learning.succeeded(state, host=PAGES, marks=(key,), is_page=True, url=f"http://{PAGES}/{name(bird)}")
    assert asked(planner, row(ROW)) is None


@pytest.mark.parametrize(
    "second",
    [
        {"bird": SHOWN[0]},
        {"bird": SHOWN[1], "mark": 10},
        {"bird": SHOWN[1], "found": there(SHOWN[1], "other")},
        {"bird": SHOWN[1], "found": f"https://{CDN}/media/2019/05/1.webp"},
        {"bird": SHOWN[1], "remedy": "https"},
        {"bird": SHOWN[1], "slug": S.HTTP_503},
    ],
    ids=["same name", "same bytes", "another place", "another name", "another remedy", "a failure that passes"],
)
def test_one_picture_shows_no_rule(second):
    """Two of different names and bytes, which failed for good and were found by their pages in one place, do."""
    planner = make()
    show(planner, SHOWN[0], 10)
    assert asked(planner, row(ROW)) is None
    show(planner, second.pop("bird"), 11, **second)
    assert asked(planner, row(ROW)) is None


@pytest.mark.parametrize("remedy", sorted(SHOWS_MOVE))
def test_what_was_found_by_a_guess_shows_a_rule_too(remedy):
    """By its page, at the same path of another host, converted, or on another machine; others need not guess then."""
    planner = make()
    for key, bird in enumerate(SHOWN, 10):
        show(planner, bird, key, remedy=remedy)
    assert asked(planner, row(ROW, page=False)) == there(ROW)


def test_a_picture_that_proves_to_be_none_has_shown_nothing():
    """A rule that is left with one is not followed any more, until another has shown it."""
    planner = taught()
    planner.learning.rejected(show(planner, "kite", 12), host=CDN, marks=(12,))
    assert asked(planner, row(ROW)) == there(ROW)
    planner.learning.rejected(show(planner, SHOWN[0], 10), host=CDN, marks=(10,))
    assert asked(planner, row(ROW)) is None
    show(planner, "kite", 12)
    assert asked(planner, row(ROW)) == there(ROW)


def test_each_time_in_vain_twice_as_many_rows_have_to_meet_it():
    """Where a part of the pictures has not been taken along the rest is not asked for, but now and then."""
    planner = taught(remedies=("moved",))
    turns = [path(planner, row(ROW, key, page=False), Failure(S.HTTP_404)) for key in range(20, 36)]
    assert [key for key, steps in enumerate(turns, 1) if steps] == [1, 2, 4, 8, 16]


def test_what_it_brings_makes_up_for_what_is_not_there():
    """A rule that has brought images is followed by each row; one that proves to be none counts for it no more."""
    planner = taught(remedies=("moved",))
    good = row("kite", 20)
    assert asked(planner, good) == there("kite")
    planner.learning.succeeded(good, host=CDN, marks=(20,), url=there("kite"))
    turns = [path(planner, row(ROW, key, page=False), Failure(S.HTTP_404)) for key in range(21, 25)]
    assert all(turns)
    planner.learning.rejected(good, host=CDN, marks=(20,))
    turns = [path(planner, row(ROW, key, page=False), Failure(S.HTTP_404)) for key in range(25, 29)]
    assert not any(turns)


def test_what_was_learnt_outlives_the_run():
    """Rules that are believed come from the catalogue, JSON-safe, and are followed from the first row on."""
    planner = taught()
    show(planner, "kite", 12, found=there("kite", "other"))
    stored = json.loads(json.dumps(planner.memory.to_store()))
    assert [move["new"] for move in stored[OLD]["moves"]] == [f"https://{CDN}/media"]
    later = make(remedies=("moved",))
    later.memory.recall(stored.items())
    assert asked(later, row(ROW), S.HTTP_403) is None
    assert asked(later, row(ROW)) == there(ROW)
    assert walk(later, row("kite", 3), S.HTTP_404, host=OLD) != [None]
    state = row("rook", 4)
    walk(later, state, S.HTTP_404, host=OLD)
    walk(later, state, S.HTTP_404, host=CDN)
    assert later.memory.to_store()[OLD] == {}  # what is refuted is not kept


def test_a_host_keeps_eight_rules_and_believes_the_shown_ones():
    """What many rows have shown once takes no more room, and pushes out nothing that two have shown."""
    planner = taught(remedies=("moved",))
    for key in range(20, 60):
        show(planner, f"bird{key}", key, found=there(f"bird{key}", f"place{key}"))
    moves = planner.memory[OLD].moves
    assert moves is not None
    assert len(moves._known) == 8
    assert asked(planner, row(ROW)) == there(ROW)


def test_what_is_remembered_of_a_rule_is_bounded():
    """The pictures that have shown it, and rules that a catalogue holds."""
    planner = taught()
    for key in range(20, 60):
        show(planner, f"bird{key}", key)
    moves = planner.memory[OLD].moves
    assert moves is not None
    assert [len(known.shown) for known in moves._known.values()] == [8]
    (rule,) = planner.memory.to_store()[OLD]["moves"]
    planner.memory.recall([("other.test", {"moves": [rule | {"new": f"http://{n}.test"} for n in range(20)]})])
    recalled = planner.memory["other.test"].moves
    assert recalled is not None
    assert len(recalled._known) == 8


def test_a_dead_host_that_has_taught_where_its_pictures_are_is_remembered():
    """It has given nothing itself, and is no blank one."""
    assert not taught().memory[OLD].is_blank()


def test_a_rule_that_is_in_vain_for_late_rows_is_in_vain():
    """Rows that were kept until their time was over are asked for by it once, and tell of it as others do."""
    planner = taught(remedies=("moved",))
    for key, bird in enumerate(("kite", "crane"), 20):
        late = row(bird, key)
        late["started_at"] = 0.0
        assert asked(planner, late) == there(bird)
        assert planner.next_step(late, Failure(S.HTTP_404), host=CDN, now=1e9) is None
    assert asked(planner, row(ROW, 22)) is None
