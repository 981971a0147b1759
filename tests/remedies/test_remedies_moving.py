"""Rows are asked for where others of their host were found, once two have shown that, and go on as before if not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from imgcrawl.config.sections.hosts import REMEDY_NAMES
from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.rules.table import MAY_BE_MOVED
from tests.remedies.planning import NO_HTTPS, S, begun, make, walk

if TYPE_CHECKING:
    from imgcrawl.errors import ErrorSlug
    from imgcrawl.remedies.attempts.state import FetchState
    from imgcrawl.remedies.attempts.steps import Step
    from imgcrawl.remedies.planner import Planner

OLD, CDN, PAGES = "old.test", "cdn.test", "pages.test"
SHOWN = ("heron", "stork")
ROW = "owl"
ALL = tuple(name for name in REMEDY_NAMES if name != "plain_accept")
"""That one costs a row that is not acceptable one request first, without going anywhere else."""


def name(bird: str) -> str:
    """Return the name of a picture that no other has."""
    return f"{bird}-beside-the-river-4711"


def url(bird: str) -> str:
    """Return where the picture of *bird* was."""
    return f"http://{OLD}/uploads/2019/05/{name(bird)}.jpg"


def there(bird: str, folder: str = "media") -> str:
    """Return where it is now."""
    return f"https://{CDN}/{folder}/2019/05/{name(bird)}.webp"


def row(bird: str, key: int = 1, *, page: bool = True) -> FetchState:
    """Return the state of a row that has not been asked for."""
    return begun(key, url(bird), f"http://{PAGES}/{bird}" if page else None)


def show(
    planner: Planner,
    bird: str,
    key: int,
    *,
    slug: ErrorSlug = S.HTTP_404,
    found: str = "",
    remedy: str = "page",
    mark: int | None = None,
) -> FetchState:
    """Let a row fail with *slug* and its *remedy* find it; return its state."""
    state = row(bird, key)
    state["error"], state["remedy"] = slug.value, remedy
    marks = (key if mark is None else mark,)
    planner.learning.succeeded(state, host=CDN, marks=marks, url=found or there(bird))
    return state


def taught(slug: ErrorSlug = S.HTTP_404, **options: object) -> Planner:
    """Return a planner to which two rows have shown where the host's pictures are."""
    planner = make(**options)
    for key, bird in enumerate(SHOWN, 10):
        show(planner, bird, key, slug=slug)
    return planner


def path(planner: Planner, state: FetchState, failure: Failure) -> list[tuple[str, str | None, bool]]:
    """Return remedy, address and way of every step of a row that fails so at its host, and for good elsewhere."""
    steps: list[tuple[str, str | None, bool]] = []
    host, last = OLD, failure
    while (step := planner.next_step(state, last, host=host, now=50.0)) is not None:
        steps.append((step.remedy, step.url, step.page))
        is_there = step.remedy == "moved"
        host, last = (CDN, Failure(S.HTTP_403)) if is_there else (PAGES, Failure(S.HTTP_404, is_page=True))
        if not is_there and step.remedy != "page":
            host, last = OLD, failure
        assert len(steps) < 40
    return steps


def asked(planner: Planner, state: FetchState, slug: ErrorSlug = S.HTTP_404) -> str | None:
    """Return where the row is asked for by the rule after it has failed with *slug*; None if nowhere."""
    (step,) = walk(planner, state, slug, host=OLD)
    return step.url if step is not None and step.remedy == "moved" else None


@pytest.mark.parametrize("slug", sorted(MAY_BE_MOVED))
def test_two_rows_show_a_third_the_way(slug):
    """Whatever the old addresses fail with, rows that fail so are asked for there first, those without a page too."""
    planner = taught(slug, remedies=ALL)
    assert asked(planner, row(ROW), slug) == there(ROW)
    assert asked(planner, row(ROW, page=False), slug) == there(ROW)


@pytest.mark.parametrize("slug", sorted(MAY_BE_MOVED))
@pytest.mark.parametrize("paged", [True, False])
def test_a_row_that_is_not_there_goes_on_as_if_it_had_not_been_asked_for(slug, paged):
    """It loses none of its other remedies, whatever there is instead of its image."""
    failure = Failure(slug, hops=1, url=f"http://www.{OLD}/")
    without = taught(slug, remedies=tuple(each for each in ALL if each != "moved"))
    expected = path(without, row(ROW, page=paged), failure)
    found = path(taught(slug, remedies=ALL), row(ROW, page=paged), failure)
    assert found[0] == ("moved", there(ROW), False)
    assert found[1:] == expected


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


def test_a_picture_that_proves_to_be_none_has_shown_nothing():
    """A rule that is left with one is not followed any more, until another has shown it."""
    planner = taught()
    planner.learning.rejected(show(planner, "kite", 12), host=CDN, marks=(12,))
    assert asked(planner, row(ROW)) == there(ROW)
    planner.learning.rejected(show(planner, SHOWN[0], 10), host=CDN, marks=(10,))
    assert asked(planner, row(ROW)) is None
    show(planner, "kite", 12)
    assert asked(planner, row(ROW)) == there(ROW)


