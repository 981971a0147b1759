"""The catalogue as a whole, and how it is opened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from imgcrawl.catalogue.database import checked_url, make_engine, masked, without_password
from imgcrawl.catalogue.faults import CatalogueError
from imgcrawl.catalogue.hosts import HostTable
from imgcrawl.catalogue.outages import OutageTable
from imgcrawl.catalogue.pictures import PictureTable
from imgcrawl.catalogue.runs import RunTable
from imgcrawl.catalogue.schema import identity_of, prepare
from imgcrawl.catalogue.still import is_complete, still_engine
from imgcrawl.config import CatalogueConfig, RunConfig
from imgcrawl.errors import ConfigError, NothingYetError
from imgcrawl.plain import plain

if TYPE_CHECKING:
    from sqlalchemy import URL, Engine

    from imgcrawl.config.schema import SettingsLike


class Catalogue(RunTable, PictureTable, HostTable, OutageTable):
    """The journal of all runs: what became of each row, and what was learned about hosts.

    Its methods may be called from any thread; each call is a transaction of its own. They raise
    :class:`~imgcrawl.catalogue.faults.CatalogueError` when the database fails.
    """

    def identity(self) -> str:
        """Return what tells this catalogue from all others, wherever its file is moved to; a copy has the same."""
        with self.writing() as connection:
            return identity_of(connection)


def open_catalogue(
    database_url: str, *, data_dir: str, lock_timeout_s: float, create: bool = True, durable: bool = False
) -> Catalogue:
    """Return the catalogue at *database_url*, or in *data_dir*/imgcrawl.db if that is empty.

    Missing folders, files and tables are made if *create* is true; otherwise a file may be read where nothing can be
    written. *durable*: what is committed outlives a power cut; otherwise SQLite may lose the last commits to one,
    though never its consistency. PostgreSQL does as its server says.

    :raises ConfigError: if it cannot be opened, naming the database without its password and saying what to do.
    """
    url = checked_url(database_url, data_dir)
    is_file = url.get_backend_name() == "sqlite"
    if is_file:
        _find_file(url, create=create)
    try:
        try:
            return _prepared(make_engine(url, lock_timeout_s=lock_timeout_s, durable=durable), create=create)
        except CatalogueError as exc:
            if create or not is_file or not exc.is_unwritable:
                raise
            return _still(Path(str(url.database)), exc)
    except (CatalogueError, ConfigError) as exc:
        said = exc.why if isinstance(exc, CatalogueError) else str(exc)
        kind = NothingYetError if isinstance(exc, NothingYetError) else ConfigError
        raise kind(f"cannot open the catalogue {masked(url)}: {without_password(said, url)}") from exc


def configured_catalogue(
    settings: SettingsLike, *, lock_timeout_s: float | None = None, create: bool = False, durable: bool = False
) -> Catalogue:
    """Return the catalogue that *settings* name, opened as by :func:`open_catalogue`.

    *lock_timeout_s*: how long to wait for a lock, if not as long as they say.

    :raises ConfigError: if it cannot be opened, or a setting that is read for it makes no sense.
    """
    config = CatalogueConfig.from_settings(settings)
    return open_catalogue(
        config.database_url,
        data_dir=RunConfig.from_settings(settings).data_dir,
        lock_timeout_s=config.lock_timeout_s if lock_timeout_s is None else lock_timeout_s,
        create=create,
        durable=durable,
    )


def place_of(settings: SettingsLike) -> str:
    """Return where the catalogue lies that *settings* name, without its password, and which of them says so."""
    database_url = CatalogueConfig.from_settings(settings).database_url
    url = checked_url(database_url, RunConfig.from_settings(settings).data_dir)
    where = str(url.database) if url.get_backend_name() == "sqlite" else masked(url)
    return f"{plain(where)} ({'IMGCRAWL_DATABASE_URL' if database_url.strip() else 'IMGCRAWL_DATA_DIR'})"


def _prepared(engine: Engine, *, create: bool) -> Catalogue:
    catalogue = Catalogue(engine)
    try:
        prepare(catalogue, create=create)
    except BaseException:
        catalogue.close()
        raise
    return catalogue


def _still(path: Path, refused: CatalogueError) -> Catalogue:
    """Return the catalogue in the file *path*, beside which nothing can be written: *refused* says so.

    :raises ConfigError: if the file lacks what stands in the log beside it.
    """
    if not is_complete(path):
        raise ConfigError(
            f"the end of it stands in {path.name}-wal, and where nothing can be written it cannot be put together: "
            "copy both files to another folder, and name that by IMGCRAWL_DATA_DIR"
        ) from refused
    return _prepared(still_engine(path), create=False)


def _find_file(url: URL, *, create: bool) -> None:
    path = Path(str(url.database))
    if not create and not path.exists():
        raise NothingYetError(
            f"there is no catalogue at {path.absolute()} yet: start a run first, or see IMGCRAWL_DATA_DIR and "
            "IMGCRAWL_DATABASE_URL"
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise ConfigError(
            f"cannot make the folder {path.parent}: {exc.strerror}: correct IMGCRAWL_DATA_DIR or its rights"
        ) from exc
