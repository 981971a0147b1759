from __future__ import annotations

import asyncio
import errno
import hashlib
import io
import logging
from dataclasses import replace
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any
from unittest.mock import AsyncMock, Mock

import pytest
from PIL import Image, ImageDraw
from scrapy import Request, Spider
from scrapy.exceptions import DropItem
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from imgcrawl import keys
from imgcrawl.catalogue.rows import url_key
from imgcrawl.pipelines import parts as parts_module
from imgcrawl.pipelines.doubts import Doubts
from imgcrawl.pipelines.images import ImageStorePipeline
from imgcrawl.records import ImageTask, Outcome
from imgcrawl.remedies.outcomes import FetchedImage, outcome_of
from imgcrawl.remedies.state import new_state
from imgcrawl.validation.decode import inspect_image
from imgcrawl.validation.facts import Limits
from imgcrawl.validation.placeholders import Passed
from imgcrawl.validation.pool import DecoderUnavailable

URL = "http://a.test/1.png"


def picture(colour: str = "red", form: str = "JPEG", size: tuple[int, int] = (60, 40)) -> bytes:
    """Make a picture in one colour."""
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, form)
    return buffer.getvalue()


def drawing(quality: int) -> bytes:
    """Make a drawing that looks the same in every *quality* and differs in bytes."""
    image = Image.new("RGB", (200, 150), "#ddeeff")
    ImageDraw.Draw(image).rectangle((40, 40, 120, 110), fill="#203040")
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=80 + quality)
    return buffer.getvalue()


def noise() -> bytes:
    """Make a picture with nothing flat in it."""
    buffer = io.BytesIO()
    Image.frombytes("RGB", (16, 16), Random(1).randbytes(768)).resize((160, 120)).save(buffer, "JPEG")
    return buffer.getvalue()


class Bench:
    """The pipeline with fetched images to feed it."""

    def __init__(self, data: Path, **settings: Any) -> None:
        self.store = data / "images"
        self.data = data
        self.reasons: list[str] = []
        own = {"IMGCRAWL_DATA_DIR": str(data), "IMGCRAWL_DECODE_WORKERS": 1}
        self.crawler: Any = get_crawler(Spider, own | settings)
        spider = Spider("images")
        self.referenced: set[str] = set()
        spider.catalogue = SimpleNamespace(referenced_paths=self.referenced.intersection)  # type: ignore[attr-defined]
        spider.journal = SimpleNamespace(has_failed=False)  # type: ignore[attr-defined]
        self.withdrawn: set[tuple[int, str]] = set()
        spider.flow = SimpleNamespace(withdrawals=SimpleNamespace(add=self.withdrawn.update))  # type: ignore[attr-defined]
        spider.outlook = lambda _host: 1  # type: ignore[attr-defined]
        self.keeps_back = False
        spider.keeps_back = lambda *_: self.keeps_back  # type: ignore[attr-defined]
        self.crawler.spider = spider
        self.crawler.engine = SimpleNamespace(close_spider_async=self._close, _slot=SimpleNamespace(closing=None))
        self.pipeline = ImageStorePipeline.from_crawler(self.crawler)

    async def _close(self, reason: str) -> None:
        self.reasons.append(reason)

    async def store_image(
        self,
        body: bytes,
        *,
        url: str = URL,
        final: str = URL,
        row: str = "1",
        state: Any = None,
        redirect_urls: Any = None,
        asked_at: float | None = None,
        **headers: str,
    ) -> Outcome:
        state = new_state(1, url, None) | {"url": url, "remedy": "retry"} if state is None else state
        outcome = outcome_of(ImageTask(0, row, url), state, run="r", strategy="s")
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        meta = {keys.FETCH: state} | ({"redirect_urls": redirect_urls} if redirect_urls else {})
        meta |= {} if asked_at is None else {keys.ASKED_AT: asked_at}
        response = Response(final, body=body, headers=fields, request=Request(final, meta=meta))
        return await self.pipeline.process_item(FetchedImage(outcome, response, state))

    async def settle(self) -> None:
        """End the crawl as far as outcomes go."""
        await self.crawler.signals.send_catch_log_async(keys.outcomes_settled, spider=self.crawler.spider)

    def files(self) -> list[str]:
        return sorted(str(path.relative_to(self.store)) for path in self.store.rglob("*") if path.is_file())

    def parts(self) -> list[Path]:
        return list((self.data / "incoming").rglob("*.part"))


