"""A fetched image on its way into the store, and what ends that way."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import logging
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import AsyncMock, Mock

import pytest
from PIL import Image
from scrapy import Request
from scrapy.exceptions import DropItem
from scrapy.http import Response

from imgcrawl import keys
from imgcrawl.pipelines.store import parts as parts_module
from imgcrawl.pipelines.store.storing import Turns
from imgcrawl.records import ImageTask, Outcome
from imgcrawl.remedies.attempts.outcomes import FetchedImage, MadeUpAnswer, outcome_of
from imgcrawl.remedies.attempts.state import new_state
from imgcrawl.validation.decoding.decode import inspect_image
from imgcrawl.validation.facts import Limits
from imgcrawl.validation.workers.pool import DecoderUnavailable
from tests.pipelines.benches import URL, Bench, noise, picture


async def test_a_good_image_is_stored(opened):
    """The bytes are kept as they came, under their hash; the outcome says what they are and what rescued them."""
    bench, body = await opened(), picture()
    outcome = await bench.store_image(body)
    digest = hashlib.sha256(body).hexdigest()
    assert (outcome.ok, outcome.sha256, outcome.bytes, outcome.rescued_by) == (True, digest, len(body), "retry")
    assert (outcome.format, outcome.width, outcome.height, outcome.mode) == ("JPEG", 60, 40, "RGB")
    assert bench.files() == [outcome.path] == [f"{digest[:2]}/{digest}.jpg"]
    assert (bench.store / outcome.path).read_bytes() == body


async def test_the_mark_stays_until_the_outcome_is_safe(opened):
    """The temporary name goes when the outcome is committed, so that a crash in between can be told."""
    bench = await opened()
    outcome = await bench.store_image(picture())
    assert len(bench.parts()) == 1
    bench.crawler.signals.send_catch_log(keys.outcomes_committed, outcomes=[outcome])
    assert bench.parts() == []


async def test_a_fault_of_ours_fails_its_row(opened, monkeypatch, caplog):
    """Whatever goes wrong with one image is told in its outcome and in the log, and leaves nothing behind."""
    bench = await opened()
    monkeypatch.setattr(bench.pipeline._judge, "judge", Mock(side_effect=UnicodeError("odd")))
    outcome = await bench.store_image(picture(), row="1\x1b[2J")
    assert (outcome.ok, outcome.error) == (False, "internal_error")
    assert "row '1\\x1b[2J' failed on our side" in caplog.text
    assert "UnicodeError: odd" in outcome.reason
    assert (bench.files(), bench.parts()) == ([], [])
    assert any(record.exc_info for record in caplog.records)


@pytest.mark.parametrize("has_first", [True, False], ids=["first-look", "none"])
async def test_a_fault_in_a_trial_costs_no_row(opened, monkeypatch, caplog, has_first):
    """The row has its first look, else the outcome that came with the answer; nothing is kept of the trial."""
    bench, state = await opened(), new_state(1, URL, None) | {"url": URL, "remedy": "retry"}
    outcome = outcome_of(ImageTask(0, "1", URL), state, run="r", strategy="s")
    response = Response(URL, body=picture(), request=Request(URL, meta={keys.FETCH: state}))
    pipeline, item = bench.pipeline, FetchedImage(outcome, response, state)
    if has_first:
        pipeline._doubts.keep(item)
    pipeline._judge._proofs._trials.begin("1", object())
    validated, faults = pipeline._validated, [ValueError("odd")]

    async def fail(body: bytes, part: str) -> Any:
        if faults:
            raise faults.pop()
        return await validated(body, part)

    monkeypatch.setattr(pipeline, "_validated", fail)
    outcome = await pipeline.process_item(MadeUpAnswer(outcome, response))
    assert (outcome.ok, outcome.error) == ((True, None) if has_first else (False, "internal_error"))
    assert "the trial of row '1' failed on our side" in caplog.text
    assert not pipeline._doubts._kept
    assert not list(pipeline._judge._proofs._trials.under_way())
    assert len(bench.parts()) == has_first  # the mark of the file that is stored


async def test_the_file_of_a_withdrawn_outcome_goes(opened):
    """A file is marked when its outcome is withdrawn, and removed when nothing refers to it."""
    bench = await opened()
    outcome = await bench.store_image(picture())
    send = bench.crawler.signals.send_catch_log
    send(keys.outcomes_committed, outcomes=[outcome])
    send(keys.outcome_withdrawn, outcome=outcome, key=1, ours=True)
    assert len(bench.parts()) == 1
    assert (await bench.store_image(picture(), row="2")).error == "content_placeholder"
    await bench.settle()
    assert (bench.files(), bench.parts()) == ([], [])


@pytest.mark.parametrize("is_known", [True, False], ids=["another-outcome-has-it", "nobody-can-tell"])
async def test_a_file_that_may_be_wanted_stays(opened, is_known):
    """A file that another outcome refers to stays without its mark; with it, if the catalogue has failed."""
    bench = await opened()
    outcome = await bench.store_image(picture())
    send = bench.crawler.signals.send_catch_log
    send(keys.outcomes_committed, outcomes=[outcome])
    send(keys.outcome_withdrawn, outcome=outcome, key=1, ours=True)
    if is_known:
        bench.referenced.add(outcome.path)
    bench.crawler.spider.journal.has_failed = not is_known
    await bench.settle()
    assert (bench.files(), len(bench.parts())) == ([outcome.path], 0 if is_known else 1)


async def test_files_in_a_store_that_others_may_use_stay(opened, tmp_path):
    """A store outside the data folder may hold files that another catalogue names: none is removed."""
    elsewhere = tmp_path.parent / f"{tmp_path.name}-shared"
    bench = Bench(tmp_path, IMAGES_STORE=str(elsewhere))
    await bench.pipeline.open_spider()
    outcome = await bench.store_image(picture())
    send = bench.crawler.signals.send_catch_log
    send(keys.outcomes_committed, outcomes=[outcome])
    send(keys.outcome_withdrawn, outcome=outcome, key=1, ours=True)
    await bench.settle()
    assert (elsewhere / outcome.path).exists()
    uncommitted = await bench.store_image(noise())
    await bench.pipeline.close_spider()
    bench.pipeline.spider_closed()
    assert len(bench.parts()) == 1
    await opened(IMAGES_STORE=str(elsewhere))
    assert (bench.parts(), (elsewhere / uncommitted.path).exists()) == ([], True)


@pytest.mark.parametrize("size", ["IMAGES_MIN_WIDTH", "IMAGES_MIN_HEIGHT"])
async def test_scrapys_own_limits_hold(opened, size):
    """IMAGES_MIN_WIDTH and IMAGES_MIN_HEIGHT refuse smaller images."""
    bench = await opened(**{size: 61})
    assert (await bench.store_image(picture())).error == "content_too_small"


async def test_thumbnails(opened, monkeypatch):
    """IMAGES_THUMBS makes thumbnails beside the image, which stays as it came; this process opens none of them."""
    bench, body = await opened(IMAGES_THUMBS={"small": (20, 20), "large": (50, 40)}), picture()
    with monkeypatch.context() as here:
        here.setattr(Image, "open", lambda *_, **__: pytest.fail("opened in the crawling process"))
        outcome = await bench.store_image(body)
    assert bench.files() == sorted([outcome.path, f"thumbs/small/{outcome.path}", f"thumbs/large/{outcome.path}"])
    for name, width in (("small", 20), ("large", 50)):
        with Image.open(bench.store / "thumbs" / name / outcome.path) as thumb:
            assert (thumb.format, thumb.width) == ("JPEG", width)


async def test_an_image_of_which_there_is_no_thumbnail(opened, monkeypatch, caplog):
    """The image is stored all the same, and the log says what is missing."""
    bench = await opened(IMAGES_THUMBS={"small": (20, 20)})
    facts = inspect_image(picture(), limits=Limits())
    monkeypatch.setattr(bench.pipeline._pool, "validate", AsyncMock(return_value=facts._replace(thumbs=(None,))))
    outcome = await bench.store_image(picture())
    assert (outcome.ok, bench.files()) == (True, [outcome.path])
    assert f"no thumbnail small of {outcome.sha256}" in caplog.text


@pytest.mark.parametrize(("code", "error"), [(28, "storage_full"), (13, "storage_denied"), (5, "storage_error")])
async def test_a_store_that_fails_ends_the_run(opened, monkeypatch, caplog, code, error):
    """What one file meets the others will meet: the outcome says so, retryable, and the run is stopped."""
    bench = await opened()

    def refuse(*_: Any) -> None:
        raise OSError(code, "no", "/x")

    monkeypatch.setattr(parts_module.os, "link", refuse)  # type: ignore[attr-defined]
    if code == 28:
        monkeypatch.setattr(parts_module.os, "write", refuse)  # type: ignore[attr-defined]
    with caplog.at_level(logging.ERROR):
        outcome = await bench.store_image(picture())
    await asyncio.sleep(0)
    assert (outcome.ok, outcome.error, outcome.stage, outcome.retryable) == (False, error, "storage", True)
    assert bench.reasons == [error]
    assert "the store cannot take files" in caplog.text
    assert "name another place by IMGCRAWL_DATA_DIR or IMAGES_STORE" in caplog.text


async def test_a_slow_store_does_not_hold_up_the_end(opened, monkeypatch):
    """What a store elsewhere has begun to take is waited for; what waits behind it is left to the next crawl."""
    bench, begun, may_go = await opened(), [], asyncio.Event()

    async def persist_file(path: str, *_: Any, **__: Any) -> None:
        begun.append(path)
        await may_go.wait()

    monkeypatch.setattr(bench.pipeline, "store", SimpleNamespace(persist_file=persist_file))
    monkeypatch.setattr(bench.pipeline, "turns", Turns(2))
    colours = ["red", "blue", "green", "black", "white"]
    rows = [asyncio.ensure_future(bench.store_image(picture(colour), row=colour)) for colour in colours]
    pool = bench.pipeline._pool
    while len(begun) < 2 or pool._waiting or any(each.jobs for each in pool._processes):  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    await bench.pipeline.stop_overdue()
    may_go.set()
    outcomes = await asyncio.gather(*rows, return_exceptions=True)
    assert len(begun) == 2
    assert [outcome.path for outcome in outcomes if isinstance(outcome, Outcome)] == begun
    assert sum(isinstance(outcome, DropItem) for outcome in outcomes) == 3
    assert bench.parts() == []


async def test_other_items_pass(opened):
    """What is no fetched image is none of its business."""
    bench, item = await opened(), {"a": 1}
    assert await bench.pipeline.process_item(item) is item


async def test_the_end_leaves_nothing_on_its_way(opened, tmp_path):
    """After the end no temporary file is left, but for the mark of a file whose outcome was not committed."""
    bench = await opened()
    committed = await bench.store_image(picture())
    await bench.store_image(picture("blue"), row="2")
    bench.pipeline.outcomes_committed([committed])
    await bench.pipeline.close_spider()
    bench.pipeline.spider_closed()
    assert [part.read_bytes() for part in (tmp_path / "incoming").rglob("*.part")] == [picture("blue")]
    assert len(bench.files()) == 2


async def test_without_a_decoder_the_run_ends(opened, monkeypatch):
    """Where no decoding process starts, rows get no outcome: the run ends once, and the next takes them up."""
    bench = await opened()

    async def refuse(_path: str) -> None:
        raise DecoderUnavailable("no process")

    with monkeypatch.context() as patch:
        patch.setattr(bench.pipeline._pool, "validate", refuse)
        for row in ("1", "2"):
            with pytest.raises(DropItem):
                await bench.store_image(picture(), row=row)
    with pytest.raises(DropItem):  # nobody waits for what another has waited for in vain
        await bench.store_image(picture(), row="3")
    await asyncio.sleep(0)
    assert bench.reasons == ["no_decoder"]
    assert bench.parts() == []


def test_two_processes_make_the_folder(tmp_path, monkeypatch):
    """A folder that another process makes at the same moment is no reason to fail."""
    make, begun = Path.mkdir, []

    def overtaken(self: Path, *args: Any, **kwargs: Any) -> None:
        make(self, *args, **kwargs)
        if self == tmp_path / "images" and not begun:
            begun.append(self)
            raise FileExistsError(errno.EEXIST, "File exists")

    monkeypatch.setattr(Path, "mkdir", overtaken)
    assert Bench(tmp_path).store.is_dir()
    assert begun
