"""Whether the store still holds what the outcomes say."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from imgcrawl.records import Outcome


class Loss(NamedTuple):
    """A row whose file is gone, or has other content than was stored; *path* is where it is or was."""

    row_id: str
    path: Path
    is_gone: bool


def losses(outcomes: Iterable[Outcome], store: Path) -> Iterator[Loss]:
    """Yield a loss for each of *outcomes* that is ok and whose file in *store* is not what its sha256 says.

    Reads every file in full; one that cannot be read is damaged.
    """
    for outcome in outcomes:
        if not outcome.ok or outcome.path is None:
            continue
        path = store / outcome.path
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            yield Loss(outcome.id, path, is_gone=True)
            continue
        except OSError:
            digest = ""
        if digest != outcome.sha256:
            yield Loss(outcome.id, path, is_gone=False)