@pytest.fixture
async def opened(tmp_path):
    """Open pipelines, and close them."""
    made: list[Bench] = []

    async def open_(**settings: Any) -> Bench:
        bench = Bench(tmp_path, **settings)
        await bench.pipeline.open_spider()
        made.append(bench)
        return bench

    yield open_
    for bench in made:
        await bench.pipeline.close_spider()
        bench.pipeline.spider_closed()


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


async def test_a_bad_body_becomes_a_failure(opened):
    """When nobody tries again, a body that is no image is a failed outcome, and leaves no file."""
    bench = await opened()
    outcome = await bench.store_image(picture()[:-40])
    assert (outcome.ok, outcome.error, outcome.path) == (False, "content_truncated", None)
    assert (bench.files(), bench.parts()) == ([], [])


@pytest.mark.parametrize("came_with_the_url", [False, True])
async def test_a_body_that_cannot_change_is_not_retryable(opened, came_with_the_url):
    """A server may send the whole picture another time; a ``data:`` URL holds what it holds."""
    bench, state = await opened(), new_state(1, "data:,x", None)
    request = None if came_with_the_url else Request(URL, meta={keys.FETCH: state})
    response = Response("data:,", body=picture()[:-40], request=request)
    item = FetchedImage(outcome_of(ImageTask(0, "1", "data:,x"), state, run="r", strategy="s"), response, state)
    outcome = await bench.pipeline.process_item(item)
    assert (outcome.error, outcome.retryable) == ("content_truncated", not came_with_the_url)


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (picture("white", size=(300, 200)), "content_placeholder"),
        (picture("grey", "PNG", size=(16, 16)), "content_placeholder"),
        (picture("red", "PNG", size=(9, 9)), "content_placeholder"),
        (picture("red", "PNG", size=(16, 16)), None),
    ],
    ids=["white", "grey", "spacer", "red"],
)
async def test_what_a_url_holds_itself_may_be_a_stand_in(opened, body, error):
    """A ``data:`` URL that holds nothing to see is what a page shows until it loads the picture."""
    for settings, expected in (({}, error), ({"IMGCRAWL_PLACEHOLDER_REPEATS": 0}, None)):
        bench, state = await opened(**settings), new_state(1, "data:,x", None)
        outcome = outcome_of(ImageTask(0, "1", "data:,x"), state, run="r", strategy="s")
        item = FetchedImage(outcome, Response("data:,", body=body), state)
        assert (await bench.pipeline.process_item(item)).error == expected


async def test_a_bad_body_is_offered_to_the_remedies(opened):
    """When another attempt is under way the body gives way to it, and there is no outcome yet."""
    bench, seen = await opened(), []

    def again(request: Request, response: Response, error: Any, detail: str) -> bool:
        seen.append((request.url, error))
        return True

    bench.crawler.signals.connect(again, signal=keys.image_rejected)
    with pytest.raises(DropItem):
        await bench.store_image(b"GIF89a")
    assert seen == [(URL, "content_truncated")]
    assert bench.parts() == []


async def test_the_remedies_are_told_how_many_pictures_have_passed(opened):
    """Those that passed before a refused body was in hand are told apart from those since."""
    bench, seen = await opened(), []

    def note(others: int, others_since: int) -> None:
        seen.append((others, others_since))

    bench.crawler.signals.connect(note, signal=keys.image_rejected)
    await bench.store_image(picture())
    await bench.store_image(b"GIF89a", row="2")
    assert seen == [(1, 0)]


async def test_a_notice_is_no_image(opened):
    """A redirect to a file named after a missing image is refused, and so is its picture from then on."""
    bench = await opened()
    outcome = await bench.store_image(picture(), final="http://a.test/static/image-not-found.png")
    assert outcome.error == "content_placeholder"
    assert (await bench.store_image(picture(), row="2")).error == "content_placeholder"
    assert (await bench.store_image(picture("blue"), row="3")).ok


