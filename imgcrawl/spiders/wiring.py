"""Scrapy's own settings: whether they have the types that Scrapy reads, and name parts that are there."""

from __future__ import annotations

import codecs
import logging
import os
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from scrapy.settings import SETTINGS_PRIORITIES, default_settings
from scrapy.utils.misc import load_object

from imgcrawl.config import PAGE_OBJECTS
from imgcrawl.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scrapy.settings import BaseSettings

_NAMED_BY_KEYS: Final = (
    "ADDONS",
    "DOWNLOADER_MIDDLEWARES",
    "EXTENSIONS",
    "ITEM_PIPELINES",
    "SCRAPY_POET_PROVIDERS",
    "SPIDER_MIDDLEWARES",
)
_NAMED_BY_VALUES: Final = ("DOWNLOAD_HANDLERS", "FEED_EXPORTERS", "FEED_STORAGES")
_NAMED_BY_ITEMS: Final = ("FAKEUSERAGENT_PROVIDERS",)
_OBJECTS: Final = ("ASYNCIO_EVENT_LOOP", "FEED_URI_PARAMS")
_MODULES: Final = ("SCRAPY_POET_DISCOVER", "SPIDER_MODULES")
_PATHS: Final = ("scrapy.", "twisted.")

_DEFAULTS: Final = vars(default_settings) | {
    "CONCURRENT_REQUESTS_PER_IP": 0,
    "FILES_EXPIRES": 90,
    "IMAGES_EXPIRES": 90,
    "MEDIA_ALLOW_REDIRECTS": False,
}
"""Scrapy's defaults, those included that do not stand with the others."""

_NEEDED: Final = {
    "DOWNLOAD_HANDLERS": ("imgcrawl.handlers.curl.CurlDownloadHandler",),
    "DOWNLOADER_MIDDLEWARES": (
        "imgcrawl.middlewares.remedies.RemediesMiddleware",
        "imgcrawl.middlewares.identity.IdentityMiddleware",
    ),
    "EXTENSIONS": ("imgcrawl.extensions.core.OutcomeCoreStats",),
    "FAKEUSERAGENT_PROVIDERS": ("imgcrawl.identity.provider.BrowserProvider",),
    "ITEM_PIPELINES": (
        "imgcrawl.pipelines.images.ImageStorePipeline",
        "imgcrawl.pipelines.catalogue.CataloguePipeline",
    ),
    "SCHEDULER": ("imgcrawl.scheduler.HostScheduler",),
}
"""What a crawl cannot do without; a subclass of it will do."""


def check_types(settings: BaseSettings) -> None:
    """Check that those of Scrapy's settings that were set have the types of their defaults, and those of the log.

    :raises ConfigError: naming the setting, its value and what is expected.
    """
    for name in _set_names(settings):
        default, value = _DEFAULTS.get(name), settings.get(name)
        wanted, read = _reader(settings, name, default)
        if read is not None and value is not None:
            _tried(read, name, wanted, value)
    _check_encodings(settings)
    _check_log(settings)


def check_parts(settings: BaseSettings) -> None:
    """Check that the modules and components that *settings* name can be imported, and that none is missing.

    :raises ConfigError: naming the setting and what is wrong.
    """
    for name in _set_names(settings):
        found = [_loaded(name, path) for path in _named(settings, name)]
        lacking = [path for path in _NEEDED.get(name, ()) if not any(_is_a(part, path) for part in found)]
        if lacking:
            raise ConfigError(f"{name} must have {lacking[0]} or a subclass of it: a crawl cannot do without")


def _set_names(settings: BaseSettings) -> list[str]:
    """Return the names of all settings that are not Scrapy's defaults, those of the project first."""
    least = SETTINGS_PRIORITIES["default"]
    return [name for name in settings if (settings.getpriority(name) or 0) > least]


def _reader(settings: BaseSettings, name: str, default: object) -> tuple[str, Callable[[str], Any] | None]:
    """Return in words and as a function how Scrapy reads a setting whose default is *default*."""
    if isinstance(default, bool) or name.endswith("_ENABLED"):
        return "True or False (1 or 0)", settings.getbool
    if isinstance(default, float) or (isinstance(default, int) and name.endswith(("_DELAY", "_TIMEOUT"))):
        return "a number", settings.getfloat
    if isinstance(default, int):
        return "a whole number", settings.getint
    if isinstance(default, Mapping):
        return "a mapping or a JSON object", settings.getdict
    return "", None


def _tried(read: Callable[[str], Any], name: str, wanted: str, value: object) -> None:
    try:
        read(name)
    except (TypeError, ValueError, OverflowError) as exc:
        raise ConfigError(f"{name} must be {wanted}, got {value!r}") from exc


def _check_encodings(settings: BaseSettings) -> None:
    for name in ("LOG_ENCODING", "FEED_EXPORT_ENCODING"):
        try:
            codecs.lookup(settings.get(name) or "utf-8")
        except (LookupError, TypeError) as exc:
            raise ConfigError(f"{name} must be an encoding that Python knows, got {settings.get(name)!r}") from exc


def _check_log(settings: BaseSettings) -> None:
    level = settings.get("LOG_LEVEL")
    if not isinstance(level, int) and not isinstance(logging.getLevelName(str(level)), int):
        raise ConfigError(f"LOG_LEVEL must be one of DEBUG, INFO, WARNING, ERROR, CRITICAL, got {level!r}")
    try:
        logging.Formatter(settings.get("LOG_FORMAT"), settings.get("LOG_DATEFORMAT"))
    except (TypeError, ValueError) as exc:
        raise ConfigError(f"LOG_FORMAT or LOG_DATEFORMAT cannot be used: {exc}") from exc
    if settings.getbool("LOG_ENABLED") and (file := settings.get("LOG_FILE")):
        path = Path(file)
        place = path if path.exists() else path.absolute().parent
        if path.is_dir() or not place.exists() or not os.access(place, os.W_OK):
            raise ConfigError(f"LOG_FILE must be a file that can be written, got {file!r}")


def _named(settings: BaseSettings, name: str) -> Iterator[Any]:
    """Yield the import paths of the parts that the setting *name* has switched on, or the parts themselves.

    The project's own page objects are left out: they are there, and imported for the first page.
    """
    default, value = _DEFAULTS.get(name), settings.get(name)
    if name in _MODULES + _NAMED_BY_ITEMS:
        yield from (part for part in settings.getlist(name) if part != PAGE_OBJECTS)
    elif name in _NAMED_BY_KEYS:
        yield from (part for part, place in settings.getdict(name).items() if place is not None)
    elif name in _NAMED_BY_VALUES:
        yield from filter(None, settings.getdict(name).values())
    elif value and (name in _OBJECTS or (isinstance(default, str) and default.startswith(_PATHS))):
        yield value


def _loaded(name: str, path: Any) -> Any:
    """Return the part that *path* names, imported as the setting *name* is."""
    try:
        return import_module(path) if name in _MODULES else load_object(path)
    except Exception as exc:  # a module may raise anything while it is imported
        what = f"{type(exc).__name__}: {exc}" if not isinstance(exc, ImportError | NameError) else str(exc)
        raise ConfigError(f"{name} names {path!r}, which cannot be imported: {what}") from exc


def _is_a(part: Any, path: str) -> bool:
    """Say whether *part* is the class at *path*, which may be re-exported from where it was made, or one made of it."""
    return load_object(path) in getattr(part, "__mro__", ())
