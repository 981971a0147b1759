"""A picture that may be a notice is asked for once more before it is stored."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from scrapy.exceptions import DropItem

from imgcrawl import keys
from imgcrawl.catalogue.rows import url_key
from imgcrawl.records import ImageTask, Outcome
from imgcrawl.remedies.attempts.outcomes import outcome_of
from imgcrawl.remedies.attempts.state import new_state
from tests.pipelines.benches import A_MOMENT, URL, Bench, drawing, noise
from tests.pipelines.pictures import logo

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response


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


@pytest.mark.parametrize(
    ("other", "again", "way", "ok"),
    [
        ("bridge", 3, "default", False),
        ("bridge", 3, "no_referer", True),
        ("1", 3, "default", True),
    ],
    ids=["anew", "in-another-way", "of-one-name"],
)
async def test_a_drawing_that_is_made_anew_for_two_names_is_a_placeholder(opened, other, again, way, ok):
    """Each time that its address is asked for it comes in other bytes; whoever asks otherwise may be given others."""
    bench = await opened()
    assert (await bench.store_image(drawing(2), url=f"http://a.test/{other}.png", row="2")).ok
    state = await doubted(bench)
    state |= {"remedy": "look_again", "variant": way}
    outcome = await bench.store_image(drawing(again), state=state)
    assert (outcome.ok, bool(bench.withdrawn)) == (ok, not ok)


@pytest.mark.parametrize("again", [drawing(1), logo("mill", (200, 150))], ids=["the-same-bytes", "another-drawing"])
async def test_what_comes_unchanged_or_is_another_drawing_is_not_made_anew(opened, again):
    """It is taken, or looked at once more in another way, which is to tell what two names share."""
    bench = await opened()
    for row, shared in (("2", drawing(2)), ("3", logo("mill", (200, 150)))):
        assert (await bench.store_image(shared, url=f"http://a.test/bridge-{row}.png", row=row)).ok
    state = await doubted(bench)
    with suppress(DropItem):
        assert (await bench.store_image(again, state=state)).ok


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
    bench.pipeline._doubts._room_bytes = len(drawing(1)) + 8_192
    state = await doubted(bench)
    assert (await bench.store_image(drawing(1), row="2", url="http://b.test/1.png", Cache_Control="no-store")).ok
    assert (await bench.store_image(drawing(1), state=state)).ok
    await doubted(bench)


async def test_doubt_that_nobody_takes_up_is_not_kept(opened):
    """Without a second look nothing is kept for it."""
    bench = await opened()
    bench.pipeline._doubts._room_bytes = len(drawing(1)) + 8_192
    for _ in range(2):
        assert (await bench.store_image(drawing(1), Cache_Control="no-store")).ok
    assert bench.pipeline._doubts.drop("1") is None
    await doubted(bench)


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


@pytest.mark.parametrize(
    ("headers", "is_made_up"),
    [
        ({"Cache_Control": "no-store"}, True),
        ({"Retry_After": "3600"}, False),
        ({"X_RateLimit_Remaining": "0"}, False),
    ],
    ids=["fleeting", "asks to wait", "nothing left"],
)
async def test_a_made_up_name_tells_sooner_than_a_second_look(opened, headers, is_made_up):
    """A drawing that may be a notice is tried by a made-up name first, unless its host has had enough for now."""
    bench, asked = await opened(), []
    for name in ("image_doubted", "proof_wanted"):

        def take(name: str = name) -> bool:
            asked.append(name)
            return True

        bench.crawler.signals.connect(take, signal=getattr(keys, name), weak=False)
    state = new_state(1, URL, None) | {"url": URL}
    with pytest.raises(DropItem):
        await bench.store_image(drawing(1), state=state, **headers)
    assert asked == ["proof_wanted" if is_made_up else "image_doubted"]
