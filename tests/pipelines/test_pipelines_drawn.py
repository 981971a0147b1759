"""Hosts that draw a picture for each name that they lack, and services whose pictures are drawn for names by right."""

from __future__ import annotations

from random import Random
from zlib import crc32

import pytest
from PIL import Image

from benchmarks.drawing import encoded, write
from tests.pipelines.hosts_asked import Hosts
from tests.pipelines.pictures import NAMES, logo, photo

LIVE = NAMES[:4]
LOST = NAMES[4:8]


def initials(url: str, form: str = "PNG", size: tuple[int, int] = (200, 200)) -> bytes:
    """Return the initials of what *url* names, on a ground of a colour of its own."""
    name = url.rpartition("/")[2]
    image = Image.new("RGB", size, (70 + crc32(name.encode()) % 120, 120, 160))
    write(image, (size[0] / 2, size[1] / 2), name[:2].upper(), 60, fill="white", anchor="mm")
    return encoded(image, form)


def filled(name: str) -> bytes:
    """Return squares of many colours."""
    return encoded(Image.frombytes("RGB", (5, 5), Random(name).randbytes(75)).resize((200, 200), 0), "PNG")


def refused(names: tuple[str, ...], hosts: Hosts, ending: str = "jpg") -> set[str]:
    """Return which of *names* have no image in the end."""
    urls = [f"http://shop.test/photos/{name}.{ending}" for name in names]
    return {names[number] for number in hosts.refused(urls)}


def given(url: str) -> bytes:
    """Return the photograph of what is live, and initials for all else."""
    name = url.rpartition("/")[2].partition(".")[0]
    return photo(name) if name in LIVE else initials(url)


@pytest.mark.parametrize("order", [LIVE + LOST, LOST + LIVE], ids=["photographs-first", "drawings-first"])
def test_what_is_drawn_for_any_name_stands_for_what_is_missing(order):
    """Where the host gives photographs, and the address says JPEG; also what has passed before a photograph came."""
    assert refused(order, Hosts(given, initials)) == set(LOST)


def test_a_service_that_draws_a_picture_for_each_name_gives_images():
    """Whoever asks it for these, be it under names of photographs, wants them."""
    assert refused(LOST, Hosts(initials, initials)) == set()


def test_drawings_that_are_called_so_are_images():
    """A host may give photographs and, under addresses that say so, pictures that it makes for names."""
    assert refused(LIVE + LOST, Hosts(given, initials), "png") == set()


def test_a_host_without_photographs_gives_images():
    """Nothing tells what it draws for a name that it lacks from its drawings of what it has."""

    def drawn(url: str) -> bytes:
        name = url.rpartition("/")[2].partition(".")[0]
        return initials(url, "JPEG", (240, 160)) if name in LIVE else initials(url)

    assert refused(LIVE + LOST, Hosts(drawn, initials)) == set()


def test_drawings_of_another_size_or_kind_are_images():
    """What is drawn for a made-up name says nothing of them."""
    lost = Hosts(given, lambda url: initials(url, size=(240, 200)))
    assert refused(LIVE + LOST, lost) == set()
    assert refused(LIVE + LOST, Hosts(given, lambda url: initials(url, "GIF"))) == set()
    assert refused(LIVE + LOST, Hosts(given, filled)) == set()


def test_drawings_of_a_host_that_has_nothing_for_other_names_are_images():
    """It knows what it has, whatever it calls it."""
    assert refused(LIVE + LOST, Hosts(given, lambda _url: None)) == set()


def test_drawings_without_a_plain_ground_are_images():
    """As pictures are that fill their frame."""

    def full(url: str) -> bytes:
        name = url.rpartition("/")[2].partition(".")[0]
        return photo(name) if name in LIVE else filled(name)

    assert refused(LIVE + LOST, Hosts(full, initials)) == set()


def test_logos_among_photographs_are_images():
    """As those of a host that draws nothing for a made-up name but its notice, in another size."""
    assert refused(LOST, Hosts(lambda url: logo(url.rpartition("/")[2]), initials)) == set()
