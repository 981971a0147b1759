"""Hosts that lead phones to a site of their own, where there is nothing."""

from __future__ import annotations

from random import Random

import pytest
from scrapy import Request
from scrapy.http import Response

from imgcrawl import keys
from imgcrawl.config import RemedyConfig
from imgcrawl.config.sections.hosts import REMEDY_NAMES
from imgcrawl.errors import ErrorSlug
from imgcrawl.remedies.answers.failures import failure_of_answer
from imgcrawl.remedies.answers.landing import is_led_as_phone
from imgcrawl.remedies.attempts.steps import Failure
from imgcrawl.remedies.hosts.memory import HostMemory
from imgcrawl.remedies.planner import Planner
from imgcrawl.remedies.rules.signs import Sign
from imgcrawl.remedies.rules.variants import OTHER_WAYS
from tests.remedies.planning import begun

ASKED = "https://img.shop.test/photos/1.jpg?w=3"


@pytest.mark.parametrize("name", ["m.shop.test", "mobile.shop.test", "touch.other.test"])
def test_the_same_path_on_a_host_for_phones_is_for_phones(name):
    """On one of any site."""
    assert is_led_as_phone(ASKED, f"https://{name}/photos/1.jpg?w=3")


@pytest.mark.parametrize(
    ("asked", "landed"),
    [
        (ASKED, "https://m.shop.test/"),
        (ASKED, "https://m.shop.test/photos/1.jpg"),
        (ASKED, "https://media.shop.test/photos/1.jpg?w=3"),
        (ASKED.replace("img.", "m."), "https://mobile.shop.test/photos/1.jpg?w=3"),
    ],
    ids=["other-path", "other-query", "no-such-name", "asked-there"],
)
def test_other_redirects_lead_no_phone(asked, landed):
    """What is elsewhere under another path may be anything; who asks a host for phones is at home there."""
    assert not is_led_as_phone(asked, landed)


@pytest.mark.parametrize(
    ("slug", "meta", "sign"),
    [
        (ErrorSlug.HTTP_404, {keys.PHONE: True}, Sign.PHONES),
        (ErrorSlug.HTTP_410, {keys.PHONE: True}, Sign.PHONES),
        (ErrorSlug.HTTP_403, {keys.PHONE: True}, None),
        (ErrorSlug.HTTP_404, {}, None),
        (ErrorSlug.HTTP_404, {keys.PHONE: True, keys.PAGE: True}, None),
    ],
    ids=["404", "410", "403", "desktop", "page"],
)
def test_a_phone_that_finds_nothing_there_was_led(slug, meta, sign):
    """A browser on a desk was not led for what it is, and a refusal has other remedies."""
    request = Request("https://m.shop.test/1.jpg", meta=meta | {"redirect_urls": ["https://img.shop.test/1.jpg"]})
    status = int(slug.value.removeprefix("http_"))
    assert failure_of_answer(request, Response(request.url, status=status), slug, "").sign is sign


@pytest.mark.parametrize(("sign", "remedies"), [(Sign.PHONES, ["other_browser"]), (None, [])])
def test_what_is_not_there_for_phones_is_asked_for_as_another_browser(sign, remedies):
    """Once, however seldom that helped elsewhere, and only for that: what else is missing is missing for all."""
    enabled = tuple(name for name in REMEDY_NAMES if name != "https")
    planner = Planner(
        RemedyConfig(remedies=enabled), HostMemory(), deadline_s=100.0, retry_after_max_s=300.0, rng=Random(1)
    )
    for way in OTHER_WAYS:
        for _ in range(200):
            planner.memory.odds.note(ErrorSlug.HTTP_404, way, helped=False)
    state = begun(0, "http://img.shop.test/1.jpg", None)
    asked, failure = [], Failure(ErrorSlug.HTTP_404, sign=sign, is_phone=True, hops=1, url="http://m.shop.test/1.jpg")
    while (step := planner.next_step(state, failure, host="m.shop.test", now=1.0)) is not None:
        asked.append(step.remedy)
        failure = Failure(ErrorSlug.HTTP_404, url=state["url"])
    assert asked == remedies
