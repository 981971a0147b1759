"""Hands files to Scrapy's store, of whichever kind ``IMAGES_STORE`` is."""

from __future__ import annotations

import asyncio
import base64
import logging
import os
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from scrapy.exceptions import NotConfigured
from scrapy.pipelines.files import FSFilesStore
from scrapy.utils.defer import ensure_awaitable

from imgcrawl.errors import ConfigError, ErrorSlug, RowError, RunStopped
from imgcrawl.pipelines.store.parts import final_path
from imgcrawl.plain import without_logins

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scrapy.pipelines.media import MediaPipeline

    from imgcrawl.pipelines.store.thumbs import Thumbs
    from imgcrawl.validation.facts import ImageFacts

logger = logging.getLogger(__name__)

_AT_ONCE = min(32, (os.cpu_count() or 1) + 4)  # as many threads as asyncio has: what waits there is always waited for


class Turns:
    """Has a store take *at_once* files at a time, in the order in which they come, and none once that is over."""

    def __init__(self, at_once: int = _AT_ONCE) -> None:
        self._free = asyncio.Semaphore(at_once)
        self._is_over = False

    def end(self) -> None:
        """Leave the files whose turn has not come; for the others the store is waited for."""
        self._is_over = True

    async def __aenter__(self) -> None:
        """Wait for the turn.

        :raises RunStopped: if there is none any more.
        """
        await self._free.acquire()
        if self._is_over:
            self._free.release()
            raise RunStopped("the crawl ends before the store could take the file")

    async def __aexit__(self, *_: object) -> None:
        """Let the next file go."""
        self._free.release()


_PACKAGES: Final = {"gs": "google-cloud-storage", "s3": "boto3"}
"""What Scrapy's stores need besides, by the scheme of their addresses."""


@contextmanager
def faults_told(store_uri: str, schemes: Iterable[str]) -> Iterator[None]:
    """Turn what Scrapy raises for a store at *store_uri* that cannot be used into a sentence without its password.

    *schemes*: those of the stores that Scrapy knows.

    :raises ConfigError: if the store cannot be used.
    """
    shown = without_logins(store_uri)
    try:
        yield
    except OSError as exc:
        raise ConfigError(
            f"images cannot be stored in {shown}: {exc.strerror}; IMAGES_STORE names another place"
        ) from exc
    except (NotConfigured, ImportError) as exc:
        package = _PACKAGES.get(store_uri.partition(":")[0])
        remedy = f"; pip install {package}" if package else ""
        raise ConfigError(f"IMAGES_STORE {shown} cannot be used: {exc}{remedy}") from exc
    except KeyError as exc:
        known = ", ".join(filter(None, schemes))
        raise ConfigError(f"IMAGES_STORE must be a folder or begin with one of {known}, got {shown!r}") from exc


def lies_in(store: object, data_dir: str) -> bool:
    """Whether *store* is a folder in *data_dir*, so that it is this project's own."""
    return isinstance(store, FSFilesStore) and Path(store.basedir).resolve().is_relative_to(Path(data_dir).resolve())


async def store_thumbs(pipeline: MediaPipeline, names: Iterable[str], facts: ImageFacts, thumbs: Thumbs) -> None:
    """Store the *thumbs* of the picture *facts*, each in the folder of its name.

    :raises OSError: if a folder does not take them.
    :raises RowError: if another kind of store does not.
    """
    for name, thumb in zip(names, thumbs, strict=False):
        if thumb is None:  # the image is good all the same
            logger.warning("no thumbnail %s of %s", name, facts.sha256)
            continue
        path = f"thumbs/{name}/{final_path(facts.sha256, 'jpg')}"
        await persist(pipeline, path, base64.b64decode(thumb), facts, media_type="image/jpeg")


async def persist(pipeline: Any, path: str, body: bytes, facts: ImageFacts, *, media_type: str) -> None:
    """Store *body*, made of the picture *facts*, under *path* in the store of *pipeline*.

    :raises OSError: if a folder does not take it.
    :raises RowError: if another kind of store does not.
    :raises RunStopped: if the crawl ends before it could.
    """
    meta = {"width": facts.width, "height": facts.height}
    headers = {"Content-Type": media_type}
    async with pipeline.turns:
        try:
            await ensure_awaitable(
                pipeline.store.persist_file(path, BytesIO(body), pipeline.spiderinfo, meta=meta, headers=headers)
            )
        except OSError:
            raise
        except Exception as exc:  # every store raises errors of its own kind
            raise RowError(ErrorSlug.STORAGE_ERROR, f"{type(exc).__name__}: {exc}"[:300]) from exc
