from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from imgcrawl.catalogue import open_catalogue
from imgcrawl.records import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from imgcrawl.catalogue import Catalogue, Run


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of a new database, of each kind in turn."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgresql_url"))
    return f"sqlite:///{tmp_path}/data/imgcrawl.db"


@pytest.fixture
def catalogue(database_url: str) -> Iterator[Catalogue]:
    """Open a new catalogue."""
    opened = open_catalogue(database_url, data_dir="/nowhere", lock_timeout_s=1)
    yield opened
    opened.close()


@pytest.fixture
def run(catalogue: Catalogue) -> Run:
    """Begin the run "urls"."""
    return catalogue.begin_run("urls", source="urls.csv", strategy="adaptive")


@pytest.fixture
def make() -> Callable[..., Outcome]:
    """Make an outcome: an ok one, unless an error is given."""

    def outcome(row_id: str, **fields: Any) -> Outcome:
        good = {"ok": True, "path": f"full/{row_id}.jpg", "bytes": 10} if "error" not in fields else {}
        return Outcome(**{"id": row_id, "url": f"http://a.test/{row_id}.jpg", "attempts": 1} | good | fields)

    return outcome
