"""Folders that have rules of their own: from when on, how many, and what counts for their host."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from imgcrawl.config import RemedyConfig
from imgcrawl.errors import ErrorSlug
from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.hosts.folders import note_folder, open_folder, where_of
from imgcrawl.remedies.hosts.memory import HostMemory, host_at
from imgcrawl.remedies.planner import Planner
from tests.remedies.planning import begun

if TYPE_CHECKING:
    from imgcrawl.remedies.attempts.state import FetchState

HOST = "a.test"


def row(path: str, host: str = HOST) -> FetchState:
    """Return the state of the row at *path*."""
    return begun(1, f"http://{host}{path}", None)


@pytest.fixture
def memory() -> HostMemory:
    """Return the memory of a run in which the folder ``given`` has given an image."""
    memory = HostMemory()
    memory.won(HOST, "default")
    note(memory, row("/given/1.jpg"), has_given=True)
    return memory


def note(memory: HostMemory, state: FetchState, *, has_given: bool) -> None:
    """Let the host take note of what its folder has given the row, or has not after all."""
    note_folder(state, HOST, memory[HOST], has_given=has_given)


def begin(memory: HostMemory, path: str) -> str | None:
    """Let the folder of *path* have lessons of its own, if it may."""
    where = open_folder(row(path), HOST, memory)
    if where is not None:
        memory.refused(where, "default")
    return where


def test_a_folder_that_has_given_nothing_may_have_its_own_lessons(memory):
    """The first folder counts; all rows under it have the same, and others those of the host."""
    assert begin(memory, "/new/x/1.jpg") == "a.test/new"
    assert where_of(row("/new/y/2.jpg"), HOST, memory) == "a.test/new"
    assert [where_of(row(path), HOST, memory) for path in ("/given/1.jpg", "/1.jpg", "/news/1.jpg")] == [HOST] * 3
    assert host_at("a.test/new") == host_at(HOST) == HOST
    assert "a.test/new" in memory


def test_the_root_is_a_folder_too(memory):
    """Images that are in none may have rules of their own."""
    assert begin(memory, "/1.jpg") == "a.test/"
    assert where_of(row("/2.jpg"), HOST, memory) == "a.test/"


@pytest.mark.parametrize("path", ["/given/2.jpg", "/given/deep/2.jpg"])
def test_a_folder_that_gives_images_has_its_hosts_lessons(memory, path):
    """What is refused there is refused for itself."""
    assert begin(memory, path) is None


def test_a_host_that_has_given_nothing_has_no_folders():
    """There is nothing from which they could differ."""
    assert begin(HostMemory(), "/new/1.jpg") is None


def test_another_hosts_refusal_says_nothing_of_the_folder(memory):
    """Where redirects led the address is not the row's."""
    assert open_folder(row("/new/1.jpg", host="b.test"), HOST, memory) is None
    assert where_of(row("/new/1.jpg", host="b.test"), HOST, memory) == HOST


def test_two_folders_in_vain_are_enough(memory):
    """Once one of them gives an image there may be another."""
    assert [bool(begin(memory, f"/{name}/1.jpg")) for name in ("one", "two", "three")] == [True, True, False]
    memory.won("a.test/one", "no_referer")
    assert [bool(begin(memory, f"/{name}/1.jpg")) for name in ("three", "four")] == [True, False]


def test_the_folders_of_a_host_are_bounded(memory):
    """However many of them have rules of their own, or give images."""
    for number in range(40):
        if where := begin(memory, f"/{number}/1.jpg"):
            memory.won(where, "no_referer")
    assert len(memory[HOST].folders) == 16
    other = HostMemory()
    for number in range(40):
        note(other, row(f"/{number}/1.jpg"), has_given=True)
    assert len(other[HOST].folders_given) == 32
    note(other, row("/1/2.jpg"), has_given=True)
    assert other[HOST].folders_given["1"] == 2
    assert begin(other, "/new/1.jpg") is None


def test_what_was_no_image_does_not_speak_for_its_folder(memory):
    """A folder that gave nothing but a notice has given nothing; one that gave something else has."""
    notice, images = row("/new/1.jpg"), [row("/given/2.jpg"), row("/given/3.jpg")]
    for state in (notice, *images):
        note(memory, state, has_given=True)
    for state in (notice, images[0]):
        note(memory, state, has_given=False)
    assert memory[HOST].folders_given == {"given": 2}
    assert begin(memory, "/given/1.jpg") is None
    assert begin(memory, "/new/1.jpg") == "a.test/new"