@pytest.mark.parametrize(
    "headers",
    [{"Content_Disposition": 'inline; filename="no-image.png"'}, {"Content_Location": "/static/hotlinking.gif"}],
    ids=["disposition", "location"],
)
async def test_a_notice_by_the_servers_own_words(opened, headers):
    """A picture that the server itself calls a notice is one."""
    bench = await opened()
    assert (await bench.store_image(picture(), **headers)).error == "content_placeholder"


async def test_a_stored_file_is_itself(opened):
    """Frames of a still scene, each a file of its own age, pass; made anew for every request they are one notice."""
    bench = await opened(IMGCRAWL_PLACEHOLDER_REPEATS=2)
    url = "http://a.test/{}.png"
    for number in (1, 2, 3):
        outcome = await bench.store_image(
            drawing(number),
            url=url.format(number),
            final=url.format(number),
            row=str(number),
            Last_Modified=f"Mon, 0{number} Jun 2020 10:00:00 GMT",
        )
        assert outcome.ok
    errors = [
        (await bench.store_image(drawing(number), url=url.format(number), final=url.format(number))).error
        for number in (4, 5)
    ]
    assert errors == [None, "content_placeholder"]


A_MOMENT = {"Retry_After": "30", "Cache_Control": "no-store"}
"""What comes with a notice: nobody may keep it, and it is to be asked for later."""


async def test_a_wait_alone_condemns_nothing(opened):
    """A drawing that came with Retry-After, and nothing else that is odd, is asked for once more, and then taken."""
    bench = await opened()
    bench.crawler.signals.connect(lambda request: True, signal=keys.image_doubted, weak=False)
    state = new_state(1, URL, None) | {"url": URL}
    with pytest.raises(DropItem):
        await bench.store_image(drawing(1), state=state, Retry_After="3600")
    assert (await bench.store_image(drawing(1), state=state, Retry_After="3600")).ok


async def test_a_wait_that_comes_with_all_pictures_says_nothing(opened):
    """Once a photograph came with Retry-After its host's drawings may have it too; those of other hosts may not."""
    bench = await opened()
    assert (await bench.store_image(noise(), Retry_After="3600")).ok
    assert (await bench.store_image(drawing(1), **A_MOMENT)).ok
    other = await bench.store_image(drawing(1), url="http://b.test/1.png", **A_MOMENT)
    assert other.error == "content_placeholder"


async def test_a_wait_that_comes_with_a_proven_drawing_says_nothing(opened):
    """Once a drawing has come again with Retry-After its host's others may have it; without a second look, not."""
    bench = await opened()
    assert (await bench.store_image(drawing(1), asked_at=1.0, Retry_After="3600")).ok
    assert (await bench.store_image(drawing(2), row="2", **A_MOMENT)).error == "content_placeholder"
    bench.crawler.signals.connect(lambda request: True, signal=keys.image_doubted, weak=False)
    other: Any = {"url": "http://b.test/1.png"}
    again: Any = other | {"row": "3", "state": new_state(3, other["url"], None) | other, "Retry_After": "3600"}
    with pytest.raises(DropItem):
        await bench.store_image(drawing(1), asked_at=2.0, **again)
    assert (await bench.store_image(drawing(1), asked_at=3.0, **again)).ok
    with pytest.raises(DropItem):
        await bench.store_image(drawing(2), row="4", **other, **A_MOMENT)


async def test_a_wait_speaks_against_a_drawing(opened):
    """A drawing for a moment that came with Retry-After is a notice, then without it too; elsewhere it is an image."""
    bench = await opened()
    assert (await bench.store_image(drawing(1), **A_MOMENT)).error == "content_placeholder"
    assert (await bench.store_image(drawing(2))).error == "content_placeholder"
    assert (await bench.store_image(drawing(2), url="http://b.test/1.png")).ok


