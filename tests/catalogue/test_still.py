from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from imgcrawl.catalogue import CatalogueError, open_catalogue
from imgcrawl.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from imgcrawl.catalogue import Catalogue
    from imgcrawl.records import Outcome


def opened(folder: Path, *, create: bool = False) -> Catalogue:
    """Return the catalogue in *folder*."""
    return open_catalogue("", data_dir=str(folder), lock_timeout_s=1, create=create)


@pytest.fixture
def still(tmp_path: Path, make: Callable[..., Outcome]) -> Path:
    """Return a folder, with odd characters in its name, with a catalogue beside which SQLite can make no file."""
    folder = tmp_path / "a?b%20c#d @ü"
    catalogue = opened(folder, create=True)
    catalogue.write(catalogue.begin_run("urls", source="s", strategy="adaptive"), [make("1")])
    catalogue.close()
    (folder / "imgcrawl.db-shm").symlink_to(folder / "none" / "shm")
    return folder


def test_is_read(still: Path) -> None:
    """A catalogue is read where nothing can be written beside it, and nothing is left there."""
    there = set(still.iterdir())
    catalogue = opened(still)
    assert [outcome.id for outcome in catalogue.iter_outcomes(catalogue.find_run(""))] == ["1"]
    catalogue.close()
    assert {path for path in still.iterdir() if path.name != "imgcrawl.db-wal"} == there


def test_is_not_written(still: Path) -> None:
    """Who writes is refused, when it opens the catalogue and when it was opened to read."""
    with pytest.raises(ConfigError, match="may be written"):
        opened(still, create=True)
    catalogue = opened(still)
    with pytest.raises(CatalogueError, match="cannot be written"):
        catalogue.begin_run("other", source="s", strategy="adaptive")
    catalogue.close()


def test_its_end_is_in_the_log(still: Path) -> None:
    """A file whose last transactions stand in the log beside it is not read without them; what to do is said."""
    (still / "imgcrawl.db-wal").write_bytes(b"x")
    with pytest.raises(ConfigError, match="copy both files to another folder"):
        opened(still)


def test_is_written_meanwhile(still: Path) -> None:
    """Whoever read while another process wrote is told, for what was read may be neither the old nor the new."""
    catalogue = opened(still)
    os.utime(still / "imgcrawl.db", ns=(1, 1))
    with pytest.raises(CatalogueError, match="written while it was read"):
        catalogue.list_runs()
    catalogue.close()
