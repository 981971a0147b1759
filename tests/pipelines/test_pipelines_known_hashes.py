"""Images that their list knows by their hashes."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from scrapy.exceptions import DropItem
from scrapy.http import Response

from imgcrawl import keys
from imgcrawl.catalogue.rows import url_key
from imgcrawl.records import ImageTask, Passed
from imgcrawl.remedies.attempts.outcomes import FetchedImage, outcome_of
from imgcrawl.remedies.attempts.state import new_state
from tests.pipelines.benches import URL, drawing, noise, picture

OTHER = "0" * 40


def state_of(known: str, url: str = URL, **fields: Any) -> Any:
    """Return the state of a row whose image has the hash *known* by its list."""
    return new_state(1, url, None, known) | {"url": url, "remedy": None} | fields


def digest(body: bytes, algorithm: str = "sha1") -> str:
    """Return the hash of *body* as lists write it."""
    return hashlib.new(algorithm, body).hexdigest()


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha256", "sha512"])
@pytest.mark.parametrize("is_required", [False, True])
async def test_bytes_are_held_against_the_hash(opened, algorithm, is_required):
    """The outcome says whether the image has it; an image without is kept, unless the hash is required."""
    bench, body = await opened(IMGCRAWL_REQUIRE_HASH_ENABLED=is_required), picture()
    good = await bench.store_image(body, state=state_of(digest(body, algorithm)))
    assert (good.ok, good.hash_matches) == (True, True)
    bad = await bench.store_image(body, state=state_of(digest(b"x", algorithm)))
    assert (bad.ok, bad.hash_matches, bad.sha256) == (not is_required, False, digest(body, "sha256"))
    assert (bad.error, bad.stage) == (("content_hash_mismatch", "content") if is_required else (None, None))
    assert bad.retryable is (False if is_required else None)
    assert (bad.reason or "").endswith(f"(its {algorithm} is {digest(body, algorithm)})") is is_required
    unknown = await bench.store_image(body)
    assert (unknown.ok, unknown.hash_matches) == (True, None)


async def test_what_is_not_whole_is_no_image_by_its_hash(opened):
    """A body that cannot be decoded is refused, and nothing is said of its hash."""
    bench, body = await opened(), picture()[:-50]
    outcome = await bench.store_image(body, state=state_of(digest(body)))
    assert (outcome.ok, outcome.error, outcome.hash_matches) == (False, "content_truncated", None)


async def test_what_has_its_hash_is_no_placeholder(opened):
    """Neither for its company, nor for what its server calls it, nor for the one colour that it has."""
    bench, body = await opened(), drawing(1)
    for name in ("heron", "otter", "badger", "marten"):
        url = f"http://a.test/{name}.jpg"
        state = state_of(digest(body), url)
        outcome = await bench.store_image(body, url=url, final="http://a.test/no-image.jpg", row=name, state=state)
        assert (outcome.ok, outcome.hash_matches) == (True, True), name
    assert bench.withdrawn == set()
    flat = picture("white", "PNG", (300, 200))
    assert (await bench.store_image(flat, row="flat", state=state_of(digest(flat)))).ok
    outcome = await bench.store_image(body, url="http://a.test/x.jpg", final="http://a.test/no-image.jpg", row="x")
    assert (outcome.ok, outcome.error, outcome.hash_matches) == (False, "content_placeholder", None)


async def test_what_has_another_hash_may_be_a_placeholder(opened):
    """It is judged as ever; the outcome says of the picture that it had another."""
    bench = await opened()
    outcome = await bench.store_image(drawing(1), final="http://a.test/no-image.jpg", state=state_of(OTHER))
    assert (outcome.ok, outcome.error, outcome.hash_matches) == (False, "content_placeholder", False)


@pytest.mark.parametrize("known", ["", "list", OTHER])
@pytest.mark.parametrize("is_pointed", [True, False])
async def test_a_pointer_proves_its_file_but_for_what_the_list_knows(opened, is_pointed, known):
    """What has the list's hash is the image whatever a pointer says; else nothing but the pointer's own file is."""
    bench, body = await opened(), drawing(1)
    pointed = digest(body if is_pointed else b"x", "sha256")
    state = state_of(digest(body) if known == "list" else known, pointed_hash=pointed)
    outcome = await bench.store_image(body, final="http://a.test/no-image.jpg", state=state)
    error = None if known == "list" or (is_pointed and not known) else "content_hash_mismatch"
    error = "content_placeholder" if is_pointed and known == OTHER else error
    assert (outcome.ok, outcome.error) == (error is None, error)


async def test_a_data_url_has_a_hash_too(opened):
    """What came with its URL is held against it; nobody can be asked for another."""
    bench, flat = await opened(IMGCRAWL_REQUIRE_HASH_ENABLED=True), picture("white", "PNG", (2, 2))
    for known, said in ((digest(flat), (True, True, None)), (OTHER, (False, False, "content_placeholder"))):
        state = state_of(known, "data:,")
        outcome = outcome_of(ImageTask(0, "1", "data:,"), state, run="r", strategy="s")
        outcome = await bench.pipeline.process_item(FetchedImage(outcome, Response("data:,", body=flat), state))
        assert (outcome.ok, outcome.hash_matches, outcome.error) == said


async def test_a_host_that_gives_what_has_its_hash_has_given_an_image(opened):
    """Those who learn from images learn from it: how many there were, and the way in which it came."""
    bench, body = await opened(), noise()
    await bench.store_image(body, state=state_of(digest(body)))
    assert bench.pipeline._watch.passed("a.test") == 1
    passed = Passed(url_key(URL), digest(body, "sha256"))
    assert bench.pipeline._trust.came_by("a.test", passed) == "default"


async def test_without_judges_nothing_is_learnt(opened):
    """Where pictures are not judged, those with their hash are stored as all others are."""
    bench, body = await opened(IMGCRAWL_PLACEHOLDER_REPEATS=0), noise()
    assert (await bench.store_image(body, state=state_of(digest(body)))).hash_matches
    assert bench.pipeline._watch.passed("a.test") == 0


@pytest.mark.parametrize(
    ("by_hash", "remedy", "is_guess"), [(True, "page", True), (True, None, False), (False, "page", False)]
)
async def test_any_picture_of_a_page_must_have_the_hash(opened, by_hash, remedy, is_guess):
    """Nothing else speaks for it, so that it is refused without it whatever the setting, and not described."""
    bench, body = await opened(), noise()
    state = state_of(OTHER, by_hash=by_hash, remedy=remedy, error="http_404" if is_guess else None)
    outcome = await bench.store_image(body, state=state)
    assert (outcome.ok, outcome.sha256 is None, outcome.hash_matches) == (
        not is_guess,
        is_guess,
        None if is_guess else False,
    )
    assert bench.pipeline._watch.passed("a.test") == (not is_guess)
    state = state_of(digest(body), by_hash=by_hash, remedy=remedy)
    outcome = await bench.store_image(body, state=state)
    assert (outcome.ok, outcome.hash_matches, outcome.rescued_by) == (True, True, remedy)


async def test_the_remedies_are_told_of_another_hash(opened):
    """They may know where another copy is; nothing is stored before that has come."""
    bench, body, told = await opened(IMGCRAWL_REQUIRE_HASH_ENABLED=True), noise(), []

    def look_elsewhere(error: Any, **_facts: Any) -> bool:
        told.append(error)
        return True

    bench.crawler.signals.connect(look_elsewhere, signal=keys.image_rejected)
    with pytest.raises(DropItem):
        await bench.store_image(body, state=state_of(OTHER))
    assert (told, bench.files(), bench.parts()) == (["content_hash_mismatch"], [], [])
