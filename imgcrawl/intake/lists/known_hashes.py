"""The column in which a list has the known hashes of its images, if the operator names one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imgcrawl.intake.hashes import read_hash
from imgcrawl.intake.lists.columns import as_text, column_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from imgcrawl.intake.lists.streams import Reading
    from imgcrawl.records import ImageTask

_SHOWN_CHARS = 80
_SHORT_CHARS = 20


def with_known_hashes(tasks: Iterable[ImageTask], column: str, reading: Reading) -> Iterator[ImageTask]:
    """Yield *tasks*, each with the hash that stands in its *column*; what is none there is noted, and costs no row."""
    for task in tasks:
        cell = _cell(task.extra, column)
        known = read_hash(cell)
        if known is None and not task.malformed:
            reading.note_unread_hash(f"row {task.index} (id {task.id[:_SHOWN_CHARS]}): {_shown(cell)}")
        task.known_hash = known or ""
        yield task


def known_hash(extra: Mapping[str, Any] | None, column: str | None) -> str:
    """Return the hash in *column* among the other columns of a row, *extra*; empty for none."""
    return read_hash(_cell(extra, column)) or "" if extra and column is not None else ""


def _shown(cell: str) -> str:
    """Return *cell*, with its length where that may be what is wrong with it: a digit too many is hard to see."""
    cut = "…" if len(cell) > _SHOWN_CHARS else ""
    return f"{cell[:_SHOWN_CHARS]!r}{cut}" + (f" ({len(cell)} characters)" if len(cell) > _SHORT_CHARS else "")


def _cell(extra: Mapping[str, Any], column: str) -> str:
    if column in extra:
        return as_text(extra[column])
    wanted = column_key(column)
    return as_text(next((each for name, each in extra.items() if column_key(name) == wanted), None))
