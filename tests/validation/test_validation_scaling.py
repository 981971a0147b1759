from __future__ import annotations

import io
import random

import imagehash
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from imgcrawl.validation.decoding.decode import inspect_image
from imgcrawl.validation.facts import InvalidImage, Limits

SIZE = (1000, 820)  # decoded at an eighth
KINDS = {
    "baseline": ("RGB", {}),
    "progressive": ("RGB", {"progressive": True}),
    "restarts": ("RGB", {"restart_marker_rows": 1}),
    "grey": ("L", {}),
    "cmyk": ("CMYK", {}),
}


@pytest.fixture(scope="module")
def pictures() -> dict[str, tuple[Image.Image, bytes]]:
    """Return a picture of each kind, and its file."""
    made = {}
    for name, (mode, options) in KINDS.items():
        grains = Image.frombytes("L", (40, 33), random.Random(7).randbytes(40 * 33))
        noise = grains.resize(SIZE, Image.Resampling.BICUBIC)
        image = Image.merge("RGB", (noise, noise.rotate(90).resize(SIZE), noise.filter(ImageFilter.BLUR))).convert(mode)
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=80, **options)
        made[name] = image, buffer.getvalue()
    return made


@pytest.mark.parametrize("kind", KINDS)
def test_the_facts_are_those_of_the_picture_in_the_file(pictures, kind):
    """A picture decoded to fewer pixels is told of with its own size and mode, and nearly the hash of all of them."""
    image, body = pictures[kind]
    facts = inspect_image(body, limits=Limits())
    assert (facts.width, facts.height, facts.mode) == (*SIZE, image.mode)
    assert facts.phash is not None
    assert imagehash.hex_to_hash(facts.phash) - imagehash.phash(Image.open(io.BytesIO(body))) <= 6


def test_no_more_pixels_are_made_than_are_looked_at(pictures, monkeypatch):
    """What is left to reduce after decoding is less than twice what the hash wants."""
    reduced: list[tuple[int, int]] = []
    monkeypatch.setattr(
        "imgcrawl.validation.decoding.decode.reduced", lambda image: reduced.append(image.size) or image
    )
    inspect_image(pictures["baseline"][1], limits=Limits())
    assert reduced == [(125, 103)]


@settings(max_examples=150, deadline=None)
@given(
    kind=st.sampled_from(sorted(KINDS)),
    cut=st.none() | st.floats(0.001, 0.999),
    damages=st.lists(st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=30)), max_size=3),
)
def test_the_same_faults_are_found_as_at_full_size(pictures, kind, cut, damages):
    """A damaged file that fails when all its pixels are made fails here too."""
    body = bytearray(pictures[kind][1])
    for place, junk in damages:
        at = 2 + int(place * (len(body) - 2))
        body[at : at + len(junk)] = junk
    if cut is not None:
        del body[2 + int(cut * (len(body) - 2)) :]
    try:
        Image.open(io.BytesIO(body), formats=["JPEG", "MPO"]).load()
    except Exception:  # noqa: BLE001 - whatever a decoder lets out
        with pytest.raises(InvalidImage):
            inspect_image(bytes(body), limits=Limits())
