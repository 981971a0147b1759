"""Whether the store still holds what the outcomes say."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from imgcrawl.records import Outcome


Fault = Literal["gone", "damaged", "unreadable"]
"""What may be wrong with a file: damaged is one that was read and has other content than was stored."""


class Loss(NamedTuple):
    """A row with a *fault* of its file; *path* is where that is or was."""

    row_id: str
    path: Path
    fault: Fault


def losses(outcomes: Iterable[Outcome], store: Path) -> Iterator[Loss]:
    """Yield a loss for each of *outcomes* that is ok and whose file in *store* is not what its sha256 says.

    Reads every file in full.
    """
    for outcome in outcomes:
        if outcome.ok and outcome.path is not None:
            path = store / outcome.path
            if fault := _fault(path, outcome.sha256):
                yield Loss(outcome.id, path, fault)


def _fault(path: Path, sha256: str | None) -> Fault | None:
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return "gone"
    except OSError:
        return "unreadable"
    return None if digest == sha256 else "damaged"