@pytest.mark.parametrize("again", [1, 2], ids=["the-same", "another"])
async def test_a_doubtful_picture_gets_a_second_look(opened, again):
    """A drawing that nobody may keep is asked for once more, and then taken; only another picture was rescued by it."""
    bench, seen = await opened(), []

    def look_again(request: Request, response: Response, detail: str) -> bool:
        seen.append(request.url)
        return True

    bench.crawler.signals.connect(look_again, signal=keys.image_doubted)
    state = new_state(1, URL, None) | {"url": URL}
    with pytest.raises(DropItem):
        await bench.store_image(drawing(1), state=state, Cache_Control="no-store")
    assert bench.parts() == []
    state["remedy"] = "look_again"
    outcome = await bench.store_image(drawing(again), state=state, Cache_Control="no-store")
    assert (outcome.ok, outcome.rescued_by, seen) == (True, None if again == 1 else "look_again", [URL])


async def doubted(bench: Bench) -> Any:
    """Have a drawing asked for again that nobody may keep, and return the state of its row."""
    bench.crawler.signals.connect(lambda request: True, signal=keys.image_doubted, weak=False)
    state = new_state(1, URL, None) | {"url": URL, "status": 200}
    with pytest.raises(DropItem):
        await bench.store_image(drawing(1), state=state, Cache_Control="no-store")
    return state


def refused(state: Any, error: str) -> Outcome:
    """Return the outcome of a second look that brought *error*."""
    state |= {"error": error, "status": 410, "remedy": "look_again", "requests": 2}
    return outcome_of(ImageTask(0, "1", URL), state, run="r", strategy="s")


async def test_the_first_look_stands_when_the_second_brings_none(opened):
    """An address that works once gave its image the first time; the trail tells of the second."""
    bench = await opened()
    state = await doubted(bench)
    outcome = await bench.pipeline.process_item(refused(state, "http_410"))
    assert (outcome.ok, outcome.error, outcome.status, outcome.rescued_by) == (True, None, 200, None)
    assert (outcome.attempts, outcome.trail) == (2, state["trail"])
    assert bench.files() == [outcome.path]
    assert not (await bench.pipeline.process_item(refused(state, "http_410"))).ok


async def test_the_first_look_stands_when_the_second_brings_a_page(opened):
    """A body that is no picture proves as little as none."""
    bench = await opened()
    outcome = await bench.store_image(b"<html>gone</html>", state=await doubted(bench))
    assert (outcome.ok, outcome.sha256) == (True, hashlib.sha256(drawing(1)).hexdigest())
    assert len(bench.parts()) == 1


async def test_a_second_look_that_was_one_too_many_leaves_the_doubt(opened):
    """Who answers 429 at last may have drawn the same before: the row fails, and can be tried again."""
    bench = await opened()
    outcome = refused(await doubted(bench), "http_429")
    assert await bench.pipeline.process_item(outcome) is outcome
    assert (outcome.ok, bench.files()) == (False, [])


async def test_a_first_look_that_was_found_out_is_refused(opened):
    """What has proved to be a notice since is one at the end too."""
    bench = await opened()
    state = await doubted(bench)
    assert (await bench.store_image(drawing(1), row="2", **A_MOMENT)).error == "content_placeholder"
    outcome = await bench.pipeline.process_item(refused(state, "http_410"))
    assert (outcome.ok, outcome.error, bench.files(), bench.parts()) == (False, "http_410", [], [])


async def test_nothing_is_asked_again_that_cannot_be_kept(opened):
    """Where there is no room for the first look there is no second; a look that is over makes room."""
    bench = await opened()
    bench.pipeline._doubts = Doubts(len(drawing(1)) + 8_192)
    state = await doubted(bench)
    assert (await bench.store_image(drawing(1), row="2", url="http://b.test/1.png", Cache_Control="no-store")).ok
    assert (await bench.store_image(drawing(1), state=state)).ok
    await doubted(bench)