def test_a_row_counts_once_for_its_folder(memory):
    """However often its picture was looked at, and refused."""
    state = row("/given/2.jpg")
    counts = []
    for has_given in (False, True, True, False, False):
        note(memory, state, has_given=has_given)
        counts.append(memory[HOST].folders_given["given"])
    assert counts == [1, 2, 2, 1, 1]


@pytest.mark.parametrize("remedy", ["page", "unwrap", "https", "www"])
def test_what_came_from_another_address_does_not_speak_for_the_folder(memory, remedy):
    """Least of all the page itself, which may lie at the same host."""
    state = row("/new/1.jpg")
    state["remedy"] = remedy
    note(memory, state, has_given=True)
    assert begin(memory, "/new/1.jpg") == "a.test/new"


def test_an_image_of_a_folder_is_one_of_its_host(memory):
    """But the way in which it came is the folder's; nothing of it is kept beyond the run."""
    where = begin(memory, "/new/1.jpg")
    memory.won(where, "no_referer")
    memory.won(where, "no_referer")
    note(memory, row("/new/1.jpg"), has_given=True)
    assert (memory[HOST].images, memory[HOST].wins, memory[HOST].folders_given) == (3, {"default": 1}, {"given": 1})
    assert memory[where].favourite().name == "no_referer"
    memory.lost_again(where, "no_referer")
    assert memory[HOST].images == 2
    assert memory.to_store() == {}


def test_a_way_that_is_distrusted_is_so_in_all_folders(memory):
    """Pictures that a host gives for any address are no images of its folders either."""
    where = begin(memory, "/new/1.jpg")
    for _ in range(2):
        memory.won(where, "no_referer")
    memory.distrust(HOST, "no_referer")
    assert (memory[where].wins, memory[where].images, memory[HOST].images) == ({}, 0, 1)
    assert memory[where].favourite().name == "default"
    assert memory[HOST].losses["no_referer"] == memory[where].losses["no_referer"] == 1


@pytest.fixture
def planner(memory) -> Planner:
    """Return the planner of a run in which the folder ``new`` has given two images, to who names no page."""
    where = begin(memory, "/new/1.jpg")
    for _ in range(2):
        memory.won(where, "no_referer")
    return Planner(RemedyConfig(), memory, deadline_s=100.0, retry_after_max_s=300.0, rng=Random(1))


def asked(variant: str) -> FetchState:
    """Return the state of a row of ``new`` that was asked for by *variant*, first of all."""
    state = row("/new/2.jpg")
    state["started_at"], state["variant"] = 1.0, variant
    return state


REFUSED = Failure(ErrorSlug.HTTP_403, sent_at=2.0)


def test_a_folder_may_turn_for_who_was_given_its_images(planner):
    """The way in which it gives them is the folder's, and so is what waiting has shown."""
    state = asked("no_referer")
    assert planner.may_be_turned(state, REFUSED, host=HOST, now=2.0)
    step = planner.next_step(state, REFUSED, host=HOST, now=2.0)
    assert (step.remedy, step.variant) == ("wait", "no_referer")
    own, host = planner.memory["a.test/new"], planner.memory[HOST]
    planner.learning.succeeded(state, host=HOST)
    assert (own.disguise_proofs, host.disguise_proofs) == (1, 0)
    planner.learning.rejected(state, host=HOST)
    assert (own.disguise_proofs, host.disguise_proofs) == (0, 0)


def test_a_second_look_is_in_the_way_that_the_folder_likes(planner):
    """What other folders are given by says nothing of it."""
    assert planner.second_look(asked("default"), host=HOST, now=2.0).variant == "no_referer"


def test_who_is_likelier_to_be_let_in_is_told_by_the_folder(planner):
    """Where it has cut off a client it is asked again at once by one that it likes, and not by the same."""
    planner.memory.won("a.test/new", "other_browser")
    state = asked("default")
    cut = Failure(ErrorSlug.TCP_RESET, sent_at=2.0)
    assert planner.next_step(state, cut, host=HOST, now=2.0).remedy == "other_browser"


def test_who_is_let_in_is_let_in_to_the_folder(planner):
    """That a URL is missing which was refused before is a lesson of the folder's."""
    state = asked("other_browser")
    state["error"], state["remedy"], state["tried"] = "http_403", "other_browser", ["other_browser"]
    planner.next_step(state, Failure(ErrorSlug.HTTP_404, sent_at=2.0), host=HOST, now=2.0)
    assert planner.memory["a.test/new"].opened == {"other_browser": 1}
    assert planner.memory[HOST].opened == {}
