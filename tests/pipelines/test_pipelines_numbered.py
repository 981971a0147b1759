"""Photographs that hosts keep under several numbers, and what stands for the pictures of several numbers."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image
from scrapy.http import Headers

from imgcrawl.pipelines.judging.witness import OneThingWitness
from imgcrawl.validation.decoding.decode import inspect_image
from imgcrawl.validation.facts import Limits
from tests.pipelines.hosts_asked import Hosts

KEPT = {"Last_Modified": "Mon, 06 May 2019 10:00:00 GMT"}
ARTICLES = ["5677804", "2058681", "9134420", "7720315", "3308846", "6415092"]
HASHES = [f"{article}a{article}b{article}c8d9e0f" for article in ARTICLES]
SIZES = ["XS", "S", "M", "L", "XL", "XXL"]


def photo(side: int = 300, form: str = "JPEG", *, detail: float = 1) -> bytes:
    """Return a photograph of that *side* in pixels, in less *detail* the lower that is."""
    grain = max(8, round(side * detail))
    bands = [Image.effect_noise((grain, grain), 60 + 20 * band).resize((side, side)) for band in range(3)]
    buffer = io.BytesIO()
    Image.merge("RGB", bands).save(buffer, form)
    return buffer.getvalue()


def refused(
    names: list[str], shared: bytes, *others: bytes, missing: bytes | None = None, headers: dict[str, str] = KEPT
) -> int:
    """Return how many rows fail where *names* share a picture, beside *others* of the host."""
    given = dict.fromkeys(names, shared) | {f"other-{chr(97 + at) * 4}": other for at, other in enumerate(others)}
    hosts = Hosts(lambda url: given[url.rpartition("/")[2][:-4]], lambda _url: missing)
    return len(hosts.refused([f"http://shop.test/articles/{name}.jpg" for name in given], **headers))


@pytest.mark.parametrize(
    "names", [ARTICLES, [f"quiet-moth-{size}-{article}" for size, article in zip(SIZES, ARTICLES, strict=True)]],
    ids=["numbers", "sizes"],
)  # fmt: skip
def test_a_photograph_may_be_kept_under_several_numbers(names):
    """Where the host has nothing for a made-up name, be it all that it gives, or smaller than one other."""
    assert refused(names, photo()) == 0
    assert refused(names, photo(), photo(600)) == 0


@pytest.mark.parametrize(
    ("names", "image", "headers"),
    [
        (ARTICLES, photo(), {}),
        (ARTICLES, photo(form="PNG"), KEPT),
        (ARTICLES, photo(600, detail=0.03), KEPT),
        (ARTICLES, photo(96), KEPT),
        (HASHES, photo(), KEPT),
        ([f"IMG_{article[:4]}" for article in ARTICLES], photo(), KEPT),
        (["heron", "bridge", "mill", "lantern", "sofa", "harvest"], photo(), KEPT),
        ([f"{5_677_000 + 31 * at}" for at in range(17)], photo(), KEPT),
    ],
    ids=["not-stored", "other-format", "blurred", "tiny", "hashes", "camera", "words", "too-many"],
)
def test_what_may_stand_for_something_else_is_refused(names, image, headers):
    """It is made when it is asked for, looks as notices do, or has names that each tell another file or thing."""
    assert refused(names, image, headers=headers) == len(names)


def test_what_comes_for_a_made_up_name_too_is_refused():
    """Whatever it shows."""
    shared = photo()
    assert refused(ARTICLES, shared, missing=shared) == len(ARTICLES)


def test_what_is_much_smaller_than_several_others_is_refused():
    """Stand-ins are not made in the size of what they stand for, whatever else there is that is small."""
    assert refused(ARTICLES, photo(), *(photo(600) for _ in range(3))) == len(ARTICLES)
    assert refused(ARTICLES, photo(), *(photo(600) for _ in range(3)), photo(96)) == len(ARTICLES)
    assert refused(ARTICLES, photo(), *(photo(600) for _ in range(2)), photo(400)) == 0
    assert refused(ARTICLES, photo(), *(photo(400) for _ in range(3))) == 0


def speaks(found_at: str = "/articles/5677804.jpg", looks: bytes | None = None) -> bool:
    """Say whether somebody speaks for a photograph that came from there, and looks so, if that is known."""
    proofs: Any = SimpleNamespace(knows_all=lambda _host: True, others=lambda *_of: [], is_cleared=lambda *_of: True)
    headers = Headers({name.replace("_", "-"): value for name, value in KEPT.items()})
    request = SimpleNamespace(url=f"http://shop.test{found_at}")
    item: Any = SimpleNamespace(
        state={"url": "http://shop.test/articles/5677804.jpg"},
        response=SimpleNamespace(request=request, headers=headers),
    )
    facts = inspect_image(photo(), limits=Limits())._replace(looks=looks)
    return OneThingWitness(proofs, item, "shop.test", facts).speaks(frozenset(ARTICLES))


@pytest.mark.parametrize(("found_at", "is_its_own"), [("/cdn/5677804.jpg", True), ("/cdn/5012234.jpg", False)])
def test_a_redirect_to_another_name_leads_to_no_file_of_its_own(found_at, is_its_own):
    """It may lead all of them to one file; to the same name at another place it does not."""
    assert speaks(found_at) is is_its_own


def test_nobody_speaks_for_a_drawing():
    """However many bytes it has."""
    assert speaks()
    assert not speaks(looks=bytes([250] * 768))