async def test_doubt_that_nobody_takes_up_is_not_kept(opened):
    """Without a second look nothing is kept for it."""
    bench = await opened()
    bench.pipeline._doubts = Doubts(len(drawing(1)) + 8_192)
    for _ in range(2):
        assert (await bench.store_image(drawing(1), Cache_Control="no-store")).ok
    assert bench.pipeline._doubts.drop("1") is None
    await doubted(bench)


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


async def test_a_picture_that_has_gone_was_a_notice(opened):
    """When a second look brings another picture, the first is a placeholder, also where it had passed before."""
    bench = await opened()
    bench.crawler.signals.connect(lambda request: True, signal=keys.image_doubted, weak=False)
    first, second = "http://a.test/1.jpg", "http://a.test/2.jpg"
    passed = await bench.store_image(drawing(1), url=first, final=first)
    assert passed.ok
    state = new_state(1, second, None) | {"url": second}
    with pytest.raises(DropItem):
        await bench.store_image(drawing(1), url=second, final=second, state=state)
    assert (await bench.store_image(noise(), url=second, final=second, state=state)).ok
    assert (url_key(first), passed.sha256) in bench.withdrawn
    assert (await bench.store_image(drawing(1), url="http://a.test/3.jpg")).error == "content_placeholder"


async def test_a_picture_that_is_drawn_at_every_request_is_none(opened):
    """A second look that brings the same drawing made anew condemns nothing."""
    bench = await opened()
    state = new_state(1, URL, None) | {"url": URL}
    assert (await bench.store_image(drawing(1), state=state, Cache_Control="no-store")).ok
    assert (await bench.store_image(drawing(2), state=state, Cache_Control="no-store")).ok
    assert bench.withdrawn == set()


async def test_another_format_for_two_names_is_a_notice(opened):
    """A drawing as PNG for two names that say JPEG is none of both."""
    bench, buffer = await opened(), io.BytesIO()
    Image.open(io.BytesIO(drawing(1))).save(buffer, "PNG")
    errors = []
    for name in ("heron", "bridge"):
        url = f"http://a.test/{name}.jpg"
        errors.append((await bench.store_image(buffer.getvalue(), url=url, final=url)).error)
    assert errors == [None, "content_placeholder"]
    assert {key for key, _ in bench.withdrawn} >= {url_key("http://a.test/heron.jpg")}


async def test_nothing_is_no_photograph(opened):
    """A white sheet for a name that asks for no colour is refused; where placeholders are let pass, so is it."""
    asked = "http://a.test/heron.jpg"
    white = picture("white", size=(320, 240))
    assert (await (await opened()).store_image(white, url=asked)).error == "content_placeholder"
    assert (await (await opened(IMGCRAWL_PLACEHOLDER_REPEATS=0)).store_image(white, url=asked)).ok


async def test_a_refused_picture_is_described(opened):
    """The outcome says which picture was a placeholder, so that others with it can be found."""
    bench, white = await opened(), picture("white", size=(320, 240))
    outcome = await bench.store_image(white, url="http://a.test/heron.jpg")
    assert (outcome.ok, outcome.path) == (False, None)
    assert (outcome.sha256, outcome.width) == (hashlib.sha256(white).hexdigest(), 320)


@pytest.mark.parametrize(("folder", "error"), [("assets", "content_placeholder"), ("uploads", None)])
async def test_two_names_led_to_a_file_of_the_site(opened, folder, error):
    """Two names that are redirected to one file among the site's own are told that there is nothing."""
    bench, final = await opened(), f"http://a.test/{folder}/panel.png"
    errors = []
    for name in ("heron", "bridge"):
        url = f"http://a.test/{name}.jpg"
        outcome = await bench.store_image(noise(), url=url, final=final, redirect_urls=[url])
        errors.append(outcome.error)
    assert errors == [None, error]


