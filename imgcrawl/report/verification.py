"""Whether the store still holds what the outcomes say."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from imgcrawl.catalogue.pictures import Named


Fault = Literal["gone", "damaged", "unreadable"]
"""What may be wrong with a file: damaged is one that was read and has other content than was stored."""


class Loss(NamedTuple):
    """A file with a *fault*; *path* is where it is or was, *rows* are those that name it."""

    path: Path
    fault: Fault
    rows: list[Named]


@dataclass(slots=True)
class Verification:
    """How many *files* were looked at and how many *rows* name them, with the *losses* among them."""

    rows: int = 0
    files: int = 0
    losses: list[Loss] = field(default_factory=list)


def verify(named: Iterable[Named], store: Path) -> Verification:
    """Hold each file of *store* that is *named*, in the order of the paths, against what its sha256 says.

    Reads every file in full, and once, however many rows name it.
    """
    found = Verification()
    for relative, group in groupby(named, attrgetter("path")):
        rows = list(group)
        found.files, found.rows = found.files + 1, found.rows + len(rows)
        path = store / relative
        if fault := _fault(path, {row.sha256 for row in rows}):
            found.losses.append(Loss(path, fault, rows))
    return found


def with_all_rows(losses: list[Loss], named: Iterable[Named], store: Path) -> list[Loss]:
    """Return *losses* with all rows of *named* that name these files of *store*, of whatever run."""
    rows: dict[Path, list[Named]] = {loss.path: [] for loss in losses}
    for row in named:
        if (path := store / row.path) in rows:
            rows[path].append(row)
    return [loss._replace(rows=rows[loss.path]) for loss in losses]


def _fault(path: Path, expected: set[str | None]) -> Fault | None:
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return "gone"
    except OSError:
        return "unreadable"
    return None if expected == {digest} else "damaged"
