"""Photographs from a stock of which one has given itself away by its many names."""

from __future__ import annotations

from hashlib import sha256

import pytest

from tests.pipelines.hosts_asked import Hosts
from tests.pipelines.test_pipelines_drawn import filled
from tests.pipelines.test_pipelines_one_thing import body
from tests.pipelines.test_pipelines_proofs import PHOTOS, nothing, notice, photo
from tests.validation.test_validation_packshots import thing

SHARED, OTHERS = PHOTOS[:3], PHOTOS[3:6]


def by_hash(url: str) -> bytes:
    """Return one of six photographs, always the same for an address."""
    return photo(f"stock {sha256(url.encode()).digest()[0] % 6}")


def stock_name(url: str) -> str:
    """Return which of the stock of its folder *url* has: three names of each have one."""
    at = PHOTOS.index(url.replace("views", "photos"))
    return f"{url.split('/')[3]} {max(0, at - 2)}"


def stock(url: str) -> bytes:
    """Return one photograph for three names, and another of the same stock for each of the others."""
    return photo(f"stock {max(0, PHOTOS.index(url) - 2)}")


@pytest.mark.parametrize("order", [(*SHARED, *OTHERS), (*OTHERS, *SHARED)], ids=["before", "after"])
def test_what_came_once_from_a_stock_is_no_image(order):
    """One of the stock came under three names, at a lapsed domain: names that are made up bring the others too."""
    host = Hosts(stock, by_hash)
    assert host.refused(order) == list(range(6))
    assert 4 <= len(host.made_up) <= 8


@pytest.mark.parametrize("order", [(*SHARED, *OTHERS), (*OTHERS, *SHARED)], ids=["before", "after"])
def test_a_thing_on_a_plain_ground_may_be_of_a_stock(order):
    """It is a photograph too, though it looks drawn."""

    def shown(number: int) -> bytes:
        return body(thing()) if number == 0 else photo(f"stock {number}")

    host = Hosts(
        lambda url: shown(max(0, PHOTOS.index(url) - 2)), lambda url: shown(sha256(url.encode()).digest()[0] % 6)
    )
    assert host.refused(order) == list(range(6))


def test_a_host_is_asked_so_once():
    """Be there another photograph with many names, or another one at stake, in another folder too."""
    urls = [url.replace("photos", folder) for folder in ("photos", "views") for url in PHOTOS[:6]]
    host = Hosts(lambda url: photo(stock_name(url)), nothing)
    assert host.refused(urls) == [0, 1, 2, 6, 7, 8]
    assert len(host.made_up) == 1


def test_drawings_are_not_at_stake():
    """What looks drawn is of no stock of photographs."""

    def given(url: str) -> bytes:
        return photo("stock 0") if url in SHARED else filled(url, "JPEG")

    host = Hosts(given, nothing)
    assert host.refused(PHOTOS[:6]) == [0, 1, 2]
    assert host.made_up == []


def test_the_other_photographs_of_a_host_that_has_nothing_for_made_up_names_are_images():
    """It takes one request to know: the one that has many names stands for what was withdrawn."""
    host = Hosts(stock, nothing)
    assert host.refused(PHOTOS[:6]) == [0, 1, 2]
    assert len(host.made_up) == 1


def test_the_other_photographs_of_a_host_with_one_for_any_name_are_images():
    """Its placeholder is a photograph, of which it has one."""
    host = Hosts(stock, lambda _url: photo("stock 0"))
    assert host.refused(PHOTOS[:6]) == [0, 1, 2]
    assert len(host.made_up) <= 4


def test_the_other_photographs_of_a_host_that_makes_one_for_each_name_are_images():
    """None of those that it makes is one that it has."""
    assert Hosts(stock, photo).refused(PHOTOS[:6]) == [0, 1, 2]


def test_nothing_is_asked_where_nothing_else_is_at_stake():
    """Neither for a drawing with many names, nor where its host gave no other photograph."""
    for given in (lambda url: notice() if url in SHARED else photo(url), lambda _url: photo("stock 0")):
        host = Hosts(given, nothing)
        assert host.refused(PHOTOS[:6])[:3] == [0, 1, 2]
        assert host.made_up == []