def test_only_rows_that_fail_as_those_did_are_asked_for_there():
    """What is refused may be where it was."""
    planner = taught(S.HTTP_404)
    assert asked(planner, row(ROW), S.HTTP_403) is None
    assert asked(planner, row(ROW), S.HTTP_404) == there(ROW)


def test_a_host_that_asks_for_patience_is_given_it():
    """What names a time speaks of the time."""
    step = taught(S.HTTP_403).next_step(row(ROW), Failure(S.HTTP_403, retry_after_s=5.0), host=OLD, now=50.0)
    assert step is None or step.remedy != "moved"


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


def test_a_row_is_asked_for_in_two_places_at_most():
    """The surest first: where rules contradict each other, more of them are no better."""
    planner = make(remedies=("moved",))
    for folder in ("media", "files", "images"):
        for key, bird in enumerate(SHOWN, 10):
            show(planner, bird, key, found=there(bird, folder))
    won = row("kite", 20)
    assert asked(planner, won) == there("kite", "media")
    walk(planner, won, S.HTTP_404, host=CDN)
    planner.learning.succeeded(won, host=CDN, marks=(20,), url=there("kite", "files"))
    steps = path(planner, row(ROW, 21), Failure(S.HTTP_404))
    assert [step[1] for step in steps] == [there(ROW, "files"), there(ROW, "media")]


def test_a_passing_failure_there_is_retried_there():
    """The image is likely to be there, so that the row waits for it; its own address is not asked again."""
    planner, state = taught(), row(ROW)
    assert asked(planner, state) == there(ROW)
    steps = walk(planner, state, S.HTTP_500, S.HTTP_500, host=CDN)
    assert [step and (step.remedy, step.url, step.from_start) for step in steps] == [("retry", None, False)] * 2
    assert state["remedy"] == "moved"
    (step,) = walk(planner, state, S.HTTP_404, host=CDN)
    assert step is not None
    assert step.remedy != "moved"
    assert state["retries"] == 0


def test_what_is_there_instead_does_not_speak_for_the_row():
    """The verdict stays that of the address as given."""
    planner, state = taught(remedies=("moved",)), row(ROW)
    walk(planner, state, S.HTTP_404, host=OLD)
    assert walk(planner, state, S.CONTENT_PLACEHOLDER, host=CDN) == [None]
    assert state["error"] == S.HTTP_404


def test_a_host_that_is_given_up_is_asked_nothing_and_its_rows_elsewhere():
    """Rows of a closed host are asked for there, and then on their pages, without a request to it in between."""
    planner = taught(S.TCP_REFUSED, remedies=NO_HTTPS)
    state = row(ROW)
    step = planner.step_elsewhere(state, Failure(S.TCP_REFUSED), host=OLD)
    assert step is not None
    assert (step.remedy, step.url) == ("moved", there(ROW))
    steps: list[Step | None] = []
    steps += walk(planner, state, S.HTTP_404, host=CDN)
    while steps[-1] is not None and steps[-1].remedy == "www":
        steps.append(planner.next_step(state, Failure(S.DNS_NXDOMAIN), host=f"www.{OLD}", now=50.0))
    assert [step and step.remedy for step in steps][-1] == "page"
    assert "retry" not in [step and step.remedy for step in steps]


def test_a_name_that_does_not_exist_is_not_asked_for():
    """Nor is it a trial of the rule."""
    planner = taught()
    planner.memory[CDN].nameless = True
    assert asked(planner, row(ROW)) is None
    planner.memory[CDN].nameless = False
    assert asked(planner, row(ROW)) == there(ROW)


def test_it_can_be_switched_off():
    """Without its name among the remedies no row is asked for by a rule."""
    assert asked(taught(remedies=("page",)), row(ROW)) is None


def test_a_row_that_was_kept_is_asked_for_once_the_rule_is_known():
    """Whatever it has been asked for before; if it is not there it ends as it had."""
    planner, state = make(), row(ROW, page=False)
    path(planner, state, Failure(S.HTTP_404))
    remedy = state["remedy"]
    assert planner.where_moved(state) is None
    assert state["remedy"] == remedy
    for key, bird in enumerate(SHOWN, 10):
        show(planner, bird, key)
    assert planner.where_moved(state) == there(ROW)
    assert state["remedy"] == "moved"
    assert walk(planner, state, S.HTTP_403, host=CDN) == [None]
    assert planner.where_moved(state) is None
    assert state["error"] == S.HTTP_404


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


def test_a_dead_host_that_has_taught_where_its_pictures_are_is_remembered():
    """It has given nothing itself, and is no blank one."""
    assert not taught().memory[OLD].is_blank()
