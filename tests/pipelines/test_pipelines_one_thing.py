"""Shops that give one picture for all numbers of a thing, and those that have a notice for what is withdrawn."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.pipelines.hosts_asked import Hosts
from tests.validation.things import notice, thing, two_inks

NUMBERS = ["shoe-trail-4411-m", "shoe-trail-4414-l", "shoe-trail-4417-xl", "shoe-trail-4420-s"]
OTHERS = {
    "hat-rain-7": Image.Transpose.ROTATE_90,
    "sock-wool-12": Image.Transpose.ROTATE_270,
    "coat-linen-4": Image.Transpose.FLIP_TOP_BOTTOM,
    "bag-felt-9": Image.Transpose.TRANSPOSE,
}
"""Other things, each lit from another side."""


def body(image: Image.Image, form: str = "JPEG") -> bytes:
    """Return *image* as a file."""
    buffer = io.BytesIO()
    image.save(buffer, form)
    return buffer.getvalue()


def refused(shared: bytes, names: list[str] = NUMBERS, missing: bytes | None = None, *, photos: bool = False) -> int:
    """Return how many rows fail where *names* share a picture, among others of the shop, which are packshots."""
    others = {name: thing(40 * at).transpose(turn) for at, (name, turn) in enumerate(OTHERS.items(), 1)}
    if photos:
        others = {name: other.crop((70, 130, 250, 190)).resize((320, 320)) for name, other in others.items()}
    given = dict.fromkeys(names, shared) | {name: body(other) for name, other in others.items()}
    hosts = Hosts(lambda url: given[url.rpartition("/")[2][:-4]], lambda _url: missing)
    return len(hosts.refused([f"http://shop.test/media/{name}.jpg" for name in given]))


def test_a_thing_on_a_plain_ground_may_have_many_numbers():
    """As a photograph may, where the host has nothing for a made-up name and the others are packshots too."""
    assert refused(body(thing())) == 0


@pytest.mark.parametrize(
    "image", [notice(), notice(mark=""), two_inks()], ids=["mark-and-writing", "writing", "two-inks"]
)
def test_a_notice_for_what_is_withdrawn_is_refused(image):
    """Be it for all numbers of one thing, at a host that answers 404 to any other name."""
    assert refused(body(image)) == len(NUMBERS)
    assert refused(body(image, "PNG")) == len(NUMBERS)


def test_what_has_the_names_of_many_things_is_refused():
    """Whatever it shows."""
    assert refused(body(thing()), ["shoe-trail-4411", "boot-hiking-4414", "clog-garden-4417"]) == 3


def test_a_drawing_among_photographs_is_refused():
    """It is rather a notice, whatever it shows."""
    assert refused(body(thing()), photos=True) == len(NUMBERS)


def test_what_comes_for_a_made_up_name_is_refused():
    """Whatever it shows, and whatever it is called."""
    assert refused(body(thing()), missing=body(thing())) == len(NUMBERS)
