"""Folders that have rules of their own: from when on, how many, and what counts for their host."""

from __future__ import annotations

import pytest

from imgcrawl.remedies.folders import note_folder, open_folder, where_of
from imgcrawl.remedies.memory import HostMemory, host_at
from imgcrawl.remedies.state import FetchState, new_state

HOST = "a.test"


def row(path: str, host: str = HOST) -> FetchState:
    """Return the state of the row at *path*."""
    state = new_state(1, f"http://{host}{path}", None)
    state["url"] = state["given"]
    return state


@pytest.fixture
def memory() -> HostMemory:
    """Return the memory of a run in which the folder ``given`` has given an image."""
    memory = HostMemory()
    memory.won(HOST, "default")
    note_folder(row("/given/1.jpg"), HOST, memory[HOST], has_given=True)
    return memory


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
        note_folder(row(f"/{number}/1.jpg"), HOST, other[HOST], has_given=True)
    assert len(other[HOST].folders_given) == 32
    assert begin(other, "/new/1.jpg") is None


def test_what_was_no_image_does_not_speak_for_its_folder(memory):
    """A folder that gave nothing but a notice has given nothing."""
    note_folder(row("/given/1.jpg"), HOST, memory[HOST], has_given=False)
    note_folder(row("/other/1.jpg"), HOST, memory[HOST], has_given=True)
    assert begin(memory, "/given/1.jpg") == "a.test/given"


def test_an_image_of_a_folder_is_one_of_its_host(memory):
    """But the way in which it came is the folder's; nothing of it is kept beyond the run."""
    where = begin(memory, "/new/1.jpg")
    memory.won(where, "no_referer")
    memory.won(where, "no_referer")
    note_folder(row("/new/1.jpg"), HOST, memory[HOST], has_given=True)
    assert (memory[HOST].images, memory[HOST].wins, memory[HOST].folders_given) == (3, {"default": 1}, ("given",))
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
