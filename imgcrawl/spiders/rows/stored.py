"""What hashes the images have that are stored already: a row that knows its image needs no fetch to be told."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from imgcrawl.config import RunConfig, images_store
from imgcrawl.intake.hashes import algorithm_of, digest_like
from imgcrawl.recent import Recent

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Self

    from scrapy.settings import BaseSettings

    from imgcrawl.records import Outcome

_MOST: Final = 10_000


class StoredHashes:
    """The hashes of the images in *folder*, read from it when they are asked for; None: nothing can be read there.

    Those asked for last are remembered.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._known: Recent[tuple[str, str], str] = Recent(_MOST)

    @classmethod
    def of(cls, settings: BaseSettings) -> Self:
        """Return those of the store that *settings* name; one that is no folder of this machine is not read."""
        store = images_store(settings, RunConfig.from_settings(settings).data_dir)
        return cls(None if "://" in store else Path(store))

    def like(self, known: str, outcome: Outcome) -> str:
        """Return the hash of the image of *outcome* by the algorithm of *known*; empty if it was not learnt."""
        if algorithm_of(known) == "sha256":
            return outcome.sha256 or ""
        return self._known.get((outcome.sha256 or "", algorithm_of(known)), "")

    async def learn(self, wanted: Iterable[tuple[str, Outcome]]) -> None:
        """Read the images of *wanted*, outcomes with a known hash each, for the hash of its kind, as far as it goes."""
        for known, outcome in wanted:
            if self._folder is not None and outcome.path and outcome.sha256 and not self.like(known, outcome):
                digest = await asyncio.to_thread(_digest, self._folder / outcome.path, known, outcome.sha256)
                self._known.put((outcome.sha256, algorithm_of(known)), digest)


def _digest(file: Path, known: str, sha256: str) -> str:
    """Return the hash of *file* by the algorithm of *known*; empty if it is not what was stored there."""
    try:
        body = file.read_bytes()
    except OSError:
        return ""
    return digest_like(known, body, sha256=sha256) if hashlib.sha256(body).hexdigest() == sha256 else ""
