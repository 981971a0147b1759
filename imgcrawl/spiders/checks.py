"""What must be right before a run begins."""

from __future__ import annotations

import _thread
import os
import threading
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.settings import SETTINGS_PRIORITIES, default_settings
from w3lib.url import file_uri_to_path

from imgcrawl.catalogue.database import checked_url
from imgcrawl.config import (
    INSTEAD,
    CatalogueConfig,
    IdentityConfig,
    RunConfig,
    TransportConfig,
    ValidationConfig,
    check_borrowed,
    check_settings,
)
from imgcrawl.errors import NO_MORE_PROCESSES, ConfigError
from imgcrawl.identity.headers import honest_headers
from imgcrawl.identity.policies import PolicyTable
from imgcrawl.records import OUTCOME_FIELDS
from imgcrawl.spiders.wiring import check_types
from imgcrawl.transport import check_transport

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


_NEAR = 0.85
"""Of 1: so alike are names that are taken for misspelt; a project's own settings are less so."""

_LOST = "{} is {} itself, which would be lost by that: name another file"

_THREADS = 3  # at once: one commits outcomes, one reads the list, one looks after files
_LONGEST_START_S = 10.0


def check_before_start(settings: BaseSettings) -> None:
    """Check all settings of a run, those too that only one part can judge, and that it can have its threads.

    :raises ConfigError: naming the setting, its value and what is allowed.
    """
    check_types(settings)
    check_settings(settings)
    check_borrowed(settings)
    check_transport(TransportConfig.from_settings(settings))
    identity = IdentityConfig.from_settings(settings)
    honest_headers(identity.contact)
    PolicyTable.load(identity.host_policies)
    _check_feeds(settings)
    _check_fields(settings)
    _check_threads()


def _check_threads() -> None:
    """Start as many threads as a run needs, and end them; ``threading`` waits for ever for one that lacks memory."""
    has_begun, go_home, has_ended = threading.Semaphore(0), threading.Event(), threading.Semaphore(0)

    def stay() -> None:
        has_begun.release()
        go_home.wait()
        has_ended.release()

    begun = 0
    try:
        for _ in range(_THREADS):
            _thread.start_new_thread(stay, ())
            if not has_begun.acquire(timeout=_LONGEST_START_S):
                raise ConfigError(NO_MORE_PROCESSES)
            begun += 1
    except (RuntimeError, MemoryError) as exc:
        raise ConfigError(NO_MORE_PROCESSES) from exc
    finally:
        go_home.set()
        for _ in range(begun):
            has_ended.acquire(timeout=_LONGEST_START_S)


def _check_feeds(settings: BaseSettings) -> None:
    """Check that feeds to files can be written, which would otherwise come out when the crawl is over.

    Names that Scrapy completes later, as ``%(time)s``, are not judged.
    """
    formats = settings.getdict("FEED_EXPORTERS_BASE") | settings.getdict("FEED_EXPORTERS")
    for feed, options in settings.getdict("FEEDS").items():
        wanted = options.get("format") if isinstance(options, Mapping) else options
        if formats.get(wanted or settings.get("FEED_FORMAT")) is None:
            raise ConfigError(f"FEEDS gives {feed} no format that can be written, got {wanted!r}: take csv or jsonl")
        _check_place(str(feed))


def _check_fields(settings: BaseSettings) -> None:
    """Check that the fields of feeds are those of outcomes; of others there would be empty columns."""
    try:
        names = list(settings.getdictorlist("FEED_EXPORT_FIELDS"))
    except ValueError as exc:
        value = settings.get("FEED_EXPORT_FIELDS")
        raise ConfigError(f"FEED_EXPORT_FIELDS must be a list or a comma-separated text, got {value!r}") from exc
    for name in (name for name in names if name and name not in OUTCOME_FIELDS):
        near = get_close_matches(str(name), OUTCOME_FIELDS, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(OUTCOME_FIELDS)}"
        raise ConfigError(f"FEED_EXPORT_FIELDS names {name!r}, which no outcome has: {hint}")


def check_outputs(settings: BaseSettings, source: str) -> None:
    """Check that no feed and no log is to go into the list *source* or into the catalogue, which would be lost by it.

    :raises ConfigError: naming the file; a log that is one of them is none any more, so that nothing is said there.
    """
    kept = {"the list": Path(source)} if source else {}
    _check_log(settings, kept)  # before anything else may fail, and say so there
    if catalogue := _catalogue_file(settings):
        kept["the catalogue"] = catalogue
    _check_log(settings, kept)
    for feed in filter(None, map(_path_of, map(str, settings.getdict("FEEDS")))):
        for name, path in kept.items():
            if _is_one_file(feed, path):
                raise ConfigError(_LOST.format(f"the feed {feed}", name))


def _check_log(settings: BaseSettings, kept: Mapping[str, Path]) -> None:
    log = settings.get("LOG_FILE")
    for name, path in kept.items():
        if log and _is_one_file(Path(log), path):
            settings.set("LOG_FILE", None, priority="cmdline")
            raise ConfigError(_LOST.format(f"LOG_FILE {log}", name))


def _catalogue_file(settings: BaseSettings) -> Path | None:
    config = CatalogueConfig.from_settings(settings)
    url = checked_url(config.database_url, RunConfig.from_settings(settings).data_dir)
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None


def _is_one_file(one: Path, other: Path) -> bool:
    """Say whether both names lead to one file; links are followed, and a terminal is none."""
    try:
        return one.is_file() and one.samefile(other)
    except (OSError, ValueError):
        return False


def _path_of(feed: str) -> Path | None:
    """Return the file that *feed* is, as far as that is known by now."""
    scheme = urlsplit(feed).scheme
    if scheme not in ("", "file") or "%(" in feed:
        return None
    return Path(file_uri_to_path(feed) if scheme else feed)


def _check_place(feed: str) -> None:
    path = _path_of(feed)
    if path is None:
        return
    if path.is_dir():
        raise ConfigError(f"the feed {path} cannot be written: it is a folder")
    there = next(place for place in (path, *path.absolute().parents) if place.exists())
    if there != path and not there.is_dir():
        raise ConfigError(f"the feed {path} cannot be written: {there} is no folder")
    if not os.access(there, os.W_OK):
        raise ConfigError(f"the feed {path} cannot be written: {there} is not writable for you")


def check_hash_column(settings: BaseSettings, column: str | None) -> None:
    """Check that there are known hashes, in a *column* of the list, if images must have theirs.

    :raises ConfigError: if there are none.
    """
    if column is None and ValidationConfig.from_settings(settings).require_hash:
        raise ConfigError("IMGCRAWL_REQUIRE_HASH_ENABLED needs known hashes: name their column by -a hash_column=NAME")


def doubts(settings: BaseSettings) -> list[str]:
    """Return a sentence for each setting of Scrapy that does nothing here, and for each that seems to be misspelt."""
    told = [
        f"{name} has no effect here; use {instead}"
        for name, instead in INSTEAD.items()
        if (settings.getpriority(name) or 0) >= SETTINGS_PRIORITIES["project"]
    ]
    given = [str(name) for name in settings if settings.getpriority(name) == SETTINGS_PRIORITIES["cmdline"]]
    known = {name for name in dir(default_settings) if name.isupper()}
    known |= {str(name) for name in settings if str(name) not in given}
    for name in sorted(set(given) - known):
        near = get_close_matches(name.upper(), known, n=1, cutoff=_NEAR)
        told += [f"neither Scrapy nor imgcrawl has a setting {name}: did you mean {meant}?" for meant in near]
    return told
