"""Validates the images in hand and stores their bytes as they came."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.exceptions import DropItem
from scrapy.pipelines.files import FSFilesStore
from scrapy.pipelines.images import ImagesPipeline

from imgcrawl import keys
from imgcrawl.config import RunConfig, StoreConfig, ValidationConfig, images_store
from imgcrawl.errors import ConfigError, RowError, RunStopped
from imgcrawl.intake.address import host_of_row
from imgcrawl.pipelines.acceptance import accept, describe, fail_by_us, reject
from imgcrawl.pipelines.ending import Ending
from imgcrawl.pipelines.judging.known_hashes import OtherHash, is_pointed_to, other_hash
from imgcrawl.pipelines.judging.panel import Panel
from imgcrawl.pipelines.judging.refusals import OtherPeoplesPicture
from imgcrawl.pipelines.store.faults import storage_fault, told_at_end
from imgcrawl.pipelines.store.incoming import Incoming
from imgcrawl.pipelines.store.parts import discard, final_path
from imgcrawl.pipelines.store.storing import Turns, faults_told, lies_in, persist, store_thumbs
from imgcrawl.pipelines.store.tenants import Tenant
from imgcrawl.pipelines.store.thumbs import parted, thumb_sizes
from imgcrawl.records import HostPicture, Outcome, Passed
from imgcrawl.remedies.attempts.outcomes import FetchedImage, MadeUpAnswer, fail, utc_now
from imgcrawl.row_spider import spider_of
from imgcrawl.validation.facts import InvalidImage
from imgcrawl.validation.formats import FORMATS
from imgcrawl.validation.placeholders.circumstances import looks_drawn
from imgcrawl.validation.workers.pool import DecoderPool, DecoderUnavailable

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

    from imgcrawl.pipelines.store.thumbs import Thumbs
    from imgcrawl.row_spider import RowSpider
    from imgcrawl.validation.facts import ImageFacts

logger = logging.getLogger(__name__)


class ImageStorePipeline(ImagesPipeline):
    """Scrapy's ImagesPipeline without its downloads: it validates the response that the spider hands over.

    The original bytes are stored under their content's hash in any ``IMAGES_STORE`` that Scrapy supports; thumbnails
    are made as ``IMAGES_THUMBS`` says. A body that is not the image is first offered to the remedies; only when they
    have nothing left does it become a failed outcome.
    """

    def __init__(self, store_uri: Any, *, crawler: Crawler) -> None:
        super().__init__(store_uri, crawler=crawler)
        settings = crawler.settings
        validation = ValidationConfig.from_settings(settings)
        self._requires_hash = validation.require_hash
        self.thumbs = thumb_sizes(settings)
        self.turns = Turns()
        self._pool = DecoderPool(
            validation, min_width=self.min_width, min_height=self.min_height, thumbs=self.thumbs.values()
        )
        panel = Panel.of(crawler, pending=self._pending, withdraw=self._withdraw)
        self._judge, self._watch, self._trust, self._doubts, self._again = panel
        self._fsync = StoreConfig.from_settings(settings).fsync
        data_dir = RunConfig.from_settings(settings).data_dir
        self._owns_store = lies_in(self.store, data_dir)
        self._parts_parent = Path(data_dir) / "incoming"
        self._incoming: Incoming
        self._ending = Ending(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the pipeline; without ``IMAGES_STORE`` the images lie in ``IMGCRAWL_DATA_DIR/images``."""
        cls._update_stores(crawler.settings)
        data_dir = RunConfig.from_settings(crawler.settings).data_dir
        store_uri = images_store(crawler.settings, data_dir)
        with faults_told(store_uri, cls.STORE_SCHEMES):
            try:
                pipeline = cls(store_uri, crawler=crawler)
            except FileExistsError:  # another process has just made the folder
                pipeline = cls(store_uri, crawler=crawler)
        crawler.signals.connect(pipeline.placeholders_recalled, signal=keys.placeholders_recalled)
        crawler.signals.connect(pipeline.given_for_all, signal=keys.given_for_all)
        crawler.signals.connect(pipeline.stop_overdue, signal=keys.stop_overdue)
        return pipeline

    async def open_spider(self) -> None:  # type: ignore[override]
        """Clear what a killed process left, and make the folder for files on their way.

        :raises ConfigError: if there can be none.
        """
        super().open_spider()
        store = Path(self.store.basedir) if isinstance(self.store, FSFilesStore) else self._parts_parent
        catalogue = spider_of(self.crawler).catalogue
        referenced: Any = set  # what others store is not ours to remove
        try:
            if isinstance(self.store, FSFilesStore):
                tenant = Tenant(store, catalogue.identity())
                tenant.enter(has_images=catalogue.has_images)
                referenced = tenant.kept(catalogue.referenced_paths) if self._owns_store else set
            self._incoming = await Incoming.open(self._parts_parent, store, fsync=self._fsync, referenced=referenced)
        except OSError as exc:
            raise ConfigError(f"{exc.filename or self._parts_parent} cannot be written: {exc.strerror}") from exc
        connect = self.crawler.signals.connect  # not before there is a folder: a crawl may end without one
        connect(self.outcomes_committed, signal=keys.outcomes_committed)
        connect(self.outcome_withdrawn, signal=keys.outcome_withdrawn)
        connect(self.outcomes_settled, signal=keys.outcomes_settled)
        connect(self.spider_closed, signal=signals.spider_closed)

    async def close_spider(self) -> None:
        """End the decoding processes."""
        self._watch.release()
        await self._pool.close()

    async def stop_overdue(self) -> None:
        """Leave what still waits for a decoding process, or for its turn at the store, to the next crawl."""
        self.turns.end()
        await self._pool.close()

    def spider_closed(self) -> None:
        """Remove what was begun and dropped; marks of what is not in the catalogue stay, for the next crawl."""
        self._incoming.close()

    def placeholders_recalled(self, pictures: list[HostPicture]) -> None:
        """Take up what earlier crawls found out."""
        for picture in pictures:
            self._watch.recall(picture.host, picture.sha256)

    def given_for_all(self, body: bytes) -> None:
        """Refuse what somebody on the way gave in every host's place."""
        self._judge.given_for_all(hashlib.sha256(body).hexdigest())

    async def process_item(self, item: Any) -> Any:  # type: ignore[override]
        """Return the outcome of a fetched image; other items pass."""
        if isinstance(item, MadeUpAnswer):
            item = await self._weighed(item)
        elif isinstance(item, Outcome) and not item.ok:
            item = self._doubts.instead_of(item) or item
        return await self._outcome(item) if isinstance(item, FetchedImage) else item

    async def _weighed(self, answer: MadeUpAnswer) -> FetchedImage | Outcome:
        """Return the picture for whose trial *answer* came, to be judged by what is known now."""
        try:
            self._judge.weigh(answer.outcome, await self._compared(answer))
        except Exception as exc:  # a fault of ours: the row has its first look
            logger.exception("the trial of row %r failed on our side", answer.outcome.id)
            self._judge.drop(answer.outcome.id)
            fail_by_us(answer.outcome, exc)
        return self._doubts.again(answer.outcome) or answer.outcome

    async def _compared(self, answer: MadeUpAnswer) -> ImageFacts | None:
        """Return the facts of the picture in *answer*; None where none came, or none that can be compared."""
        if answer.response is None:
            return None
        part = None
        try:
            part = self._incoming.write(answer.response.body)
            return await self._validated(answer.response.body, part)
        except (RowError, DecoderUnavailable, RunStopped):
            return None
        finally:
            self._discard(part)

    async def _outcome(self, item: FetchedImage) -> Outcome:
        outcome, part, facts = item.outcome, None, None
        passed_before = self._passed(item)
        try:
            part = self._incoming.write(item.response.body)
            facts, thumbs = parted(await self._validated(item.response.body, part))
            await self._judged(item, facts)
            await self._store_file(item, part, facts, thumbs)
        except InvalidImage as exc:
            self._discard(part)
            if self._tried_again(item, facts, exc, passed_before):
                raise DropItem("another attempt is under way") from exc
            reject(item, exc)
            if facts is not None:
                self._tell(item, facts, exc)
            elif first := self._doubts.instead_of(outcome):
                return await self._outcome(first)
        except RowError as exc:
            self._discard(part)
            fail(outcome, exc.slug, exc.detail)
            self._stop(exc.slug.value, told_at_end(exc))
        except DecoderUnavailable as exc:
            self._discard(part)
            self._stop("no_decoder", f"images cannot be validated, the run ends: {exc}")
            await self._pool.close()  # every other file would wait as long in vain
            raise DropItem("the next run takes the row up") from exc
        except RunStopped as exc:
            self._discard(part)
            raise DropItem("the next run takes the row up") from exc
        except DropItem:
            self._discard(part)
            raise
        except Exception as exc:  # a fault of ours: no row may be lost by it
            self._discard(part)
            logger.exception("row %r failed on our side", outcome.id)
            fail_by_us(outcome, exc)
        self._doubts.drop(outcome.id)
        outcome.finished_at = utc_now()
        return outcome

    def outcomes_committed(self, outcomes: list[Outcome]) -> None:
        """Drop the temporary names of files whose outcomes are safe."""
        self._incoming.committed(outcomes)

    def outcome_withdrawn(self, outcome: Outcome, key: int) -> None:
        """Know the picture of *outcome* for a placeholder from now on, and mark its file, which may have to go.

        *key* is that of its address, which has no login any more.
        """
        passed = Passed(key, outcome.sha256 or "")
        if not self._trust.is_asked_anew(passed):
            self._watch.recall(host_of_row(outcome.url, outcome.page_url), passed.sha256)
        if self._owns_store and outcome.path:
            self._incoming.give_up(outcome.path)

    async def outcomes_settled(self, spider: RowSpider) -> None:
        """Remove the files of withdrawn outcomes that no other outcome refers to."""
        if not spider.journal.has_failed:
            await self._incoming.settle()

    async def _validated(self, body: bytes, part: str) -> ImageFacts:
        """Return the facts of *body*; its name in the store does not depend on what a decoding process says."""
        try:
            facts = await self._pool.validate(part)
        except OSError as exc:
            raise storage_fault(exc) from exc
        return facts._replace(sha256=hashlib.sha256(body).hexdigest(), bytes=len(body))

    async def _judged(self, item: FetchedImage, facts: ImageFacts) -> None:
        """Return if the picture *facts* of *item* may be stored: at once if it has the hash that is known of it.

        What has that of its list needs no pointer's, which may have come from another address than it did.
        """
        other = other_hash(item, facts) if item.state["known_hash"] else None
        if item.outcome.hash_matches or (is_pointed_to(item, facts) and other is None):
            self._judge.vouch(item, facts)
            return
        if other is not None and other.is_guess:
            raise other
        await self._judge.judge(item, facts)
        if other is not None and self._requires_hash:
            raise other

    def _withdraw(self, passed: set[Passed]) -> None:
        spider_of(self.crawler).withdraw(passed)

    def _pending(self, host: str) -> int:
        return 0 if self._ending.is_closing else spider_of(self.crawler).outlook(host)

    async def _store_file(self, item: FetchedImage, part: str, facts: ImageFacts, thumbs: Thumbs) -> None:
        path = final_path(facts.sha256, facts.extension)
        try:
            await store_thumbs(self, self.thumbs, facts, thumbs)
            if isinstance(self.store, FSFilesStore):
                self._incoming.place(part, path, item.outcome.id)
            else:
                await persist(self, path, item.response.body, facts, media_type=FORMATS[facts.format].media_type)
                self._discard(part)
        except OSError as exc:
            raise storage_fault(exc, getattr(self.store, "basedir", None)) from exc
        accept(item, facts, path)

    def _passed(self, item: FetchedImage) -> int:
        """Return how many pictures of the host of *item* have passed."""
        return self._watch.passed(host_of_row(item.outcome.url, item.outcome.page_url))

    def _tried_again(self, item: FetchedImage, facts: ImageFacts | None, exc: InvalidImage, passed_before: int) -> bool:
        others = self._passed(item)
        passed = {"others": others, "others_since": max(0, others - passed_before)}
        return self._again.after_refusal(item, exc, **passed, is_photo=facts is not None and not looks_drawn(facts))

    def _tell(self, item: FetchedImage, facts: ImageFacts, exc: InvalidImage) -> None:
        """Say which picture was refused, if whoever else got it has a placeholder too.

        Let the spider keep the refused *item* for the way that another row may find, and drop it if it does.
        """
        if not (isinstance(exc, OtherPeoplesPicture) or (isinstance(exc, OtherHash) and exc.is_guess)):
            describe(item.outcome, facts)
        self._doubts.drop(item.outcome.id)
        if spider_of(self.crawler).keeps_back(item.response.request, item.state, item.outcome):
            raise DropItem("another row may find the way")

    def _discard(self, part: str | None) -> None:
        if part is not None:
            discard(part)

    def _stop(self, reason: str, sentence: str) -> None:
        """End the run: what one file met, the others will meet too."""
        if not self._ending.has_begun:
            self._ending.begin(reason, sentence)
