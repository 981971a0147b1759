from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete

from imgcrawl.catalogue import CatalogueError
from imgcrawl.catalogue.schema import runs

if TYPE_CHECKING:
    from collections.abc import Callable

    from imgcrawl.catalogue import Catalogue, Run
    from imgcrawl.records import Outcome

    Make = Callable[..., Outcome]


def remove(catalogue: Catalogue, run: Run) -> None:
    """Remove *run* as its owner may by hand, and what belongs to it not."""
    with catalogue.writing() as connection:
        connection.execute(delete(runs).where(runs.c.id == run.id))


def test_outcomes_of_a_removed_run_are_refused(catalogue: Catalogue, run: Run, make: Make) -> None:
    """Who works on a run that is removed learns it by the next outcome, not at the end of the list."""
    catalogue.write(run, [make("1")])
    remove(catalogue, run)
    with pytest.raises(CatalogueError, match="run urls was removed from it") as caught:
        catalogue.write(run, [make("2")])
    assert not caught.value.transient
    assert [*catalogue.known(run, ["1", "2"])] == ["1"]


def test_outcomes_go_to_no_other_run(catalogue: Catalogue, run: Run, make: Make) -> None:
    """The number of a removed run may be another one's by now, which gets nothing of it."""
    catalogue.end_run(run, "stopped")
    remove(catalogue, run)
    other = catalogue.begin_run("birds", source="birds.csv", strategy="adaptive")
    with pytest.raises(CatalogueError, match="run urls was removed"):
        catalogue.write(run, [make("1")])
    with pytest.raises(CatalogueError, match="run urls was removed"):
        catalogue.end_run(run, "stopped")
    assert catalogue.counts(other).rows == 0


def test_a_new_run_has_nothing_of_a_removed_one(catalogue: Catalogue, make: Make) -> None:
    """Neither its outcomes nor its column of hashes nor the shards that were finished."""
    old = catalogue.begin_run("urls", source="urls.csv", strategy="adaptive", shard="0/2", hash_column="sha256")
    catalogue.write(old, [make("1")])
    catalogue.end_run(old, "finished")
    remove(catalogue, old)
    new = catalogue.begin_run("birds", source="birds.csv", strategy="adaptive", shard="1/2")
    assert catalogue.counts(new).rows == 0
    catalogue.end_run(new, "finished")
    assert catalogue.find_run("birds").state == "stopped"


def test_what_a_resumed_run_has_stays(catalogue: Catalogue, make: Make) -> None:
    """A run that is begun again keeps its outcomes."""
    catalogue.write(old := catalogue.begin_run("urls", source="urls.csv", strategy="adaptive"), [make("1")])
    catalogue.end_run(old, "stopped")
    assert catalogue.counts(catalogue.begin_run("urls", source="urls.csv", strategy="adaptive")).rows == 1
