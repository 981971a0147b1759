"""Which pictures their host is asked for a made-up name for."""

from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.http import Response

from imgcrawl.intake.address import host_of
from imgcrawl.pipelines.judging.holding import PlaceholderWatch
from imgcrawl.pipelines.judging.proofs import Proofs
from imgcrawl.pipelines.judging.suspects import Suspects
from imgcrawl.records import Outcome
from imgcrawl.remedies.attempts.outcomes import FetchedImage
from imgcrawl.remedies.attempts.state import new_state
from imgcrawl.validation.decoding.decode import inspect_image
from imgcrawl.validation.facts import Limits
from imgcrawl.validation.placeholders.scenes import Scenes
from imgcrawl.validation.placeholders.spread import SpreadPictures
from tests.pipelines.pictures import notice, photo

GIVEN = "http://old.test/img/heron-lake.jpg"


@pytest.mark.parametrize(
    ("remedy", "url", "is_suspect"),
    [
        (None, GIVEN, True),
        ("moved", "http://new.test/media/heron-lake.jpg", True),
        ("moved", "http://old.test/media/heron-lake.jpg", True),
        ("unwrap", "http://new.test/media/heron-lake.jpg", True),
        ("https", "https://old.test/img/heron-lake.jpg", True),
        ("www", "http://www.old.test/img/heron-lake.jpg", True),
        ("full_size", "http://old.test/img/original/heron-lake.jpg", False),
        ("page", "http://new.test/media/heron-lake.jpg", False),
    ],
)
def test_a_drawing_where_a_rule_led_is_suspect(remedy, url, is_suspect):
    """A page has said that its picture is there, and a host what it does for dead addresses; a rule says neither."""
    watch = PlaceholderWatch(3, pending=lambda _host: 0, withdraw=lambda _passed: None)
    suspects, state = Suspects(watch, Scenes(), SpreadPictures()), new_state(0, GIVEN, None)
    state["url"], state["remedy"] = GIVEN, remedy
    for body, expected in ((notice(), is_suspect), (photo("heron"), False)):
        item = FetchedImage(Outcome(id="0", url=GIVEN), Response(url, body=body, request=Request(url)), state)
        facts = inspect_image(body, limits=Limits())
        assert suspects.is_suspect(item, watch.sighting(host_of(url), facts), is_first=True) is expected


def test_each_host_inside_a_proxy_s_addresses_has_trials_of_its_own():
    """What was found out of one host in there says nothing of the others, and costs them no trial."""
    watch = PlaceholderWatch(3, pending=lambda _host: 0, withdraw=lambda _passed: None)
    proofs, asked, facts = Proofs(watch, ask=lambda *wanted: bool(wanted)), [], inspect_image(notice(), limits=Limits())
    for number in range(4):
        url, state = f"http://inner{number}.example/heron.jpg", new_state(number, GIVEN, None)
        state["url"], state["remedy"] = f"http://proxy.test/?url={url}", "unwrap"
        item = FetchedImage(Outcome(id=str(number), url=GIVEN), Response(url, request=Request(url)), state)
        seen = watch.sighting("proxy.test", facts._replace(sha256=f"{number:064x}"))
        asked.append(proofs.begin(item, seen))
    assert asked == [True] * 4


@pytest.mark.parametrize(("name", "is_suspect"), [("header", True), ("8841-large", False), ("a9f3e7c1d2b4e5", False)])
def test_a_picture_to_which_a_numbered_one_is_led_is_suspect(name, is_suspect):
    """Hosts lead dead numbers to one picture of theirs, and numbers to names; a made-up number tells which."""
    asked, url = "http://old.test/img/8841.jpg", f"http://old.test/uploads/{name}.jpg"
    watch = PlaceholderWatch(3, pending=lambda _host: 0, withdraw=lambda _passed: None)
    suspects, state = Suspects(watch, Scenes(), SpreadPictures()), new_state(0, asked, None)
    state["url"], body = asked, photo("heron")
    response = Response(url, body=body, request=Request(url, meta={"redirect_urls": [asked]}))
    item, facts = FetchedImage(Outcome(id="0", url=asked), response, state), inspect_image(body, limits=Limits())
    assert suspects.is_suspect(item, watch.sighting(host_of(url), facts), is_first=True) is is_suspect
