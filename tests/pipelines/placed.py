"""A picture and its place in a store."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from imgcrawl.pipelines.store.parts import final_path

if TYPE_CHECKING:
    from pathlib import Path

BODY = b"the picture"
DIGEST = hashlib.sha256(BODY).hexdigest()
PATH = final_path(DIGEST, "jpg")


def files(root: Path) -> list[str]:
    """Return the files under *root*, relative to it."""
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())