async def test_the_file_of_a_withdrawn_outcome_goes(opened):
    """A file is marked when its outcome is withdrawn, and removed when nothing refers to it."""
    bench = await opened()
    outcome = await bench.store_image(picture())
    send = bench.crawler.signals.send_catch_log
    send(keys.outcomes_committed, outcomes=[outcome])
    send(keys.outcome_withdrawn, outcome=outcome, ours=True)
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
    send(keys.outcome_withdrawn, outcome=outcome, ours=True)
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
    send(keys.outcome_withdrawn, outcome=outcome, ours=True)
    await bench.settle()
    assert (elsewhere / outcome.path).exists()
    uncommitted = await bench.store_image(noise())
    await bench.pipeline.close_spider()
    bench.pipeline.spider_closed()
    assert len(bench.parts()) == 1
    await opened(IMAGES_STORE=str(elsewhere))
    assert (bench.parts(), (elsewhere / uncommitted.path).exists()) == ([], True)


async def test_a_doubtful_picture_is_taken_where_nobody_looks_again(opened):
    """Without remedies doubt is no refusal."""
    bench = await opened()
    assert (await bench.store_image(drawing(1), Cache_Control="no-store")).ok


async def test_two_addresses_of_one_drawing_get_a_second_look(opened):
    """The second address that gives a drawing or a photograph is asked again, the latter to compare the ways."""
    bench, seen = await opened(), []
    note = lambda request, times: seen.append((request.url, times))  # noqa: E731
    bench.crawler.signals.connect(note, signal=keys.image_doubted, weak=False)
    for number in (1, 2):
        for host, body in (("a", drawing(1)), ("photographs", noise())):
            url = f"http://{host}.test/{number}.jpg"
            await bench.store_image(body, url=url, final=url)
    assert seen == [("http://a.test/2.jpg", None), ("http://a.test/2.jpg", 0), ("http://photographs.test/2.jpg", 0)]


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
    monkeypatch.setattr(bench.pipeline._pool, "validate", AsyncMock(return_value=replace(facts, thumbs=(None,))))
    outcome = await bench.store_image(picture())
    assert (outcome.ok, bench.files()) == (True, [outcome.path])
    assert f"no thumbnail small of {outcome.sha256}" in caplog.text


@pytest.mark.parametrize(("code", "error"), [(28, "storage_full"), (13, "storage_denied"), (5, "storage_error")])
async def test_a_store_that_fails_ends_the_run(opened, monkeypatch, caplog, code, error):
    """What one file meets the others will meet: the outcome says so, retryable, and the run is stopped."""
    bench = await opened()

    def refuse(*_: Any) -> None:
        raise OSError(code, "no", "/x")

    monkeypatch.setattr(parts_module.os, "link", refuse)
    if code == 28:
        monkeypatch.setattr(parts_module.os, "write", refuse)
    with caplog.at_level(logging.ERROR):
        outcome = await bench.store_image(picture())
    await asyncio.sleep(0)
    assert (outcome.ok, outcome.error, outcome.stage, outcome.retryable) == (False, error, "storage", True)
    assert bench.reasons == [error]
    assert "the store cannot take files" in caplog.text


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


async def test_a_notice_may_be_kept_for_the_way_that_another_row_finds(opened):
    """The failed outcome of a notice, its picture told, is the spider's to keep: the row has none then."""
    bench = await opened()
    bench.keeps_back = True
    with pytest.raises(DropItem):
        await bench.store_image(drawing(1), **A_MOMENT)
    assert bench.parts() == []
    bench.keeps_back = False
    outcome = await bench.store_image(drawing(1))
    assert (outcome.error, outcome.width) == ("content_placeholder", Image.open(io.BytesIO(drawing(1))).width)


@pytest.mark.parametrize("is_doubted", [False, True])
async def test_what_is_only_asked_for_anew_is_not_refused(opened, is_doubted):
    """A withdrawn picture is a placeholder from then on, unless it was to come in another way."""
    bench = await opened()
    outcome = await bench.store_image(noise(), url="http://a.test/1.jpg", final="http://a.test/1.jpg")
    passed = Passed(url_key("http://a.test/1.jpg"), outcome.sha256)
    if is_doubted:
        bench.pipeline._trust._take("a.test", "default")
        assert bench.pipeline._trust.is_asked_anew(passed)
    bench.pipeline.outcome_withdrawn(outcome)
    again = await bench.store_image(noise(), url="http://a.test/1.jpg", final="http://a.test/1.jpg")
    assert again.ok is is_doubted
