"""What is no image becomes a failure, and the remedies are told."""

from __future__ import annotations

import hashlib
import io
from typing import Any

import pytest
from PIL import Image
from scrapy import Request
from scrapy.exceptions import DropItem
from scrapy.http import Response

from imgcrawl import keys
from imgcrawl.catalogue.rows import url_key
from imgcrawl.records import ImageTask, Passed
from imgcrawl.remedies.attempts.outcomes import FetchedImage, outcome_of
from imgcrawl.remedies.attempts.state import new_state
from tests.pipelines.benches import A_MOMENT, URL, drawing, noise, picture


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


@pytest.mark.parametrize(("name", "is_remembered"), [("hotlink.png", False), ("heron.png", True)])
async def test_a_notice_that_its_server_names_says_nothing_of_others(opened, name, is_remembered):
    """Its row does not remember it to doubt what came in the same way; a photograph that is known otherwise it does."""
    bench, url, body = await opened(), "http://a.test/heron.jpg", noise()
    state = new_state(1, url, None) | {"url": url, "remedy": "retry"}
    bench.pipeline.given_for_all(body if is_remembered else b"")
    outcome = await bench.store_image(body, url=url, final=f"http://a.test/{name}", state=state, redirect_urls=[url])
    assert outcome.error == "content_placeholder"
    assert bool(state["refused"]) is is_remembered


@pytest.mark.parametrize("field", ["X_Cld_Error", "Fallback_Image"])
async def test_a_stand_in_that_its_service_declares_is_no_image(opened, field):
    """Whatever it looks like; nor are the same bytes for another address."""
    bench = await opened()
    outcome = await bench.store_image(noise(), **{field: "Resource not found"})
    assert (outcome.error, bench.files()) == ("content_placeholder", [])
    assert (await bench.store_image(noise(), url="http://a.test/2.png", row="2")).error == "content_placeholder"
    assert (await bench.store_image(drawing(1), url="http://a.test/3.png", row="3")).ok


async def test_a_deleted_article_that_is_led_to_its_brand_is_no_image(opened):
    """The picture of a brand is one for who asks for it."""
    for asked in ("https://a.test/p/heron.jpg", "http://a.test/p/heron.jpg"):
        bench, led = await opened(), {"final": "http://a.test/media/brand/gilded.jpg", "redirect_urls": [asked]}
        assert (await bench.store_image(noise(), url="http://a.test/p/heron.jpg", **led)).error == "content_placeholder"
    led["redirect_urls"] = ["http://a.test/brand/7.jpg"]
    assert (await bench.store_image(drawing(1), url="http://a.test/brand/7.jpg", row="2", **led)).ok


async def test_a_stand_in_that_the_list_names_is_no_image(opened):
    """However often it is in the list, and whatever it shows, unless its hash is known to be the image's."""
    bench, url = await opened(), "http://a.test/images/no-image-available.jpg"
    for final in (url, url.replace("http:", "https:"), "http://b.test/images/7.jpg"):
        assert (await bench.store_image(noise(), url=url, final=final)).error == "content_placeholder"
    state = new_state(1, url, None, hashlib.sha256(noise()).hexdigest()) | {"url": url}
    assert (await bench.store_image(noise(), url=url, final=url, state=state, row="2")).ok


async def test_what_the_query_gives_for_what_is_not_there_is_no_image(opened):
    """Whoever has no picture of his own is led there, be he asked for over https in the end."""
    url = "http://a.test/avatar/0a1b2c3d?d=http%3A%2F%2Fb.test%2Fmark.png"
    for asked in (url, url.replace("http:", "https:", 1)):
        bench = await opened()
        outcome = await bench.store_image(noise(), url=url, final="http://b.test/mark.png", redirect_urls=[asked])
        assert outcome.error == "content_placeholder"


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


@pytest.mark.parametrize("url", ["http://a.test/1.jpg", "http://ann:pw@a.test/1.jpg"], ids=["plain", "login"])
@pytest.mark.parametrize("is_doubted", [False, True])
async def test_what_is_only_asked_for_anew_is_not_refused(opened, is_doubted, url):
    """A withdrawn picture is a placeholder from then on, unless it was to come in another way; also with a login."""
    bench = await opened()
    plain = "http://a.test/1.jpg"
    state = new_state(1, url, None) | {"url": plain, "remedy": "retry"}
    outcome = await bench.store_image(noise(), url=url, final=plain, state=state)
    passed = Passed(url_key(url), outcome.sha256)
    if is_doubted:
        bench.pipeline._trust._take("a.test", "default")
        assert bench.pipeline._trust.is_asked_anew(passed)
    bench.pipeline.outcome_withdrawn(outcome.without_logins(), passed.url_key)
    again = await bench.store_image(noise(), url=plain, final=plain)
    assert again.ok is is_doubted


async def test_the_remedies_are_told_of_photographs(opened):
    """A picture that is none drawn is told apart from a drawing, and from what is no picture."""
    bench, seen = await opened(), []

    def note(is_photo: bool) -> None:  # noqa: FBT001 - a signal's
        seen.append(is_photo)

    bench.crawler.signals.connect(note, signal=keys.image_rejected)
    gone = "http://a.test/static/image-not-found.png"
    await bench.store_image(noise(), final=gone)
    await bench.store_image(picture(), row="2", final=gone)
    await bench.store_image(b"GIF89a", row="3")
    assert seen == [True, False, False]
