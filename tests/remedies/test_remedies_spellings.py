"""Addresses that may have been written otherwise: which failures are taken to be about that."""

from __future__ import annotations

from typing import Any

import pytest

from imgcrawl.remedies.attempts.steps import Failure
from tests.remedies.planning import HOST, S, begun, make, walk


@pytest.mark.parametrize(("slug", "is_first"), [(S.CONTENT_HTML, True), (S.HTTP_404, True), (S.HTTP_403, False)])
def test_a_page_for_a_file_with_a_slash_behind_it_is_about_that(slug, is_first):
    """Sites answer with one where they have nothing; a refusal is about who asks."""
    step = walk(make(), begun(1, "http://a.test/x.jpg/", None), slug)[0]
    assert step is not None
    assert ((step.remedy, step.url) == ("respelled", "http://a.test/x.jpg")) == is_first


def small_letters(planner, path, *, hosts):
    """Return of how many hosts the first row that is missing at *path* is asked for in small letters, all in vain."""
    asked = 0
    for number in hosts:
        host = f"h{number}.test"
        steps = walk(planner, begun(number, f"https://{host}{path}", None), S.HTTP_404, S.HTTP_404, host=host)
        asked += sum(step is not None and step.remedy == "small_letters" for step in steps)
    return asked


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/Photos/lake.jpg", 36),
        ("/photos/winter.JPG", 36),
        ("/photos/WinterLake.jpg", 5),
        ("/wp-content/uploads/Winter-Lake.JPG", 5),
    ],
)
def test_capitals_of_folders_and_endings_are_undone_once_for_each_host(path, asked):
    """They are those of systems that heed no case; a name's may be anybody's, and programs keep names as given."""
    planner = make(remedies=("small_letters",))
    assert small_letters(planner, path, hosts=range(60)) == asked
    assert small_letters(planner, path, hosts=range(60, 500)) <= 35


@pytest.mark.parametrize(
    ("name", "asked"),
    [("cafe%CC%81", True), ("%EF%EB%EE%F9%E0%E4%FC", True), ("caf%C3%A9", False), ("%ED%95%9C", False)],
    ids=["accents apart", "code page", "as most write it", "no accents"],
)
def test_letters_as_few_systems_write_them_are_written_otherwise_though_others_were_in_vain(name, asked):
    """They show where the address comes from; of letters as most write them nothing speaks for another writing."""
    planner = make(remedies=("accented",))
    for number in range(12):
        walk(
            planner,
            begun(number, f"https://h{number}.test/lac-caf%C3%A9.jpg", None),
            S.HTTP_404,
            host=f"h{number}.test",
        )
    steps = walk(planner, begun(99, f"https://a.test/{name}.jpg", None), S.HTTP_404)
    assert [step and step.remedy for step in steps] == ["accented" if asked else None]


def test_rows_of_a_host_that_is_asked_for_a_guess_follow_until_it_was_in_vain():
    """Of the hosts three are asked before one has answered; rows of these need not wait for another's luck."""
    planner = make(remedies=("small_letters",))

    def guessed(row: int, host: int) -> bool:
        state = begun(row, f"https://h{host}.test/photos/Winter-{row}.jpg", None)
        (step,) = walk(planner, state, S.HTTP_404, host=f"h{host}.test")
        states.append(state)
        return step is not None

    states: list[Any] = []
    assert [guessed(row, host) for row, host in enumerate((0, 1, 2, 3, 1, 0))] == [True, True, True, False, True, True]
    assert walk(planner, states[0], S.HTTP_404, host="h0.test") == [None]
    assert [guessed(row, host) for row, host in ((6, 0), (7, 1))] == [False, True]


@pytest.mark.parametrize(("path", "asked"), [("/Photos/lake.jpg", 0), ("/photos/lake.jpg", 1)])
def test_a_host_that_gives_addresses_in_capitals_is_asked_for_none_in_small_letters(path, asked):
    """It tells them apart, and has them so; an address in small letters shows nothing."""
    planner = make(remedies=("small_letters",))
    given = begun(99, f"https://h1.test{path}", None)
    planner.learning.succeeded(given, host="h1.test")
    assert small_letters(planner, "/Photos/heron.jpg", hosts=[1]) == asked
    planner.learning.rejected(given, host="h1.test")
    assert small_letters(planner, "/Photos/heron.jpg", hosts=[1]) == 1


def led(path):
    """Return what is missing where a redirect has led."""
    return Failure(S.HTTP_404, url=f"https://b.test{path}", hops=1)


def test_where_the_same_path_was_led_another_spelling_is_asked_for():
    """At the host that lacks it, in the way that was led there, one spelling after the other."""
    state = begun(1, "http://a.test/Photos/grey+heron.jpg", None)
    planner = make(remedies=("spaced", "small_letters"))
    steps = walk(planner, state, led("/Photos/grey+heron.jpg"), host="b.test")
    steps += walk(planner, state, led("/Photos/grey%20heron.jpg")._replace(hops=0), host="b.test")
    assert [step and step.url for step in steps] == [
        "https://b.test/Photos/grey%20heron.jpg",
        "https://b.test/photos/grey+heron.jpg",
    ]


@pytest.mark.parametrize(("path", "images"), [("/new/Photos/heron.jpg", 0), ("/Photos/heron.jpg", 1)])
def test_elsewhere_and_from_a_host_that_gives_others_itself_it_is_asked_for_at_its_own(path, images):
    """The one redirects by another rule, and the other may redirect what it lacks alone."""
    planner = make(remedies=("small_letters",))
    planner.memory[HOST].images = images
    steps = walk(planner, begun(1, f"http://{HOST}/Photos/heron.jpg", None), led(path), host="b.test")
    assert [step and step.url for step in steps] == [f"http://{HOST}/photos/heron.jpg"]


def test_a_size_is_looked_for_at_its_own_host():
    """It is no spelling: the host's program knows it."""
    path = "/wp-content/uploads/heron-300x200.jpg"
    steps = walk(make(), begun(1, f"http://{HOST}{path}", None), led(path), host="b.test")
    assert [step and step.url for step in steps] == [f"http://{HOST}/wp-content/uploads/heron.jpg"]
