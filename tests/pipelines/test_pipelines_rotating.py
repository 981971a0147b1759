"""Hosts that give one of a few pictures for any name, and those that have one for all or each that they lack."""

from __future__ import annotations

import hashlib
import io
from itertools import cycle, repeat
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from scrapy import Request
from scrapy.http import Response

from imgcrawl.pipelines.judging.holding import PlaceholderWatch
from imgcrawl.pipelines.judging.proofs import Proofs
from imgcrawl.validation.facts import ImageFacts
from tests.pipelines.hosts_asked import Hosts
from tests.validation.things import notice, thing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PIL import Image


def body(image: Image.Image) -> bytes:
    """Return *image* as a file."""
    buffer = io.BytesIO()
    image.resize((160, 160)).save(buffer, "PNG")
    return buffer.getvalue()


ASKED, OTHER = body(thing()), body(notice())
STOCK = [body(thing(40 * at).rotate(90 * at)) for at in range(1, 4)]


def judged(missing: Iterable[bytes | None]) -> tuple[bool, int]:
    """Return whether the only picture of a host is refused, and for how many names what is *missing* came by turns."""
    answers = iter(missing)
    hosts = Hosts(lambda _url: ASKED, lambda _url: next(answers))
    is_refused = bool(hosts.refused(["http://lapsed.test/media/heron-4411.png"]))
    return is_refused, len(hosts.made_up)


@pytest.mark.parametrize("others", [1, 3])
def test_a_picture_that_comes_for_some_made_up_name_is_refused(others):
    """Be it not for the first one: advertisements come by turns, or by lot."""
    assert judged([OTHER] * others + [ASKED]) == (True, others + 1)


def test_what_a_host_gives_for_all_that_it_lacks_says_nothing_of_others():
    """Four names tell that it has no other."""
    assert judged(repeat(OTHER)) == (False, 4)


def test_a_picture_for_each_name_may_be_asked_for():
    """As patterns for users are: none comes twice."""
    assert judged([*STOCK, OTHER]) == (False, 4)


def test_nothing_that_is_drawn_from_a_stock_is_believed():
    """Not all of it may come for eight names."""
    assert judged(cycle([OTHER, OTHER, *STOCK])) == (True, 8)


def test_a_plain_answer_ends_it():
    """A host that has nothing for one name has no stock for all."""
    assert judged([OTHER, None]) == (False, 2)


def test_a_picture_like_one_for_a_made_up_name_may_be_drawn_for_its_own():
    """Formulas and codes are alike; byte by byte they are others."""
    patched = thing()
    patched.paste("#ff0000", (10, 10, 60, 40))
    assert judged([OTHER, body(patched), *STOCK]) == (False, 4)


def photograph(name: str) -> ImageFacts:
    """Return one that shows what its name says."""
    phash = hashlib.sha256(name.encode()).hexdigest()[:16]
    return ImageFacts(name, 40_000, "JPEG", "jpg", 600, 400, "RGB", phash, 1)


def row(url: str, asked: str) -> Any:
    """Return what came from the address *asked* for the row of *url*."""
    state = {"url": url, "variant": "default", "doubted": None, "refused": None}
    return SimpleNamespace(
        outcome=SimpleNamespace(id=url), state=state, response=Response(asked, request=Request(asked))
    )


@pytest.mark.parametrize("asked", ["http://lapsed.test/lost.jpg", "http://lapsed.test/named-by-a-page.jpg"])
def test_only_what_comes_for_its_own_address_is_drawn_from_a_stock(asked):
    """What a page names somebody has put there."""
    watch = PlaceholderWatch(3, pending=lambda _host: 0)
    proofs = Proofs(watch, ask=lambda _item, _url: True)
    url = "http://lapsed.test/heron.jpg"
    lost = row("http://lapsed.test/lost.jpg", asked)
    seen = watch.sighting("lapsed.test", photograph("heron"))
    assert proofs.begin(row(url, url), seen)
    for name in ("first", "second", "third"):
        proofs.weigh(url, photograph(name))
        assert proofs.go_on(row(url, url), seen)
    assert not proofs.is_given_for_nothing(lost, watch.sighting("lapsed.test", photograph("lost")))
    proofs.weigh(url, photograph("first"))
    is_found_out = proofs.is_given_for_nothing(lost, watch.sighting("lapsed.test", photograph("lost")))
    assert is_found_out is asked.endswith("/lost.jpg")


@pytest.mark.parametrize("answers", ["lapsed.test", "cdn.test"])
@pytest.mark.parametrize(("given", "is_by_lot"), [("first second third fourth", True), ("first first first", False)])
def test_each_made_up_name_is_another_whoever_answers(answers, given, is_by_lot):
    """Where all addresses of a host lead to another one, its answers are those to several names, too."""
    names: list[str] = []
    watch = PlaceholderWatch(3, pending=lambda _host: 0)
    proofs = Proofs(watch, ask=lambda _item, name: names.append(name) is None)
    url, at = "http://lapsed.test/heron.jpg", f"http://{answers}/heron.jpg"
    asked, seen = row(url, at), watch.sighting(answers, photograph("first"))
    asked.response.request.meta["redirect_urls"] = [url] * (at != url)
    assert proofs.begin(asked, seen)
    for name in given.split():
        proofs.weigh(url, photograph(name))
        proofs.go_on(asked, seen)
    assert len(set(names)) == len(names) >= 3
    assert proofs.is_drawn_by_lot(asked, seen) is is_by_lot


def drawn_by_lot():
    """Let a host draw four times from three pictures; return the watch, the proofs, the row and its address."""
    watch = PlaceholderWatch(3, pending=lambda _host: 0)
    proofs = Proofs(watch, ask=lambda _item, _url: True)
    url = "http://lapsed.test/heron.jpg"
    asked, seen = row(url, url), watch.sighting("lapsed.test", photograph("heron"))
    assert proofs.begin(asked, seen)
    for name in ("first", "second", "third", "first"):
        proofs.weigh(url, photograph(name))
        assert proofs.go_on(asked, seen)
    return watch, proofs, asked, url


@pytest.mark.parametrize("is_empty", [False, True], ids=["time-out", "404"])
def test_what_does_not_come_tells_nothing_of_a_stock(is_empty):
    """A host that is slow for one name has drawn for the others; that it has nothing for one takes all back."""
    watch, proofs, asked, url = drawn_by_lot()
    proofs.weigh(url, None, is_empty=is_empty)
    lost = watch.sighting("lapsed.test", photograph("lost"))
    assert proofs.is_given_for_nothing(asked, lost) is not is_empty


def test_a_host_with_other_pictures_is_believed():
    """What it keeps may be one of its own, whatever it draws for names that it lacks."""
    watch, proofs, asked, _ = drawn_by_lot()
    lost = watch.sighting("lapsed.test", photograph("lost"))
    assert proofs.is_given_for_nothing(asked, lost)
    for _ in range(2):
        watch.vouch("lapsed.test")
    assert not proofs.is_given_for_nothing(asked, lost)
