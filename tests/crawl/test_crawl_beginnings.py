"""What a crawl refuses to begin with, and what that leaves of its run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.crawl.projects import rows_of

if TYPE_CHECKING:
    from pathlib import Path


def test_a_changed_list_is_refused(project):
    """A row that was fetched and now has another URL ends the run with a sentence that says what to do."""
    world = project.world
    project.write([("a", world.url("h.test", "/1.jpg"), "")])
    assert project.crawl().code == 0
    project.write([("a", world.url("h.test", "/2.jpg"), "")])
    again = project.crawl()
    assert again.code != 0
    assert "the list has changed" in again.errors
    assert "Traceback" not in again.errors
    assert len(world.log) == 1


def test_a_list_with_other_ids_is_refused(project):
    """The same rows under other ids double no run, until it is said that it is to have them besides."""
    rows = rows_of(project.world, 3)
    project.write(rows)
    assert project.crawl().code == 0
    project.write([(f"new-{row}", url, page) for row, url, page in rows])
    refused = project.crawl()
    assert (refused.code, "Traceback" in refused.errors, len(project.outcomes())) == (1, False, 3)
    assert "this run knows none of the ids that its first rows have" in refused.errors
    assert project.crawl("-a", "another_source=1").code == 0
    assert len(project.outcomes()) == 6
    assert project.crawl().code == 0


@pytest.mark.parametrize("processes", [(), ("-j", "2")], ids=["one-process", "one-then-two"])
def test_a_finished_run_stays_finished_while_nothing_is_to_do(project, processes):
    """Neither a changed list that is refused nor a trial of the first rows unfinishes a run; rows that are left do.

    What any division into processes leaves of a finished run is the catalogue's: tests/catalogue/test_runs.py.
    """
    world, rows = project.world, rows_of(project.world, 12)
    project.write(rows)
    assert project.crawl().code == 0
    assert project.state() == "finished"
    project.write([(row, f"{url}?new", page) for row, url, page in rows])
    assert project.crawl(*processes).code == 1
    assert project.state() == "finished"
    project.write(rows)
    assert project.crawl("-a", "shard=0/2").code == 0
    assert project.state() == "finished"
    assert project.crawl("-a", "limit=3", *processes).code == 0
    assert project.state() == "finished"
    assert len(world.log) == 12
    project.write([*rows, ("new", world.url("h0.test", "/new.jpg"), ""), ("newer", world.url("h1.test", "/n.jpg"), "")])
    assert project.crawl("-a", "limit=13", *processes).code == 0
    assert project.state() == "stopped"


@pytest.mark.parametrize(
    ("arguments", "settings", "sentence"),
    [
        ((), {"IMGCRAWL_MAX_BYTES": "lots"}, "IMGCRAWL_MAX_BYTES must be a whole number"),
        ((), {"IMGCRAWL_MAX_BITES": "5"}, "did you mean IMGCRAWL_MAX_BYTES?"),
        ((), {"IMGCRAWL_TLS_CA_FILE": "/nowhere/ca.pem"}, "IMGCRAWL_TLS_CA_FILE must be a readable PEM file"),
        ((), {"CONCURRENT_REQUESTS": "-1"}, "CONCURRENT_REQUESTS must be a whole number, at least 1"),
        (("-a", "run="), {}, "run must be a name"),
        (("-a", "sauce=x"), {}, "unknown argument -a sauce"),
        (("-a", "source=/nowhere/list.csv"), {}, "/nowhere/list.csv"),
        ((), {"IMGCRAWL_DATA_DIR": "{file}/data"}, "{file}"),
        ((), {"IMAGES_STORE": "{file}/images"}, "{file}"),
    ],
    ids=[
        "wrong-value",
        "unknown-setting",
        "missing-ca",
        "borrowed-setting",
        "empty-run",
        "unknown-argument",
        "missing-list",
        "unwritable-data",
        "unwritable-store",
    ],
)
def test_what_cannot_start_says_why(project, arguments, settings, sentence):
    """A wrong setting, argument, list or folder ends the command with status 2 and one sentence that names it."""
    project.write(rows_of(project.world, 2))
    file = str(project.source)
    crawl = project.crawl(*arguments, **{name: value.format(file=file) for name, value in settings.items()})
    assert "Traceback" not in crawl.errors
    assert crawl.code == 2
    assert sentence.format(file=file) in " ".join(crawl.errors.split())
    assert project.world.log == []


@pytest.fixture
def moved(project):
    """Crawl a list, and return the path of a copy of it at another place."""
    project.write(rows_of(project.world, 1))
    assert project.crawl().code == 0
    copy = project.folder / "moved" / project.source.name
    copy.parent.mkdir()
    copy.write_bytes(project.source.read_bytes())
    return copy


def _assert_refused(project: Any, moved: Path, *arguments: str) -> None:
    refused = project.crawl("-a", f"source={moved}", *arguments)
    assert (refused.code, "Traceback" in refused.errors) == (2, False)
    assert f"is of another list, {project.source}, not of {moved}" in " ".join(refused.errors.split())


def test_lists_of_the_same_name_are_not_merged(project, moved):
    """A list at another place is refused, named or not, until it is said that the run goes on with it."""
    for name in ((), ("-a", "run=urls")):
        _assert_refused(project, moved, *name)
    assert project.crawl("-a", f"source={moved}", "-a", "another_source=1").code == 0
    assert project.crawl("-a", f"source={moved}").code == 0
    assert project.crawl().code == 2


def test_two_processes_merge_no_lists_either(project, moved):
    """What one process refuses is refused by several, and what is said to one is said to all."""
    _assert_refused(project, moved, "-j", "2")
    assert project.crawl("-a", f"source={moved}", "-a", "another_source=1", "-j", "2").code == 0
    assert project.crawl().code == 2


def test_a_crawl_that_cannot_be_built_leaves_its_run_as_it_was(project):
    """A finished run stays so when a later crawl is refused for a setting that only a part of it can judge."""
    project.write(rows_of(project.world, 2))
    refused = project.crawl(IMAGES_STORE="foo://x")
    assert refused.code != 0
    assert (project.state(), project.last_run().finished_at is None) == ("stopped", False)
    assert project.crawl().code == 0
    assert project.crawl(IMAGES_STORE="foo://x").code != 0
    assert (project.state(), project.last_run().finished_at is None) == ("finished", False)
