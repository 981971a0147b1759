"""Which column of a source holds what."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from shlex import quote
from typing import TYPE_CHECKING, NamedTuple

from imgcrawl.errors import ConfigError
from imgcrawl.records import ImageTask

if TYPE_CHECKING:
    from collections.abc import Sequence

URL_COLUMNS = ("url", "direct_link", "image_url", "link")
ID_COLUMNS = ("id",)
PAGE_COLUMNS = ("page_url", "visible_link", "page", "source_page")

_LIKELY = ("url", "uri", "link", "image", "img", "photo", "picture", "src")
"""What the name of a column holds that is likely to be the URL's; too vague to take it unasked."""

_AROUND_NAMES = "\ufeff \t\r\n"
_SHOWN = 40  # names at most, and characters of each
_BETWEEN_WORDS = str.maketrans(" -", "__")


@dataclass(frozen=True, slots=True)
class Columns:
    """The operator's own names for the columns; None stands for the known names, of which the first present counts.

    The known *hash* of an image has none: lists hold hashes of other things.
    """

    url: str | None = None
    id: str | None = None
    page: str | None = None
    hash: str | None = None


class Layout(NamedTuple):
    """Where a row holds what, by position. *extra*: name and position of every other column, that of *hash* included.

    What stands in that is read from there (:mod:`imgcrawl.intake.lists.known_hashes`).
    """

    width: int
    url: int
    id: int | None
    page: int | None
    extra: tuple[tuple[str, int], ...]
    hash: int | None = None

    def task(self, index: int, fields: Sequence[str], malformed: str = "") -> ImageTask:
        """Return row number *index* as a task. *fields* has at least *width* entries.

        Its id is that of the row as it stands, so that results can be joined with the list; *index* if that is blank.
        """
        _, url, own_id, page, extra, _ = self
        name = "" if own_id is None else fields[own_id]
        return ImageTask(
            index,
            str(index) if not name or name.isspace() else name,
            fields[url],
            None if page is None else fields[page] or None,
            {name: fields[at] for name, at in extra},
            malformed,
        )


def column_key(name: str) -> str:
    """Return a column's *name* as it is compared.

    That is without byte order mark, surrounding space and case, and with ``_`` for a space or hyphen within.
    """
    return name.strip(_AROUND_NAMES).lower().translate(_BETWEEN_WORDS)


def as_text(value: object) -> str:
    """Return a typed *value* as the text of a column; None and NaN are empty, bytes may become surrogates."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "surrogateescape")
    return "" if value is None or value != value else str(value)  # noqa: PLR0124 - NaN alone differs from itself


def has_columns(names: Sequence[str], columns: Columns) -> bool:
    """Whether *names* hold the URL column and every column that *columns* asks for."""
    keys = [column_key(name) for name in names]
    return not _missing(keys, columns) and _position(names, keys, columns.url, URL_COLUMNS) is not None


def find_layout(names: Sequence[str], columns: Columns, source: str) -> Layout:
    """Return the layout of *source*, whose columns are *names*.

    :raises ConfigError: when a column that *columns* asks for is missing, or none holds the URL.
    """
    keys = [column_key(name) for name in names]
    missing = _missing(keys, columns)
    if missing:
        near = get_close_matches(column_key(missing[0]), keys, n=1)
        meant = f"; did you mean {names[keys.index(near[0])]!r}?" if near else ""
        raise ConfigError(f"{source} has no column {missing[0]!r}: {_listed(names)}{meant}")
    if not has_columns(names, columns):
        short = [name for name in names if len(name) <= _SHOWN]
        likely = next((name for word in _LIKELY for name in short if word in column_key(name)), "NAME")
        raise ConfigError(
            f"{source} has no column for the URL ({', '.join(URL_COLUMNS)}): name it, as by "
            f"-a {quote(f'url_column={likely}')}; {_listed(names)}"
        )
    return loose_layout(names, columns)


def loose_layout(names: Sequence[str], columns: Columns) -> Layout:
    """Return the layout of a row whose columns are *names*; without a URL column it points behind the last one."""
    keys = [column_key(name) for name in names]
    url = _position(names, keys, columns.url, URL_COLUMNS)
    own_id = _position(names, keys, columns.id, ID_COLUMNS)
    page = _position(names, keys, columns.page, PAGE_COLUMNS)
    known = _position(names, keys, columns.hash, ())
    extra: dict[str, int] = {}
    for at, name in enumerate(names):
        if at not in {url, own_id, page} or at == known:
            bare = name.strip(_AROUND_NAMES)
            extra[f"{bare}_column_{at + 1}".lstrip("_") if not bare or bare in extra else bare] = at
    return Layout(len(names), len(names) if url is None else url, own_id, page, tuple(extra.items()), known)


def _missing(keys: Sequence[str], columns: Columns) -> list[str]:
    wanted = (columns.url, columns.id, columns.page, columns.hash)
    return [name for name in wanted if name is not None and column_key(name) not in keys]


def _position(names: Sequence[str], keys: Sequence[str], wanted: str | None, known: Sequence[str]) -> int | None:
    """Where the first of the possible names stands; of a name that stands twice the first, or as it is *wanted*."""
    if wanted in names:
        return names.index(wanted)
    possible = known if wanted is None else (column_key(wanted),)
    return next((keys.index(name) for name in possible if name in keys), None)


def _listed(names: Sequence[str]) -> str:
    return (
        "its columns are "
        + ", ".join(repr(name[:_SHOWN]) for name in names[:_SHOWN])
        + (" …" if len(names) > _SHOWN else "")
    )
